"""Make a built site ready for a host: what is added, what is removed, and what must hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from variantdocs.check.dead_links import DeadLink, find_dead_links
from variantdocs.check.findings import check_site, lines_of
from variantdocs.check.parallel import BackgroundCall
from variantdocs.publish.host_limits import limit_problems
from variantdocs.publish.link_check import is_unread, lychee_path, lychee_problems
from variantdocs.publish.markdown.pages import write_markdown
from variantdocs.publish.pagefind.bundle import replace_search
from variantdocs.publish.private_files import remove_private_files
from variantdocs.publish.redirects.problems import AddedRedirects, add_redirects
from variantdocs.publish.root_folder import copy_root_folder
from variantdocs.publish.summary import FileCounts, count_files, read_files, summary_text
from variantdocs.publish.unfinished_site import UnfinishedSite


def finish_site(
    site: UnfinishedSite, *, jobs: int, build: Mapping[str, Any] | None = None
) -> tuple[str, tuple[str, ...]]:
    """Finish the site in its folder.

    The result depends on the built files, the page indexes and the project only, not on the machine.

    :param jobs: The most processes to use.
    :param build: What the summary says of the build.
    :returns: The text of the summary, and the problems; a site with any must not be published.
    :raises ConfigurationError: the project's files for the root cannot be used.
    :raises OutputError: the site holds what cannot be published.
    """
    remove_private_files(site.folder)
    copy_root_folder(site)
    added = add_redirects(site)
    if site.variant_set.publishing.markdown:
        write_markdown(site, jobs=jobs)
    pagefind = site.variant_set.publishing.pagefind
    # Beside the check, unless Pagefind has yet to change the pages: with one process, it runs when asked for.
    links = BackgroundCall(lambda: _link_problems(site), jobs=1 if pagefind else jobs)
    variants = tuple(site.indexes)
    findings = check_site(site.folder, variants, site.project, site.indexes, jobs=jobs, with_links=False)
    if pagefind:
        replace_search(site)
    (site.folder / ".nojekyll").touch()  # GitHub Pages would leave out folders that begin with `_`
    files = read_files(site.folder)
    link_problems = links.result()
    dead_links = _dead_links(site, added, only_further=link_problems == ())
    findings = replace(findings, dead_links=dead_links)
    problems = (*added.problems, *lines_of(findings, site.shown))
    if not problems:  # lychee would find the same links again
        problems = (*(link_problems or ()), *_host_problems(site, count_files(files), added))
    return summary_text(site, files, redirects=len(added.pages), build=build), problems


def _link_problems(site: UnfinishedSite) -> tuple[str, ...] | None:
    """What lychee finds wrong with the links of the site; ``None`` if it is not installed."""
    program = lychee_path()
    return None if program is None else tuple(lychee_problems(site, program))


def _dead_links(site: UnfinishedSite, added: AddedRedirects, *, only_further: bool) -> tuple[DeadLink, ...]:
    """The links that lead to no file.

    :param only_further: Only those that lychee does not read: it has found the targets of all others.
    """
    pages = {
        variant: [page.uri for page in index.pages.values() if not only_further or is_unread(page.uri)]
        for variant, index in site.indexes.items()
    }
    further = _further_pages(site, added)
    return tuple(found for those in (pages, further) for found in find_dead_links(site.folder, those))


def _host_problems(site: UnfinishedSite, counts: FileCounts, added: AddedRedirects) -> Iterator[str]:
    """What hosts find wrong with the finished site."""
    if site.variant_set.publishing.host_limits:
        yield from limit_problems(files=counts.files, size=counts.size, redirects=len(added.redirects))


def _further_pages(site: UnfinishedSite, added: AddedRedirects) -> Mapping[str, Sequence[str]]:
    """variant → the addresses of its redirect pages; those of the root under the empty name."""
    found: dict[str, list[str]] = {"": ["index.html"]}
    files = {*added.pages, *(site.folder / redirect.file for redirect in added.redirects)}
    for name in sorted(file.relative_to(site.folder).as_posix() for file in files):
        variant, _, address = name.partition("/")
        if variant in site.indexes:
            found.setdefault(variant, []).append(quote(address))
        else:
            found[""].append(quote(name))
    return found

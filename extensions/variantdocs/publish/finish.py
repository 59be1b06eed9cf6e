"""Make a built site ready for a host: what is added, what is removed, and what must hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from variantdocs.check.dead_links import find_dead_links
from variantdocs.check.findings import check_site, lines_of
from variantdocs.check.parallel import BackgroundCall
from variantdocs.publish.host_limits import limit_problems
from variantdocs.publish.link_check import lychee_path, lychee_problems
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
    findings = check_site(site.folder, tuple(site.indexes), site.project, site.indexes, jobs=jobs)
    further = tuple(find_dead_links(site.folder, _further_pages(site, added)))
    findings = replace(findings, dead_links=(*findings.dead_links, *further))
    if pagefind:
        replace_search(site)
    (site.folder / ".nojekyll").touch()  # GitHub Pages would leave out folders that begin with `_`
    files = read_files(site.folder)
    problems = (*added.problems, *lines_of(findings, site.shown))
    link_problems = links.result()
    if not problems:  # lychee would find the same links again
        problems = (*link_problems, *_host_problems(site, count_files(files), added))
    return summary_text(site, files, redirects=len(added.pages), build=build), problems


def _link_problems(site: UnfinishedSite) -> tuple[str, ...]:
    """What lychee finds wrong with the links of the site."""
    program = lychee_path()
    return () if program is None else tuple(lychee_problems(site, program))


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

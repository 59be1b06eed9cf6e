"""Fingerprint what pages show of each other, to decide which pages to write again.

Sphinx writes a page again when its own text has changed, but a page also shows parts of other pages: titles
in the navigation, headings that it links to, numbers, the switcher. So what others may show of a page is
kept as digests, from build to build.

Other pages show a heading only as a link to it, in the text or in the navigation, and pages that link to it
are found in the written files (:mod:`variantdocs.rebuild.backlinks`). What can be shown without a link, above
all the titles of pages, counts for every page.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from variantdocs.config.current import current_of
from variantdocs.crossrefs.indexes import indexes_of
from variantdocs.env_store import AppValue, PageValues
from variantdocs.page_metadata.sphinx_hooks import PAGE_DATES
from variantdocs.pages.output_names import SITE_BUILDERS
from variantdocs.rebuild.backlinks import pages_linking_to
from variantdocs.rebuild.stable_digest import digest, node_text, text_digest
from variantdocs.sphinx_patches.environment_attributes import SPHINX_ATTRIBUTES
from variantdocs.sphinx_patches.versions.older_sphinx import output_path_of
from variantdocs.switcher.targets import switcher_links

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from variantdocs.pages.index import IndexedPage, PageIndex

_GENERATED = "search"
"""A page that Sphinx makes without a source."""

_IGNORED = frozenset(("intersphinx_cache", "intersphinx_inventory"))
"""The times when inventories were fetched, and a copy of ``intersphinx_named_inventory``."""
_PREFIXES = ("search_index_", "variantdocs_")
_LABELS = frozenset(
    (("std", "labels"), ("std", "anonlabels"), ("math", "objects"), ("citation", "citations"))
)
_SPHINX_DOMAINS = frozenset(
    ("c", "changeset", "citation", "cpp", "duration", "index", "js", "math", "py", "rst", "std")
)
"""Domains whose objects are fingerprinted one by one. No page shows what ``duration`` stores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetDigest:
    """Digests of what links show of a page: of the page itself, and of the anchors within it."""

    page: str
    within: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataDigest:
    """Digests of what an extension keeps on the environment: before and after pages were read.

    ``before`` is empty if it was not looked at.
    """

    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFingerprints:
    """Digests of what the pages of one variant show.

    ``site_wide`` covers what any page may show: titles, toctrees, objects.
    ``data`` covers the same for what extensions keep, by name.
    ``own`` covers, by page, what only that page shows: its switcher, its date, and the names of its images.
    ``targets`` covers, by variant and page, what links show of it.
    ``broken`` are the pages, by variant, of which a link may name any anchor.
    ``absent`` is ``links.absent``: how links to what the variant lacks are shown.
    """

    site_wide: str = ""
    absent: str = ""
    data: Mapping[str, DataDigest] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, Mapping[str, TargetDigest]] = field(default_factory=dict)
    broken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


FINGERPRINTS: AppValue[PageFingerprints] = AppValue("fingerprints")
"""Those of the pages as they were last read; known from the end of reading on."""


_SWITCHERS: AppValue[tuple[list[PageIndex], Mapping[str, str]]] = AppValue("switchers", lambda: ([], {}))
"""What the switchers of all pages show, and the indexes that say so."""
_TARGETS: AppValue[dict[tuple[str, str], tuple[IndexedPage, str, TargetDigest]]] = AppValue("targets", dict)
"""Variant and docname → the digests of the page, and what they were made from."""
_DATA_BEFORE: AppValue[Mapping[str, str]] = AppValue("data_before_reading", dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedTargets:
    """The pages, as (variant, docname), of which links now show something different."""

    pages: frozenset[tuple[str, str]]
    within: frozenset[tuple[str, str]]


def record_data(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Record what extensions keep on the environment when reading begins (event ``env-before-read-docs``)."""
    _DATA_BEFORE.set(app, _data_of_extensions(env))


def fingerprint_pages(app: Sphinx) -> PageFingerprints:
    """Fingerprint the pages of the variant that ``app`` builds, once all have been read."""
    env, indexes = app.env, indexes_of(app)
    own_index = indexes[current_of(app).variant.name]
    outlines = {docname: outline_of(env, docname) for docname in own_index.pages}
    given, objects = _given_by(env)
    files, numbers, figures = _files_by_page(env), env.toc_secnumbers, env.toc_fignumbers
    dates = PAGE_DATES.of(app).pages
    site_wide = (
        [(docname, outline.shown, numbers.get(docname, {}).get("")) for docname, outline in outlines.items()],
        sorted(env.toctree_includes.items()),
        objects,
        json.dumps(list(own_index.objects.items())),  # those of C and C++ as well
        _switcher(_GENERATED, own_index.variant, indexes, uri=f"{_GENERATED}.html"),
    )
    numbered = {docname: f"{numbers.get(docname, {})} {figures.get(docname, {})}" for docname in outlines}
    beyond_index = {
        docname: f" {outline.headings} {numbered[docname]} {given[docname]}"
        for docname, outline in outlines.items()
    }
    switchers = _switchers(app, own_index, indexes)
    data_before = _DATA_BEFORE.of(app)
    _DATA_BEFORE.set(app, {})  # the preview builds more than once
    shared: dict[int, TargetDigest] = {}
    found = PageFingerprints(
        site_wide=text_digest(repr(site_wide)),
        absent=current_of(app).variant_set.absent,
        data={
            name: DataDigest(before=data_before.get(name, ""), after=after)
            for name, after in _data_of_extensions(env).items()
        },
        own={
            docname: text_digest(f"{switchers[docname]} {files[docname]} {dates.get(docname)}")
            for docname in own_index.pages
        },
        targets={
            name: {
                docname: _target(
                    app, (name, docname), page, beyond_index[docname] if index is own_index else "", shared
                )
                for docname, page in index.pages.items()
            }
            for name, index in indexes.items()
        },
        broken={
            name: tuple(sorted(docname for docname, page in index.pages.items() if page.broken))
            for name, index in indexes.items()
        },
    )
    FINGERPRINTS.set(app, found)
    return found


def pages_to_write(
    before: PageFingerprints | None,
    now: PageFingerprints,
    *,
    unresolved: Collection[str],
    linking: Callable[[ChangedTargets], Collection[str]],
) -> Collection[str]:
    """The pages that show something different than before; all if that is not known.

    :param unresolved: The pages with links whose verdict any change elsewhere may change. Those with links
        to what the variant lacks, or to an anchor that a broken page may have, are among them.
    :param linking: Finds the pages that link to changed targets.
    """
    if before is None or before.site_wide != now.site_wide or _is_other_data(before.data, now.data):
        return now.own.keys()
    found = {docname for docname, shown in now.own.items() if before.own.get(docname) != shown}
    changed = _changed(before.targets, now.targets)
    if changed.pages or changed.within:
        found.update(unresolved)
        found.update(linking(changed))
    if before.absent != now.absent or before.broken != now.broken:
        found.update(unresolved)
    return found & now.own.keys()


def pages_linking(app: Sphinx, changed: ChangedTargets) -> Collection[str]:
    """The pages whose last written output links to something that has changed."""
    builder, indexes = app.builder, indexes_of(app)
    own_index = indexes[current_of(app).variant.name]
    output_path = output_path_of(builder)
    if builder.name not in SITE_BUILDERS or output_path is None:
        return own_index.pages.keys()

    def address(variant: str, docname: str) -> str:
        return f"{variant}/{builder.get_target_uri(docname)}"

    return set(
        pages_linking_to(
            pages=[
                (docname, output_path(docname), address(own_index.variant, docname))
                for docname in own_index.pages
            ],
            variants=[name for name in indexes if name != own_index.variant],
            addresses=[address(*page) for page in changed.pages if page[0] != own_index.variant],
            with_anchors=[address(*page) for page in changed.within],
        )
    )


def _changed(
    before: Mapping[str, Mapping[str, TargetDigest]], now: Mapping[str, Mapping[str, TargetDigest]]
) -> ChangedTargets:
    pages, within = set(), set()
    for variant in before.keys() | now.keys():
        earlier, later = before.get(variant, {}), now.get(variant, {})
        for docname in earlier.keys() | later.keys():
            was, is_ = earlier.get(docname), later.get(docname)
            if was is None or is_ is None or was.page != is_.page:
                pages.add((variant, docname))
            if was is None or is_ is None or was.within != is_.within:
                within.add((variant, docname))
    return ChangedTargets(pages=frozenset(pages), within=frozenset(within))


def _is_other_data(before: Mapping[str, DataDigest], now: Mapping[str, DataDigest]) -> bool:
    return before.keys() != now.keys() or any(
        before[name].after != data.after and not _is_reset(before[name], data) for name, data in now.items()
    )


def _is_reset(before: DataDigest, now: DataDigest) -> bool:
    """Whether an extension begins each build with the same value, and no page that is read now changes it.

    It is then about one build, such as whether a notebook was run, and not about what pages show.
    """
    return before.before == now.before == now.after


def _data_of_extensions(env: BuildEnvironment) -> dict[str, str]:
    """Digests by name: attributes of the environment, and domains."""
    found = {name: digest(value) for name, value in vars(env).items() if _is_foreign(name)}
    for name, data in env.domaindata.items():
        if name not in _SPHINX_DOMAINS:
            found[f"domain {name}"] = digest(data)
    return found


def _is_foreign(name: str) -> bool:
    return not name.lstrip("_").startswith(_PREFIXES) and name not in SPHINX_ATTRIBUTES | _IGNORED


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Digests of what toctrees show of a page: ``headings`` only if they go below titles."""

    shown: str
    headings: str


OUTLINES: PageValues[Outline] = PageValues("outlines")
"""docname → its outline, worked out when it is asked for."""


def outline_of(env: BuildEnvironment, docname: str) -> Outline:
    """What toctrees show of the page, without its numbers; computed once, and kept with the page."""
    known = OUTLINES.of(env)
    if docname not in known:
        toc = env.tocs.get(docname)
        title, long_title = env.titles.get(docname), env.longtitles.get(docname)
        headings = text_digest(node_text(toc))
        shown = (
            node_text(title),
            "" if long_title is title else node_text(long_title),
            env.metadata[docname].get("tocdepth") if docname in env.metadata else None,
            headings if toc is None or _has_more_than_headings(toc) else _titles(toc),
        )
        known[docname] = Outline(shown=digest(shown), headings=headings)
    return known[docname]


def forget_outline(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Remove the outline of a page (event ``env-purge-doc``)."""
    OUTLINES.purge(env, docname)


def _has_more_than_headings(toc: nodes.Element) -> bool:
    """Whether it holds toctrees, or headings that only some variants have."""
    return any(node.tagname in ("toctree", "only") for node in toc.findall() if hasattr(node, "tagname"))


def _titles(toc: nodes.Element) -> list[tuple[str, bool]]:
    """The titles in the page's table of contents, and whether each has anything below it.

    A page without headings appears nowhere with headings, so the written files do not show which pages will
    list its first one.
    """
    return [(node_text(item[0]) if len(item) else "", len(item) > 1) for item in toc.children]  # type: ignore[arg-type,index]


def _switcher(
    docname: str, variant: str, indexes: Mapping[str, PageIndex], *, uri: str | None = None
) -> list[tuple[str, str]]:
    return [(link.href, link.landing) for link in switcher_links(docname, variant, indexes, uri=uri)]


def _switchers(app: Sphinx, own_index: PageIndex, indexes: Mapping[str, PageIndex]) -> Mapping[str, str]:
    """docname → what its switcher shows; kept as long as the indexes say the same."""
    made_from = [replace(index, sources={}) for index in indexes.values()]
    before, found = _SWITCHERS.of(app)
    if before != made_from:
        found = {docname: str(_switcher(docname, own_index.variant, indexes)) for docname in own_index.pages}
        _SWITCHERS.set(app, (made_from, found))
    return found


def _target(
    app: Sphinx,
    place: tuple[str, str],
    page: IndexedPage,
    beyond_index: str,
    shared: dict[int, TargetDigest],
) -> TargetDigest:
    """The digests of a page; kept as long as it is the same object.

    :param place: Its variant and docname.
    :param beyond_index: What links show of it that is not in the index.
    :param shared: The digests of pages, by their identity: the indexes of several variants may hold the same.
    """
    known = _TARGETS.of(app)
    before = known.get(place)
    if before is not None and before[0] is page and before[1] == beyond_index:
        return before[2]
    found = shared.get(id(page)) if not beyond_index else None
    if found is None:
        found = TargetDigest(
            page=text_digest(f"{page.title} {page.uri}"),
            within=text_digest(_of_index(page) + beyond_index),
        )
        if not beyond_index:
            shared[id(page)] = found
    known[place] = page, beyond_index, found
    return found


def _of_index(page: IndexedPage) -> str:
    shown = (page.title, page.uri, dict(page.anchors), dict(page.titles))
    return json.dumps(shown, sort_keys=True)


def _given_by(env: BuildEnvironment) -> tuple[Mapping[str, list[str]], list[str]]:
    """What Sphinx's domains know: docname → its names with their targets; and all objects but labels.

    Which object a name refers to can depend on all other objects. A label is found by its name own.
    """
    found: dict[str, list[str]] = defaultdict(list)
    objects: list[str] = []
    for domain in sorted(_SPHINX_DOMAINS & env.domaindata.keys()):
        for kind, names in env.domaindata[domain].items():
            if isinstance(names, dict):
                for name, place in names.items():
                    if isinstance(place, tuple) and place and place[0] in env.all_docs:
                        shown = f"{domain} {kind} {name} {place}"
                        found[place[0]].append(shown)
                        if (domain, kind) not in _LABELS:
                            objects.append(shown)
    return found, objects


def _files_by_page(env: BuildEnvironment) -> Mapping[str, list[str]]:
    """docname → the images and downloads of the page, with their names in the output."""
    found: dict[str, list[str]] = defaultdict(list)
    for files in (env.images, env.dlfiles):
        for path, (docnames, name) in sorted(files.items(), key=lambda item: str(item[0])):
            for docname in docnames:
                found[docname].append(f"{path} {name}")
    return found

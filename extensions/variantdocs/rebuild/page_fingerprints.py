"""Tell which pages show something of others that has changed, and are to be written again.

Sphinx writes a page again when its own text has changed. What it shows of others stays as it was:
titles in the navigation, headings to which it links, numbers, the switcher. So what can be seen of a
page is kept, as digests, from build to build.

A heading is shown by other pages only as a link to it, in the text or in the navigation, and a page
that links to one can be found by what was written (:mod:`variantdocs.rebuild.backlinks`). What
can be anywhere without a link, first of all the titles of pages, is seen by all.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.config.current import current_of
from variantdocs.crossrefs.indexes import indexes_of
from variantdocs.env_store import PageValues
from variantdocs.pages.output_names import SITE_BUILDERS
from variantdocs.rebuild.backlinks import pages_linking_to
from variantdocs.rebuild.stable_digest import digest, digest_of, node_text
from variantdocs.sphinx_patches.environment_attributes import SPHINX_ATTRIBUTES
from variantdocs.switcher.targets import switcher_links

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from variantdocs.pages.index import IndexedPage, PageIndex

_GENERATED = "search"
"""A page that Sphinx makes of no source."""

_TOLD_OTHERWISE = frozenset(("intersphinx_cache", "intersphinx_inventory"))
"""When inventories were fetched, and once more what is in ``intersphinx_named_inventory``."""
_PREFIXES = ("search_index_", "variantdocs_", "rli_")
_LABELS = frozenset(
    (("std", "labels"), ("std", "anonlabels"), ("math", "objects"), ("citation", "citations"))
)
_DOMAINSSPHINX_ATTRIBUTES = frozenset(
    ("c", "changeset", "citation", "cpp", "duration", "index", "js", "math", "py", "rst", "std")
)
"""Those whose objects are looked at one by one. What ``duration`` notes is in no page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What links from elsewhere show of a page: of the page itself, and of places in it."""

    page: str
    within: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    """What can be seen in the pages of one variant, as digests.

    ``everywhere`` is what any page may show: titles, toctrees, objects, what extensions keep.
    ``alone`` gives by page what only that page shows: where its switcher leads, how its pictures
    are called. ``places`` gives by variant and page what links show of it.
    """

    everywhere: str = ""
    alone: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Mapping[str, Place]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPlaces:
    """(variant, docname) of the pages to which links show something else."""

    pages: frozenset[tuple[str, str]]
    within: frozenset[tuple[str, str]]


def visible_in(app: Sphinx) -> Visible:
    """What can be seen in the pages of the variant that ``app`` builds, when all have been read."""
    env, indexes = app.env, indexes_of(app)
    own = indexes[current_of(app).variant.name]
    outlines = {docname: outline_of(env, docname) for docname in own.pages}
    given, objects = _given_by(env)
    files, numbers, figures = _files_by_page(env), env.toc_secnumbers, env.toc_fignumbers
    everywhere = (
        [(docname, outline.shown, numbers.get(docname, {}).get("")) for docname, outline in outlines.items()],
        env.toctree_includes,
        objects,
        json.dumps(list(own.objects.items())),  # those of C and C++ as well
        {name: value for name, value in vars(env).items() if _is_foreign(name)},
        {name: data for name, data in env.domaindata.items() if name not in _DOMAINSSPHINX_ATTRIBUTES},
        _switcher(_GENERATED, own.variant, indexes, uri=f"{_GENERATED}.html"),
    )
    indexed = {
        name: {docname: _of_index(page) for docname, page in index.pages.items()}
        for name, index in indexes.items()
    }
    for docname, outline in outlines.items():
        numbered = f"{numbers.get(docname, {})} {figures.get(docname, {})}"
        indexed[own.variant][docname] += f" {outline.headings} {numbered} {given[docname]}"
    return Visible(
        everywhere=digest(everywhere),
        alone={
            docname: digest_of(f"{_switcher(docname, own.variant, indexes)} {files[docname]}")
            for docname in own.pages
        },
        places={
            name: {
                docname: Place(
                    page=digest_of(f"{page.title} {page.uri} {page.broken}"),
                    within=digest_of(indexed[name][docname]),
                )
                for docname, page in index.pages.items()
            }
            for name, index in indexes.items()
        },
    )


def pages_to_write(
    before: Visible | None,
    now: Visible,
    *,
    unsettled: Collection[str],
    linking: Callable[[ChangedPlaces], Collection[str]],
) -> Collection[str]:
    """The pages that show something else than before; all if it is not known what they show.

    :param unsettled: The pages whose links may get another verdict by any change elsewhere.
    :param linking: Finds the pages that link to what has changed.
    """
    if before is None or before.everywhere != now.everywhere:
        return now.alone.keys()
    found = {docname for docname, shown in now.alone.items() if before.alone.get(docname) != shown}
    changed = _changed(before.places, now.places)
    if changed.pages or changed.within:
        found.update(unsettled)
        found.update(linking(changed))
    return found & now.alone.keys()


def pages_showing(app: Sphinx, changed: ChangedPlaces) -> Collection[str]:
    """The pages that show something of what has changed, as they were written last."""
    builder, indexes = app.builder, indexes_of(app)
    own = indexes[current_of(app).variant.name]
    outfile = getattr(builder, "get_output_path", None)
    if builder.name not in SITE_BUILDERS or outfile is None:
        return own.pages.keys()

    def address(variant: str, docname: str) -> str:
        return f"{variant}/{builder.get_target_uri(docname)}"

    return set(
        pages_linking_to(
            pages=[(docname, Path(outfile(docname)), address(own.variant, docname)) for docname in own.pages],
            variants=[name for name in indexes if name != own.variant],
            addresses=[address(*page) for page in changed.pages if page[0] != own.variant],
            with_places=[address(*page) for page in changed.within],
        )
    )


def _changed(
    before: Mapping[str, Mapping[str, Place]], now: Mapping[str, Mapping[str, Place]]
) -> ChangedPlaces:
    pages, within = set(), set()
    for variant in before.keys() | now.keys():
        earlier, later = before.get(variant, {}), now.get(variant, {})
        for docname in earlier.keys() | later.keys():
            was, is_ = earlier.get(docname), later.get(docname)
            if was is None or is_ is None or was.page != is_.page:
                pages.add((variant, docname))
            if was is None or is_ is None or was.within != is_.within:
                within.add((variant, docname))
    return ChangedPlaces(pages=frozenset(pages), within=frozenset(within))


def _is_foreign(name: str) -> bool:
    return not name.lstrip("_").startswith(_PREFIXES) and name not in SPHINX_ATTRIBUTES | _TOLD_OTHERWISE


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What toctrees show of a page, as digests: in any case, and where they go deeper than titles."""

    shown: str
    headings: str


OUTLINES: PageValues[Outline] = PageValues("outlines")
"""docname → its outline, worked out when it is asked for."""


def outline_of(env: BuildEnvironment, docname: str) -> Outline:
    """What toctrees show of the page, but for its numbers; worked out once, and kept with the page."""
    known = OUTLINES.of(env)
    if docname not in known:
        toc = env.tocs.get(docname)
        title, long_title = env.titles.get(docname), env.longtitles.get(docname)
        headings = digest_of(node_text(toc))
        shown = (
            node_text(title),
            "" if long_title is title else node_text(long_title),
            env.metadata[docname].get("tocdepth") if docname in env.metadata else None,
            headings if toc is None or _has_more_than_headings(toc) else _titles(toc),
        )
        known[docname] = Outline(shown=digest(shown), headings=headings)
    return known[docname]


def forget_outline(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget what was known of a page (event ``env-purge-doc``)."""
    OUTLINES.purge(env, docname)


def _has_more_than_headings(toc: nodes.Element) -> bool:
    """Whether there are toctrees, or headings that only some variants have."""
    return any(node.tagname in ("toctree", "only") for node in toc.findall() if hasattr(node, "tagname"))


def _titles(toc: nodes.Element) -> list[tuple[str, bool]]:
    """The titles in the page's own table of contents, and whether there is anything below.

    A page without headings is shown without them wherever it is, so nothing written tells where the
    first one will be shown.
    """
    return [(node_text(item[0]) if len(item) else "", len(item) > 1) for item in toc.children]  # type: ignore[arg-type,index]


def _switcher(
    docname: str, variant: str, indexes: Mapping[str, PageIndex], *, uri: str | None = None
) -> list[tuple[str, str]]:
    return [(link.href, link.landing) for link in switcher_links(docname, variant, indexes, uri=uri)]


def _of_index(page: IndexedPage) -> str:
    shown = (page.title, page.uri, page.broken, dict(page.anchors), dict(page.titles))
    return json.dumps(shown, sort_keys=True)


def _given_by(env: BuildEnvironment) -> tuple[Mapping[str, list[str]], list[str]]:
    """What Sphinx's domains know: docname → names in that page, and what they lead to; and all objects.

    Which object is meant by a name can depend on all others; a label is what it is called.
    """
    found: dict[str, list[str]] = defaultdict(list)
    objects: list[str] = []
    for domain in sorted(_DOMAINSSPHINX_ATTRIBUTES & env.domaindata.keys()):
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
    """docname → the files that the page shows or offers, as they are called in the output."""
    found: dict[str, list[str]] = defaultdict(list)
    for files in (env.images, env.dlfiles):
        for path, (docnames, name) in sorted(files.items(), key=lambda item: str(item[0])):
            for docname in docnames:
                found[docname].append(f"{path} {name}")
    return found

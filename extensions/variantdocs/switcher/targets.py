"""Find where the switcher leads from a page: to the same page, its nearest ancestor, or home."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from variantdocs.pages.index import PageIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitcherLink:
    """One entry of the switcher.

    ``href`` is relative to the page. ``same_page`` is false if the variant does not have the page;
    ``landing`` is then the title of the page that the link leads to.
    """

    name: str
    title: str
    href: str
    current: bool
    same_page: bool
    landing: str = ""


def switcher_links(
    page: str, current: str, indexes: Mapping[str, PageIndex], *, uri: str | None = None
) -> tuple[SwitcherLink, ...]:
    """One link per variant, in the order of ``indexes``.

    :param page: The docname, or the name of a generated page such as the search. A generated page leads to
        that of the other variant, or home if it has none.
    :param uri: The page's own address below its variant; by default the one in the index.
    """
    own = indexes[current]
    here = own.pages[page].uri if uri is None else uri
    return tuple(
        SwitcherLink(
            name=name,
            title=index.title,
            href=relative_uri(here, current, name, here),
            current=True,
            same_page=True,
        )
        if name == current
        else _link_to(index, page, name, here=here, current=current, own=own)
        for name, index in indexes.items()
    )


def _link_to(
    index: PageIndex, page: str, name: str, *, here: str, current: str, own: PageIndex
) -> SwitcherLink:
    if page not in own and here in index.generated:
        return SwitcherLink(
            name=name,
            title=index.title,
            href=relative_uri(here, current, name, here),
            current=False,
            same_page=True,
        )
    landing = page if page in index else next(_ancestors(page, own, index), index.root)
    found = index.pages.get(landing)
    same = landing == page
    return SwitcherLink(
        name=name,
        title=index.title,
        href=relative_uri(here, current, name, found.uri if found else ""),
        current=False,
        same_page=same,
        landing="" if same else found.title if found else index.title,
    )


def relative_uri(here: str, current: str, variant: str, uri: str) -> str:
    """The address of ``uri`` in ``variant``, seen from the page at ``here`` in ``current``.

    ``("guide/x.html", "byoc", "serverless", "guide/x.html")`` → ``../../serverless/guide/x.html``
    """
    target = f"{variant}/{uri}"
    if variant != current:  # they have nothing in common
        return "../" * (here.count("/") + 1) + target
    if uri == here:
        return uri.rpartition("/")[2] or "./"
    start = posixpath.dirname(f"{current}/{here}")
    relative = posixpath.relpath(target, start)
    return f"{relative}/" if target.endswith("/") else relative


def _ancestors(page: str, own: PageIndex, index: PageIndex) -> Iterator[str]:
    """The pages above ``page`` that ``index`` has, the nearest first: by folder, then by toctree."""
    parts = page.split("/")
    if parts[-1] == "index":
        parts.pop()
    for length in range(len(parts) - 1, 0, -1):
        folder = "/".join(parts[:length])
        for candidate in (f"{folder}/index", folder):
            if candidate in index:
                yield candidate
    seen, parent = {page}, own.parents.get(page)
    while parent is not None and parent not in seen:
        if parent in index:
            yield parent
        seen.add(parent)
        parent = own.parents.get(parent)

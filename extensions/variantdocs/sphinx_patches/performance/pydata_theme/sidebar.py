"""Write the sidebar of the PyData theme for the next page without writing all of it again.

Replaces: ``_patch_cached_sidebar`` of the theme, in the processes of a build only.
Why: The theme keeps the sidebar of a folder and moves the marks of the current page in it. To do so it
    searches all links twice, and has BeautifulSoup write all entries again: for a sidebar of a hundred
    entries that is a tenth of writing a page. Only the entries above the two pages have changed.
Upstream: none; https://github.com/pydata/pydata-sphinx-theme/pull/2395 made the theme keep the sidebar.
Versions: pydata-sphinx-theme 0.24; with any other nothing is replaced.
Remove when: the theme writes only what has changed. The test compares both.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from variantdocs.env_store import AppValue

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import PageElement, Tag
    from sphinx.application import Sphinx

_VERSION = "0.24."
_THEME = "pydata_sphinx_theme"


def write_sidebars_in_parts() -> None:
    """Replace how the theme changes a kept sidebar, if a project has loaded the theme."""
    if (toctree := toctree_of_theme()) is not None:
        toctree._patch_cached_sidebar = patch_cached_sidebar


def toctree_of_theme() -> Any:
    """The module that makes sidebars; ``None`` if a project has not loaded the theme, or another version."""
    theme, toctree = sys.modules.get(_THEME), sys.modules.get(f"{_THEME}.toctree")
    return toctree if getattr(theme, "__version__", "").startswith(_VERSION) else None


def patch_cached_sidebar(
    app: Sphinx, cache_key: tuple[Any, ...], pagename: str, show_nav_level: int
) -> str | None:
    """``_patch_cached_sidebar`` of the theme, with its parameters and result."""
    theme: Any = importlib.import_module(f"{_THEME}.toctree")
    cached = theme._sidebar_cache(app).get(cache_key)
    if cached is None:
        return None
    cached_pagename, soup = cached
    kept = _WRITTEN.of(app)
    parts = kept.get(cache_key)
    if parts is None or parts.soup is not soup:
        parts = kept[cache_key] = WrittenParts(soup)
    old = app.builder.get_relative_uri(pagename, cached_pagename)
    new = app.builder.get_relative_uri(cached_pagename, pagename)
    moved = [*parts.find_all("a", href="#"), *parts.find_all("a", href=new)]
    if not theme._move_current_markers(parts, old_href=old, new_href=new, show_nav_level=show_nav_level):
        return None
    cached[0] = pagename
    parts.changed(moved)
    return parts.text()


class WrittenParts:
    """The text of a tree, each element of which is written again only after it has changed.

    Stands for the tree where only links are searched.
    """

    def __init__(self, soup: BeautifulSoup) -> None:
        self.soup = soup
        self._written: dict[int, str] = {}
        """The identity of an element → its text."""
        self._links: dict[str, list[Tag]] = {}
        for link in soup.find_all("a"):
            self._links.setdefault(str(link.get("href", "")), []).append(link)

    def find_all(self, name: str, *, href: str) -> list[Tag]:
        """The links to ``href``, in the order of the tree."""
        return list(self._links.get(href, ()))

    def changed(self, links: Iterable[Tag]) -> None:
        """Write ``links``, which may now lead elsewhere, and all that holds them again."""
        moved = list(links)
        for found in self._links.values():
            found[:] = [link for link in found if all(link is not other for other in moved)]
        for link in moved:
            self._links.setdefault(str(link["href"]), []).append(link)
            for element in (link, *link.parents):
                self._written.pop(id(element), None)
                for child in element.children:
                    if getattr(child, "name", None) == "details":
                        self._written.pop(id(child), None)  # open or closed
        for href in {str(link["href"]) for link in moved}:
            if len(self._links[href]) > 1:
                order = {id(link): place for place, link in enumerate(self.soup.find_all("a"))}
                self._links[href].sort(key=lambda link: order[id(link)])

    def text(self) -> str:
        """The text of the whole tree."""
        return "".join(map(self._text, self.soup.children))

    def _text(self, element: PageElement) -> str:
        found = self._written.get(id(element))
        if found is None:
            found = self._written[id(element)] = self._write(element)
        return found

    def _write(self, element: Any) -> str:
        children, text = getattr(element, "contents", None), ""
        if children is None:
            text = element.output_ready("minimal")
        elif not children:
            text = element.decode()
        else:
            end = f"</{element.name}>"
            start = self.soup.new_tag(element.name, attrs=dict(element.attrs)).decode().removesuffix(end)
            text = f"{start}{''.join(map(self._text, children))}{end}"
        return text


_WRITTEN: AppValue[dict[tuple[Any, ...], WrittenParts]] = AppValue("written_sidebars", dict)
"""The theme's key of a sidebar that it keeps → its parts."""

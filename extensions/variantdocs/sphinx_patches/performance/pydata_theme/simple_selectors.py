"""Find the elements of the simple selectors that the PyData theme uses without a CSS parser.

Replaces: ``Tag.select`` and ``Tag.select_one`` of BeautifulSoup for a name, a class, or both, and for such
    an element right below another; in the processes of a build with this theme only.
Why: The first selector makes soupsieve compile the patterns of its CSS parser, in each process that writes
    a page: a sixth of what a variant does after an edit of one page.
Upstream: none; soupsieve compiles its patterns on first use since 4.0.
Versions: pydata-sphinx-theme 0.24; with any other nothing is replaced.
Remove when: the theme calls ``find_all`` itself, or soupsieve's patterns compile in no time. The test
    compares both.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from variantdocs.sphinx_patches.performance.pydata_theme.sidebar import toctree_of_theme

if TYPE_CHECKING:
    from bs4.element import Tag

_ELEMENT = r"(?P<{0}name>[a-z][a-z0-9]*)?(?:\.(?P<{0}class>[A-Za-z][A-Za-z0-9_-]*))?"
_SIMPLE = re.compile(rf"(?:(?=[a-z.]){_ELEMENT.format('parent_')} > )?(?=[a-z.]){_ELEMENT.format('')}")


def select_without_parser() -> None:
    """Replace both methods in this process, if a project has loaded the theme."""
    if toctree_of_theme() is None:
        return
    from bs4.element import Tag

    if getattr(Tag.select, "__module__", "") == __name__:
        return
    select, select_one = Tag.select, Tag.select_one

    def select_simple(tag: Tag, selector: str, *arguments: Any, **options: Any) -> Any:
        found = None if arguments or options else elements(tag, selector)
        return select(tag, selector, *arguments, **options) if found is None else found

    def select_simple_one(tag: Tag, selector: str, *arguments: Any, **options: Any) -> Any:
        found = None if arguments or options else elements(tag, selector)
        if found is None:
            return select_one(tag, selector, *arguments, **options)
        return found[0] if found else None

    Tag.select = select_simple  # type: ignore[assignment, method-assign]
    Tag.select_one = select_simple_one  # type: ignore[assignment, method-assign]


def elements(tag: Tag, selector: str) -> list[Tag] | None:
    """The elements below ``tag`` that ``selector`` names, in the order of the document.

    :returns: ``None`` for a selector that is not simple.
    """
    parts = _SIMPLE.fullmatch(selector)
    if parts is None:
        return None
    options = {"class_": parts["class"]} if parts["class"] else {}
    found: list[Tag] = list(tag.find_all(parts["name"] or True, **options))  # type: ignore[arg-type]
    name, cls = parts["parent_name"], parts["parent_class"]
    if name:
        found = [element for element in found if element.parent is not None and element.parent.name == name]
    if cls:
        found = [
            element
            for element in found
            if element.parent is not None and cls in element.parent.get_attribute_list("class")
        ]
    return found

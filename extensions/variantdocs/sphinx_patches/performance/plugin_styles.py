"""Load a Pygments style of another package only when it is used.

Replaces: ``get_style_by_name`` as Pygments' formatters call it, and ``get_all_styles`` as the theme
    pydata-sphinx-theme calls it.
Why: The theme asks for the names of all styles in every build, and Pygments loads each style that an
    installed package offers to name it, again for each style that it looks up: a ninth of what a variant does
    in a build with nothing to do.
Upstream: none.
Versions: Pygments 2.19 to 2.21; with others, and where the theme has not been imported before, all are
    loaded.
Remove when: Pygments names styles without loading them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pygments
from pygments import formatter
from pygments.plugin import STYLE_ENTRY_POINT
from pygments.styles import STYLE_MAP, get_style_by_name

from variantdocs.sphinx_patches.performance.entry_points import installed_entry_points

_VERSIONS = ((2, 19), (2, 20), (2, 21))
_THEME = "pydata_sphinx_theme.pygments"


def load_styles_when_used() -> None:
    """Make this process load no style that it does not use."""
    if tuple(map(int, pygments.__version__.split(".")[:2])) not in _VERSIONS:
        return
    formatter.get_style_by_name = style_of_name
    if theme := sys.modules.get(_THEME):
        theme.get_all_styles = names_of_styles  # type: ignore[attr-defined]


def names_of_styles() -> Iterator[str]:
    """The names of all styles, as ``get_all_styles`` gives them."""
    yield from STYLE_MAP
    for offered in installed_entry_points(group=STYLE_ENTRY_POINT):
        yield offered.name


def style_of_name(name: str) -> Any:
    """The style with this name, as ``get_style_by_name`` gives it.

    :raises ClassNotFound: there is none.
    """
    if name not in STYLE_MAP:
        for offered in installed_entry_points(group=STYLE_ENTRY_POINT):
            if offered.name == name:
                return offered.load()
    return get_style_by_name(name)

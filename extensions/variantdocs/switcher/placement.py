"""Where each theme has room for the switcher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any

TEMPLATE = "variant-switcher.html"
ABOVE_TEMPLATE = "variant-switcher-above.html"
"""Shows a page that Sphinx generates, with the switcher above it."""


class Place(Enum):
    """A place for the switcher."""

    AUTHOR = auto()
    NAVIGATION_BAR = auto()
    SIDEBAR = auto()
    BODY = auto()


def place_in(theme: str, options: Mapping[str, Any], sidebars: Mapping[str, Any]) -> Place:
    """Where the switcher goes in ``theme``: where the author put it, else where the theme has room."""
    if TEMPLATE in repr((options, sidebars)):
        return Place.AUTHOR
    if theme == "pydata_sphinx_theme":
        return Place.NAVIGATION_BAR
    # sphinx_book_theme inherits from pydata_sphinx_theme, but hides its navigation bar.
    return Place.SIDEBAR if theme in ("alabaster", "furo", "sphinx_book_theme") else Place.BODY


def pydata_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """The theme options with the switcher first at the end of the navigation bar."""
    end = options.get("navbar_end", ["theme-switcher", "navbar-icon-links"])
    templates = [name.strip() for name in end.split(",") if name.strip()] if isinstance(end, str) else end
    return {**options, "navbar_end": [TEMPLATE, *templates]}


def with_switcher(sidebars: Sequence[str]) -> list[str]:
    """A sidebar's templates with the switcher below the first, which names the site."""
    return [*sidebars[:1], TEMPLATE, *sidebars[1:]]

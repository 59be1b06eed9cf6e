"""Where each theme has room for the switcher."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TEMPLATE = "variant-switcher.html"
PYDATA_THEMES = frozenset({"pydata_sphinx_theme", "sphinx_book_theme"})
SIDEBAR_THEMES: Mapping[str, tuple[str, ...]] = {
    "alabaster": ("about.html", TEMPLATE, "searchfield.html", "navigation.html", "relations.html"),
    "furo": (
        "sidebar/brand.html",
        TEMPLATE,
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/ethical-ads.html",
        "sidebar/scroll-end.html",
        "sidebar/variant-selector.html",
    ),
}
"""Themes with a sidebar, and that sidebar with the switcher in it."""


def placed_by_author(options: Mapping[str, Any], sidebars: Mapping[str, Any]) -> bool:
    """Whether the author's own settings name the switcher's template."""
    return TEMPLATE in repr((options, sidebars))


def pydata_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """The theme options with the switcher first at the end of the navigation bar."""
    end = options.get("navbar_end", ["theme-switcher", "navbar-icon-links"])
    return {**options, "navbar_end": [TEMPLATE, *([end] if isinstance(end, str) else end)]}

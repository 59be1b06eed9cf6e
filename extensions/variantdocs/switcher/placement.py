"""Choose where in a theme the switcher goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any

TEMPLATE = "variant-switcher.html"
SIDEBAR_TEMPLATE = "variant-switcher-sidebar.html"
"""The switcher in a sidebar, for screens that are wide enough to show it there."""
ABOVE_TEMPLATE = "variant-switcher-above.html"
"""The switcher above the text of a page; of a page with a switcher in its sidebar, for narrow screens."""
PAGE_TEMPLATE = "variant-switcher-page.html"
"""Renders a page that Sphinx generates, with the switcher above its text."""


class SwitcherSlot(Enum):
    """A slot of the theme that can hold the switcher."""

    AUTHOR = auto()
    NAVIGATION_BAR = auto()
    SIDEBAR = auto()
    BODY = auto()


def slot_in(theme: str, options: Mapping[str, Any], sidebars: Mapping[str, Any]) -> SwitcherSlot:
    """The slot for the switcher: the author's own if the options name the template, else the theme's."""
    if TEMPLATE in repr((options, sidebars)):
        return SwitcherSlot.AUTHOR
    if theme == "pydata_sphinx_theme":
        return SwitcherSlot.NAVIGATION_BAR
    # sphinx_book_theme inherits from pydata_sphinx_theme, but hides its navigation bar.
    return SwitcherSlot.SIDEBAR if theme in ("alabaster", "furo", "sphinx_book_theme") else SwitcherSlot.BODY


def pydata_options(options: Mapping[str, Any], *, name: str = "") -> dict[str, Any]:
    """The theme options with the switcher first at the end of the navigation bar, and above the article.

    Narrow screens do not show the end of the bar; only they show the switcher above the article.

    :param name: What the bar calls the site if it shows no logo and the options give no text, instead of
        ``html_title``; empty to leave that to the theme.
    """
    logo = options.get("logo") or {}
    if name and not logo.keys() & {"text", "image_light", "image_dark"}:
        options = {**options, "logo": {**logo, "text": name}}
    end = _templates(options.get("navbar_end", ["theme-switcher", "navbar-icon-links"]))
    above = _templates(options.get("article_header_start", ["breadcrumbs"]))
    return {**options, "navbar_end": [TEMPLATE, *end], "article_header_start": [TEMPLATE, *above]}


def _templates(option: str | Sequence[str]) -> list[str]:
    """The templates of a theme option, which may be written as a list or with commas."""
    names = option.split(",") if isinstance(option, str) else option
    return [name.strip() for name in names if name.strip()]


def with_switcher(sidebars: Sequence[str]) -> list[str]:
    """The templates of a sidebar with the switcher second, below the name of the site."""
    return [*sidebars[:1], SIDEBAR_TEMPLATE, *sidebars[1:]]

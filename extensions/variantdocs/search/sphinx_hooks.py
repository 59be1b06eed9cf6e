"""Add the scripts of the search to HTML."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from variantdocs import events
from variantdocs.pages.output_names import SITE_BUILDERS
from variantdocs.search.search_tools import without_search_tools
from variantdocs.sphinx_patches.builder_steps import change_rendered_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_STATIC = Path(__file__).parent / "static"
_LOADING_ALWAYS = ("pydata_sphinx_theme", "sphinx_book_theme")
"""Themes that load the whole index of the search with every page."""


def connect(app: Sphinx) -> None:
    """Register the setting and the event handlers."""
    app.add_config_value(
        "variants_search_as_you_type",
        True,
        "html",
        frozenset({bool}),
        "whether search fields show what they find while the reader types",
    )
    events.connect(app, add_scripts, add_summary_script)


def add_scripts(app: Sphinx) -> None:
    """Add the script that watches the search fields; it loads the search when a reader types."""
    config = app.config
    if app.builder.name not in SITE_BUILDERS:
        return
    config.html_static_path = [*config.html_static_path, str(_STATIC)]
    if not config.variants_search_as_you_type:
        return
    app.add_js_file("search-as-you-type.js", loading_method="defer")
    if config.html_theme in _LOADING_ALWAYS and not config.html_theme_options.get("search_as_you_type"):
        change_rendered_pages(app.builder, _without_search_tools)


def add_summary_script(app: Sphinx, page: str, *_: Any) -> None:
    """Add the script that keeps navigation out of what the search page shows of a page."""
    if page == "search" and app.builder.name in SITE_BUILDERS:
        app.add_js_file("search-summary.js", loading_method="defer")


def _without_search_tools(page: str, text: str) -> str:
    return text if page == "search" else without_search_tools(text)

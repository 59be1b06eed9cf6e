"""Make the sidebars of the PyData theme before a page is written that shows them.

Replaces: nothing; fills the cache of sidebars that the theme keeps on the application.
Why: In the preview each build writes in a new process, which would make the sidebar of its first page from
    nothing: half of what writing a page takes. The process that it is forked from has the time.
Upstream: none.
Versions: pydata-sphinx-theme 0.24; with any other nothing is prepared.
Remove when: the theme makes a sidebar in a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from variantdocs.sphinx_patches.performance.pydata_theme.sidebar import patch_cached_sidebar, toctree_of_theme

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Sidebar = tuple[tuple[Any, ...], str]
"""The theme's key of a sidebar, and the page that it was last written for."""

_PREPARED = 4
"""Sidebars at once: whoever writes looks at a page or two."""
_CACHE = "_pst_sidebar_toctree_cache"


def sidebars_written(app: Sphinx) -> tuple[Sidebar, ...]:
    """The sidebars that were made last, while pages were written."""
    found = [(key, str(kept[0])) for key, kept in getattr(app, _CACHE, {}).items()]
    return tuple(found[-_PREPARED:])


def prepare_sidebars(app: Sphinx, wanted: Iterable[Sidebar]) -> None:
    """Make sidebars, and have the theme keep them for the pages that are written next."""
    theme: Any = toctree_of_theme()
    for key, page in wanted if theme is not None else ():
        ancestor, _, show_nav_level, options = key
        if ancestor is None or key in getattr(app, _CACHE, {}):
            continue
        functions: dict[str, Any] = {}
        theme.add_toctree_functions(app, page, "page.html", functions, None)
        with logging.suppress_logging():  # what is wrong is reported when a page is written
            functions["generate_toctree_html"]("sidebar", show_nav_level=show_nav_level, **dict(options))
            patch_cached_sidebar(app, key, page, show_nav_level)


def forget_sidebars(app: Sphinx) -> None:
    """Drop what has been prepared, because sidebars now show something else."""
    getattr(app, _CACHE, {}).clear()

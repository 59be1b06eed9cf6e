"""Expand the blocks and variables of pages and included files for one variant.

Takes a page's source and the names of ``variants.yaml``; gives the text of one variant, with a map back
to the source lines. Must not know which pages exist or how anything is built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Expand every page that Sphinx reads, and report everything at its source lines."""
    from variantdocs.env_store import EXTENSION_METADATA
    from variantdocs.templating import sphinx_hooks

    app.setup_extension("variantdocs.config")
    sphinx_hooks.connect(app)
    return dict(EXTENSION_METADATA)

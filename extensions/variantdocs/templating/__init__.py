"""Which text a variant shows: blocks and variables in pages and in the files they include."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Expand every page when Sphinx has read it, and keep its source lines."""
    from variantdocs.env_store import EXTENSION_METADATA
    from variantdocs.templating import sphinx_hooks

    app.setup_extension("myst_parser")
    app.setup_extension("variantdocs.config")
    sphinx_hooks.connect(app)
    return dict(EXTENSION_METADATA)

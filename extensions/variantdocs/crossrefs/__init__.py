"""Links that hold: judged in every variant at once, and links from one edition to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Judge and resolve links before Sphinx and MyST do."""
    from variantdocs.crossrefs import sphinx_hooks
    from variantdocs.env_store import EXTENSION_METADATA

    app.setup_extension("variantdocs.pages")
    sphinx_hooks.connect(app)
    return dict(EXTENSION_METADATA)

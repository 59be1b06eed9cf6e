"""What is out of date, told by content and not by time, and pages that are the same in every build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    from variantdocs.env_store import EXTENSION_METADATA
    from variantdocs.rebuild.sphinx_hooks import connect

    app.setup_extension("variantdocs.pages")
    connect(app)
    return dict(EXTENSION_METADATA)

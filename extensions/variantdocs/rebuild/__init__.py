"""What is out of date, told by content and not by time, and pages that are the same in every build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    from variantdocs.rebuild.freshness import connect

    app.setup_extension("variantdocs.pages")
    connect(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

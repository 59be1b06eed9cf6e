"""Decide what is read or written again, by content instead of time, and make every build give the same bytes.

Takes the state of the last build and the environment of this one; gives the pages to read and to write. Must
not know how many processes build.
"""

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

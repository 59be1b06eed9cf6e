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
    from variantdocs.env_store import EXTENSION_METADATA
    from variantdocs.rebuild.sphinx_hooks import connect

    app.setup_extension("variantdocs.pages")
    connect(app)
    return dict(EXTENSION_METADATA)

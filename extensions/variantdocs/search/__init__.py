"""The search of a variant: what it finds appears while the reader types.

Takes the search fields that a theme has; gives the scripts that they need. Must not know how the index is
made, or where a theme has its fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the scripts to all pages."""
    from variantdocs.env_store import EXTENSION_METADATA
    from variantdocs.search import sphinx_hooks

    sphinx_hooks.connect(app)
    return dict(EXTENSION_METADATA)

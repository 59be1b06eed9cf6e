"""Which pages a variant has.

Takes rules, front matter and toctree entries; gives memberships, the entries that stay, and the page
index by which variants know each other's pages. Must not know what is in the body of a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Leave the pages of other variants out of the build."""
    from variantdocs.env_store import EXTENSION_METADATA
    from variantdocs.pages import sphinx_hooks

    app.setup_extension("variantdocs.templating")
    sphinx_hooks.connect(app)
    return dict(EXTENSION_METADATA)

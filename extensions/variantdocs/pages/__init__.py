"""Which pages a variant has: front matter, rules, toctrees."""

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

"""What the variants are: ``variants.yaml`` and the settings that choose one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the settings, and load ``variants.yaml`` when they are known."""
    from variantdocs.config import sphinx_hooks
    from variantdocs.env_store import EXTENSION_METADATA

    sphinx_hooks.add_settings(app)
    return dict(EXTENSION_METADATA)

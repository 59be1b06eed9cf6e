"""The variants of a project: ``variants.yaml`` and the settings that choose a variant.

Takes the text of ``variants.yaml``; gives a :class:`~variantdocs.config.variants.VariantSet` or problems.
Must not know any page, nor any other file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the settings, and load ``variants.yaml`` once they are known."""
    from variantdocs.config import sphinx_hooks
    from variantdocs.env_store import EXTENSION_METADATA

    sphinx_hooks.add_settings(app)
    return dict(EXTENSION_METADATA)

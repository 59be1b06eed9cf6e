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

    sphinx_hooks.add_settings(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

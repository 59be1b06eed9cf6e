"""variantdocs: one documentation source, one complete site per edition of the product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__version__ = "0.1.0"

FEATURES = (
    "variantdocs.config",
    "variantdocs.templating",
    "variantdocs.pages",
    "variantdocs.remote",
    "variantdocs.crossrefs",
    "variantdocs.page_metadata",
    "variantdocs.switcher",
    "variantdocs.rebuild",
    "variantdocs.multibuild",
)
"""The Sphinx extensions of this package, in the order in which a page meets them."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Load every feature into Sphinx."""
    from variantdocs.env_store import EXTENSION_METADATA

    for feature in FEATURES:
        app.setup_extension(feature)
    return {"version": __version__, **EXTENSION_METADATA}

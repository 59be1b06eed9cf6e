"""All variants in one build: a process each, and the files that they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Know the other variants also where one is built alone."""
    from variantdocs import events
    from variantdocs.env_store import EXTENSION_METADATA
    from variantdocs.multibuild.single_variant import read_other_variants

    app.setup_extension("variantdocs.crossrefs")
    events.connect(app, read_other_variants)
    return dict(EXTENSION_METADATA)

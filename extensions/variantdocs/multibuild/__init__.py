"""All variants in one build: a process each, and the files that they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Know the other variants also where one is built alone."""
    from variantdocs.crossrefs.sphinx_hooks import WAIT
    from variantdocs.multibuild.single_variant import read_other_variants

    app.setup_extension("variantdocs.crossrefs")
    app.connect("env-get-updated", read_other_variants, priority=WAIT)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

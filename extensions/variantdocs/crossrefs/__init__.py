"""Links within and between editions, checked against every variant.

Takes the page indexes of all variants and a link as written; gives a resolved link or a message.
Must not know templates or how anything is built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Resolve links before Sphinx and MyST do."""
    from variantdocs.crossrefs import sphinx_hooks
    from variantdocs.env_store import EXTENSION_METADATA

    app.setup_extension("variantdocs.pages")
    sphinx_hooks.connect(app)
    return dict(EXTENSION_METADATA)

"""The switcher: links from each page to the same page in every other variant.

Takes a page and the page indexes of all variants; gives one link per variant, and the page for
missing pages. Must not know how anything is built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Put the switcher on every page."""
    from variantdocs.env_store import EXTENSION_METADATA
    from variantdocs.switcher import sphinx_hooks

    app.setup_extension("variantdocs.crossrefs")
    sphinx_hooks.connect(app)
    return dict(EXTENSION_METADATA)

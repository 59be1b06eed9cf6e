"""What a page says about itself, to readers and to programs: its date, where to edit it, its description.

Takes a page, its rendered body and the commits of its files; gives values of its context, and tags of its
head. Must not know other variants, or where a theme shows what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Put dates, edit links and descriptions on the pages."""
    from variantdocs.env_store import EXTENSION_METADATA
    from variantdocs.page_metadata import sphinx_hooks

    app.setup_extension("variantdocs.config")
    sphinx_hooks.connect(app)
    return dict(EXTENSION_METADATA)

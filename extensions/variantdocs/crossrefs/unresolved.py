"""Record the pages with unresolved links, because a new name anywhere may resolve them.

A resolved link shows which page it depends on. An unresolved one, or one that was looked up among
all names, does not: any change elsewhere may concern it. Neither does one to an anchor that a broken page may
have: it holds only until the page is mended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from variantdocs.env_store import AppValue
from variantdocs.sphinx_patches.versions.older_sphinx import current_docname

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

UNRESOLVED_PAGES: AppValue[set[str]] = AppValue("unresolved_pages", set)
"""The pages written so far that hold such a link."""


def record_unresolved(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.TextElement
) -> None:
    """Record the page of a reference that no domain resolves (event ``missing-reference``)."""
    UNRESOLVED_PAGES.of(app).add(current_docname(env) or node.get("refdoc", ""))

"""Record the pages with unresolved links, because a new name anywhere may resolve them.

A resolved link shows which page it depends on. An unresolved one, or one that was looked up among
all names, does not: any change elsewhere may concern it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ATTRIBUTE = "_variantdocs_unresolved"


def pages_with_unresolved_links(app: Sphinx) -> set[str]:
    """The pages written so far that hold such a link."""
    found: set[str] | None = getattr(app, _ATTRIBUTE, None)
    if found is None:
        found = set()
        setattr(app, _ATTRIBUTE, found)
    return found


def record_unresolved(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.TextElement
) -> None:
    """Record the page of a reference that no domain resolves (event ``missing-reference``)."""
    pages_with_unresolved_links(app).add(env.current_document.docname or node.get("refdoc", ""))

"""Know the pages whose links may get another verdict when a name appears anywhere.

A link that leads somewhere shows in the page where it leads; so it can be told whether a change
there concerns the page. Of a link that leads nowhere, or was looked for among all names, a
page does not show what it waits for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from variantdocs.env_store import AppValue

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

UNRESOLVED_PAGES: AppValue[set[str]] = AppValue("unresolved_pages", set)
"""The pages written so far in which there is such a link."""


def note_missing(app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.TextElement) -> None:
    """Note the page of a reference that no domain resolves (event ``missing-reference``)."""
    UNRESOLVED_PAGES.of(app).add(env.current_document.docname or node.get("refdoc", ""))

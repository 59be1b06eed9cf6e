"""Ask MyST whether an inventory of intersphinx has the target of a Markdown link.

Replaces: nothing; calls a private method.
Why: A link that is no page of this project may be a name in an inventory. MyST looks there only while it
    resolves the link itself, and logs what it does not find.
Upstream: none.
Versions: MyST-Parser 4.0 to 5.2.
Remove when: MyST offers the look-up as a public function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from myst_parser.sphinx_ext.myst_refs import MystReferenceResolver
    from sphinx.addnodes import pending_xref


def known_to_inventories(
    resolver: MystReferenceResolver, node: pending_xref, content: nodes.TextElement
) -> bool:
    """Whether an inventory has the target of ``node``."""
    domains = resolver.env.config.myst_ref_domains
    return resolver._resolve_myst_ref_intersphinx(node, content, node["reftarget"], domains) is not None

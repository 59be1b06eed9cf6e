"""The role ``variant``: a link to another edition, in Markdown and reST."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import ReferenceRole

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message


class VariantRole(ReferenceRole):
    """``{variant}`text <byoc:/path#anchor>``` and ``:variant:`text <byoc>```."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """A link that is resolved like ``[text](variant:…)``."""
        name, _, place = self.target.partition(":")
        name, mark, anchor = name.partition("#")
        address = f"variant:{name}{place and '/' + place.lstrip('/')}{mark}{anchor}"
        text = [nodes.Text(self.title)] if self.has_explicit_title else []
        node = nodes.reference(self.rawtext, "", *text, refuri=address)
        self.set_source_info(node)
        return [node], []

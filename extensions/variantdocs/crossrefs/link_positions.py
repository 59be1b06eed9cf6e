"""Give every link the line on which it stands; parsers know the first line of its paragraph only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import get_source_line
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from variantdocs.crossrefs.text_lines import TextLines
from variantdocs.templating.source_lines.parse_state import parse_state_of

if TYPE_CHECKING:
    from collections.abc import Iterator


class LinkLines(SphinxTransform):
    """Refines the lines of links while the text of the page is still known."""

    default_priority = 1  # before any transform replaces or moves a link

    def apply(self, **kwargs: Any) -> None:
        """Set the line of each link of the document."""
        texts: dict[str, list[TextLines]] = {}
        for parsed in parse_state_of(self.env).parsed:
            lines = TextLines(parsed.text, parsed.source_map)
            texts.setdefault(parsed.path, []).append(lines)
        for node in _links(self.document):
            source, start = _place(node)
            if source is None or start is None:
                continue
            for lines in texts.get(source, ()):
                line = lines.line_of(_spellings(node), start=start)
                if line is not None:
                    node.source, node.line = source, line
                    break


def _links(document: nodes.document) -> Iterator[nodes.Element]:
    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.reference):
            if "refuri" in node or "refid" in node:
                yield node
        elif isinstance(node, addnodes.pending_xref | addnodes.download_reference):
            yield node


def _place(node: nodes.Element) -> tuple[str | None, int | None]:
    """Where the construct begins that holds the link."""
    source, line = get_source_line(node)
    if line is None:  # the link around an image knows nothing; the image does
        for child in node.findall(nodes.Element):
            if child.line is not None:
                return child.source or source, child.line
    return source, line


def _spellings(node: nodes.Element) -> tuple[str, ...]:
    """How the link may be written, the surest first."""
    if isinstance(node, nodes.reference):
        address = str(node.get("refuri") or f"#{node.get('refid')}")
        rest = address.partition(":")[2]
        return (address, rest.replace("/", ":/", 1), rest) if address.startswith("variant:") else (address,)
    target = str(node.get("reftarget", ""))
    if node.get("reftype") != "myst":  # a role, or an option of a directive
        return (f"`{target}", f"<{target}", target)
    if not target:
        return ("]()", "](<>)")
    anchor = node.get("reftargetid")
    last = target.rpartition("/")[2]
    with_anchor = (f"{last}.md#{anchor}", f"{last}#{anchor}", f"#{anchor}") if anchor else ()
    return tuple(dict.fromkeys((*with_anchor, f"({target}", f"<{target}", target, last)))

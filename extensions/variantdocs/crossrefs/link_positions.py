"""Give every link the line on which it is written; parsers only give the line where its paragraph begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import get_source_line
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from variantdocs.templating.source_lines.parse_state import parse_state_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variantdocs.templating.source_lines.source_map import SourceMap


class LinkPositions(SphinxTransform):
    """Sets the line of each link while the text of the page is still at hand."""

    default_priority = 1  # before any transform replaces or moves a link

    def apply(self, **kwargs: Any) -> None:
        """Set the line of each link of the document."""
        searches: dict[str, list[LinkSearch]] = {}
        for parsed in parse_state_of(self.env).parsed:
            searches.setdefault(parsed.path, []).append(LinkSearch(parsed.text, parsed.source_map))
        for node in _links(self.document):
            source, start = _start_of_paragraph(node)
            if source is None or start is None:
                continue
            for search in searches.get(source, ()):
                line = search.line_of(_spellings(node), start=start)
                if line is not None:
                    node.source, node.line = source, line
                    break


@dataclass(slots=True)
class LinkSearch:
    """Searches an expanded text for links, paragraph by paragraph."""

    text: str
    source_map: SourceMap
    _lines: list[str] = field(init=False)
    _first: dict[int, int] = field(init=False)  # source line → index of its first expanded line
    _next: dict[tuple[int, str], tuple[int, int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._lines = self.text.split("\n")
        self._first = {}
        for index in range(len(self._lines)):
            self._first.setdefault(self.source_map.source_line(index + 1), index)

    def line_of(self, spellings: Sequence[str], *, start: int) -> int | None:
        """The source line of the next of ``spellings`` in the paragraph that begins at ``start``.

        Each call for the same spelling finds the occurrence after the last one; ``None`` at the end.

        :param spellings: How the link may be written, the most specific first.
        :param start: The first source line of the paragraph.
        """
        begin = self._first.get(start)
        if begin is None:
            return None
        for spelling in spellings:
            index, column = self._next.get((begin, spelling), (begin, 0))
            while index < len(self._lines):
                line = self._lines[index]
                if index > begin and not line.strip():
                    break
                end = _end_of(spelling, line, column)
                if end >= 0:
                    self._next[begin, spelling] = (index, end)
                    return self.source_map.source_line(index + 1)
                index, column = index + 1, 0
        return None


def _end_of(spelling: str, line: str, column: int) -> int:
    """Where ``spelling`` ends in ``line`` from ``column`` on; -1 if it is not there as a whole name."""
    is_name = spelling[-1:].isalnum()
    found = line.find(spelling, column)
    while found >= 0:
        end = found + len(spelling)
        following = line[end : end + 1]
        if not (is_name and (following.isalnum() or following in ("_", "-")) and following):
            return end
        found = line.find(spelling, found + 1)
    return -1


def _links(document: nodes.document) -> Iterator[nodes.Element]:
    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.reference):
            if "refuri" in node or "refid" in node:
                yield node
        elif isinstance(node, addnodes.pending_xref | addnodes.download_reference):
            yield node


def _start_of_paragraph(node: nodes.Element) -> tuple[str | None, int | None]:
    source, line = get_source_line(node)
    if line is None:  # a link around an image has no line; the image has
        for child in node.findall(nodes.Element):
            if child.line is not None:
                return child.source or source, child.line
    return source, line


def _spellings(node: nodes.Element) -> tuple[str, ...]:
    """How the link may be written, the most specific first."""
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

"""The parsers of Markdown and reST, with source lines.

Expansion has moved lines. reST is told, line by line, where each line comes from before it is
parsed; what MyST has built is translated right after. So nothing that runs later, transforms
included, ever sees a line number of the expanded text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils.statemachine import StringList, string2lines
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.parsers import RSTParser

from variantdocs.templating.source_lines.parse_state import (
    ParsedText,
    forget_translation,
    reading_of,
    translate_nodes,
)

if TYPE_CHECKING:
    from docutils import nodes


class SourceLineMystParser(MystParser):
    """MyST's parser; the nodes that it leaves carry source lines."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse the expanded text of a page."""
        reading = reading_of(document.settings.env)
        text = ParsedText(path=str(document["source"]), source_map=reading.page_map, text=inputstring)
        with reading.parsing(text):
            super().parse(inputstring, document)
        translate_nodes(document, text)
        forget_translation(document)


class SourceLineRSTParser(RSTParser):
    """Sphinx's reST parser; the lines that it parses know where they come from."""

    def parse(self, inputstring: str | StringList, document: nodes.document) -> None:
        """Parse the expanded text of a page."""
        reading = reading_of(document.settings.env)
        path = str(document.current_source)
        text = ParsedText(path=path, source_map=reading.page_map, text=str(inputstring), translated=True)
        if isinstance(inputstring, str):
            lines = string2lines(inputstring, tab_width=document.settings.tab_width, convert_whitespace=True)
            inputstring = with_source_lines(lines, reading.page_map.of_split_text(inputstring), path)
        with reading.parsing(text):
            super().parse(inputstring, document)


def with_source_lines(lines: list[str], source_lines: object, path: str) -> StringList:
    """``lines`` as docutils keeps them, each with its file and its line there."""
    numbers = list(source_lines)[: len(lines)]  # type: ignore[call-overload]
    numbers += [numbers[-1] if numbers else 1] * (len(lines) - len(numbers))
    return StringList(lines, items=[(path, number - 1) for number in numbers])

"""Parse Markdown and reST so that nodes carry source lines.

Expansion moves lines. reST gets the source line of each line before it parses them; MyST's nodes are
translated right after parsing. Nothing that runs later, transforms included, sees a line number of
the expanded text.
"""

from __future__ import annotations

from docutils import nodes
from docutils.statemachine import StringList, string2lines
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.parsers import RSTParser

from variantdocs.sphinx_patches.versions.older_myst import keep_lines_of
from variantdocs.templating.source_lines.parse_state import (
    ParsedText,
    forget_translation,
    parse_state_of,
    translate_nodes,
)


def myst_parser_with_source_lines(parser: type[MystParser]) -> type[MystParser]:
    """MyST's parser, or an extension's that is derived from it; its nodes carry source lines."""

    class SourceLineMystParser(parser):  # type: ignore[misc,valid-type]
        def parse(self, inputstring: str, document: nodes.document) -> None:
            """Parse the expanded text of a page."""
            state = parse_state_of(document.settings.env)
            text = ParsedText(path=str(document["source"]), source_map=state.page_map, text=inputstring)
            with state.parsing(text):
                super().parse(inputstring, document)
            translate_nodes(document, text)
            keep_lines_of(document.findall(nodes.image))
            forget_translation(document)

    return SourceLineMystParser


class SourceLineRSTParser(RSTParser):
    """Sphinx's reST parser; its input lines carry source lines."""

    def parse(self, inputstring: str | StringList, document: nodes.document) -> None:
        """Parse the expanded text of a page."""
        state = parse_state_of(document.settings.env)
        path = str(document.current_source)
        text = ParsedText(path=path, source_map=state.page_map, text=str(inputstring), translated=True)
        if isinstance(inputstring, str):
            lines = string2lines(inputstring, tab_width=document.settings.tab_width, convert_whitespace=True)
            inputstring = with_source_lines(lines, state.page_map.of_split_text(inputstring), path)
        with state.parsing(text):
            super().parse(inputstring, document)


def with_source_lines(lines: list[str], source_lines: object, path: str) -> StringList:
    """``lines`` in docutils' form, each with its file and line."""
    numbers = list(source_lines)[: len(lines)]  # type: ignore[call-overload]
    numbers += [numbers[-1] if numbers else 1] * (len(lines) - len(numbers))
    return StringList(lines, items=[(path, number - 1) for number in numbers])

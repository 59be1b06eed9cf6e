"""Say from which source line a line of expanded text comes.

This is the only module that knows. A map is made while a page is expanded; messages and
doctree nodes are translated through it, once, right after the text has been parsed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Expanded line → source line, both counted from 1.

    ``lines`` holds the source line of each expanded line, or is ``None`` where the text is
    as the author wrote it; ``offset`` lines stood above the text in the author's file.
    """

    lines: tuple[int, ...] | None = None
    offset: int = 0

    def source_line(self, expanded_line: int) -> int:
        """The author's line for ``expanded_line``; outside the text, the nearest there is."""
        if self.lines is None:
            return expanded_line + self.offset
        if not self.lines:
            return 1 + self.offset
        index = min(max(expanded_line, 1), len(self.lines)) - 1
        return self.lines[index] + self.offset

    def of_split_text(self, text: str) -> Sequence[int]:
        """The source line of each item of ``text.splitlines()``.

        docutils splits reST at more characters than a line feed (form feeds, U+2028), so its
        numbers are not those of an editor; this is the translation.
        """
        found: list[int] = []
        for number, line in enumerate(text.split("\n"), 1):
            found.extend([self.source_line(number)] * max(1, len(line.splitlines())))
        return found


UNCHANGED = SourceMap()
"""The map of a text that is as its author wrote it."""

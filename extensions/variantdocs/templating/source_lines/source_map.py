"""Map each line of expanded text to its source line.

A map is made while a page is expanded. Messages and nodes are translated through it once, right after
the text is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Expanded line → source line, both counted from 1.

    ``lines`` holds the source line of each expanded line; ``None`` if the text is unchanged.
    ``offset`` lines precede the text in the author's file.
    """

    lines: tuple[int, ...] | None = None
    offset: int = 0

    def source_line(self, expanded_line: int) -> int:
        """The source line of ``expanded_line``; outside the text, that of the nearest line."""
        if self.lines is None:
            return expanded_line + self.offset
        if not self.lines:
            return 1 + self.offset
        index = min(max(expanded_line, 1), len(self.lines)) - 1
        return self.lines[index] + self.offset

    def of_split_text(self, text: str) -> Sequence[int]:
        """The source line of each line that docutils makes of ``text``.

        It splits reST at more characters than a line feed (U+2028, U+0085), so its line numbers are not
        those of an editor. Form feeds and vertical tabs become spaces.
        """
        found: list[int] = []
        for number, line in enumerate(text.split("\n"), 1):
            found.extend([self.source_line(number)] * max(1, len(re.sub("[\v\f]", " ", line).splitlines())))
        return found


UNCHANGED = SourceMap()
"""The map of an unchanged text."""

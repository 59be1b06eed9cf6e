"""Find the line on which a link stands, in a paragraph of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from variantdocs.templating.source_lines.source_map import SourceMap


@dataclass(slots=True)
class TextLines:
    """An expanded text, searched from the beginning of a construct to its end."""

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

    def line_of(self, written: Sequence[str], *, start: int) -> int | None:
        """The source line of the next of ``written`` in the construct that begins at ``start``.

        Asked again for the same, it finds the one after; ``None`` where there is none.

        :param written: Spellings by which to find the link, the surest first.
        :param start: The first source line of the construct.
        """
        begin = self._first.get(start)
        if begin is None:
            return None
        for needle in written:
            index, column = self._next.get((begin, needle), (begin, 0))
            while index < len(self._lines):
                line = self._lines[index]
                if index > begin and not line.strip():
                    break
                end = _end_of(needle, line, column)
                if end >= 0:
                    self._next[begin, needle] = (index, end)
                    return self.source_map.source_line(index + 1)
                index, column = index + 1, 0
        return None


def _end_of(needle: str, line: str, column: int) -> int:
    """Where ``needle`` ends in ``line`` from ``column`` on; -1 where it is not, or begins a longer name."""
    is_name = needle[-1:].isalnum()
    found = line.find(needle, column)
    while found >= 0:
        end = found + len(needle)
        following = line[end : end + 1]
        if not (is_name and (following.isalnum() or following in ("_", "-")) and following):
            return end
        found = line.find(needle, found + 1)
    return -1

"""Decide which lines go because a block leaves nothing of them but a marker.

These are list items, headings, quotes and table rows. The cells of a ``list-table`` are list items too, but
each row must have as many as the others: there, only whole rows go.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

_MARKER = re.compile(r"\s*(?:[-*+:]|\d+[.)]|#\.|#{1,6}|>|\|)\s")
_EMPTY = re.compile(
    r"\s*(?:[-*+:]|(?:[-*+]|\d+[.)])\s+\[[ xX]\]|[-*+]\s+[-*+]|\d+[.)]|#\.|#{1,6}|>+|\|(?:\s*\|)+)"
)
_LIST_TABLE = re.compile(r"\s*(?:\.\. +list-table::|(?P<fence>`{3,}|~{3,}|:{3,})\s*\{list-table\})")
_ROW = re.compile(r"\s*[-*+]\s+[-*+](?:\s|$)")


def begins_with_marker(text: str) -> bool:
    """Whether ``text``, which stands at the beginning of a line, begins with the marker of a construct."""
    return _MARKER.match(text) is not None


def is_empty_construct(line: str) -> bool:
    """Whether ``line`` holds a marker and nothing else."""
    return _EMPTY.fullmatch(line.rstrip()) is not None


def lines_to_remove(lines: Sequence[str], emptied: Collection[int]) -> list[int]:
    """Those of the ``emptied`` lines that go, in order.

    :param emptied: The indices of lines of which a block left only a marker.
    """
    if not emptied:
        return []
    found = set(emptied)
    in_tables: set[int] = set()
    removed: set[int] = set()
    for row in _rows_of_list_tables(lines):
        in_tables.update(row)
        if found.issuperset(row):
            removed.update(row)
    for index in found - in_tables:
        if not _continues(lines[index], lines[index + 1] if index + 1 < len(lines) else ""):
            removed.add(index)
    return sorted(removed)


def _rows_of_list_tables(lines: Sequence[str]) -> Iterator[list[int]]:
    """The lines with text of each row of each ``list-table``."""
    fence, indent = "", -1  # of the table that is open
    row: list[int] = []
    for index, line in enumerate(lines):
        text = line.strip()
        if indent >= 0 and text:
            is_end = text.startswith(fence) and not text.strip(fence[0]) if fence else _indent(line) <= indent
            if is_end or _ROW.match(line):
                yield row
                row = []
            if is_end:
                indent = -1
            else:
                row.append(index)
        if indent < 0 and (opening := _LIST_TABLE.match(line)) is not None:
            fence, indent = opening["fence"] or "", _indent(line)
    yield row


def _continues(line: str, following: str) -> bool:
    """Whether ``following`` is more text of the list item that begins in ``line``."""
    return bool(following.strip()) and _indent(following) > _indent(line)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())

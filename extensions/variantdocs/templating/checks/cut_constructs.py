"""Find fences and tables of Markdown that a block cuts in two.

A fence that opens in a block and closes outside it leaves, in the other variants, an end that opens a fence:
the rest of the page is code there. A block around a table's header leaves rows that are no table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from variantdocs.messages import Kind
from variantdocs.templating.source_lines.source_map import SourceMap
from variantdocs.templating.tags import Problem

_FENCE = re.compile(r"(`{3,}|~{3,}|:{3,})(.*)")
_DELIMITERS = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Structure:
    """What the source lines of one variant's text are; each maps to the source line to name in a message."""

    ends: dict[int, int] = field(default_factory=dict)
    openings: set[int] = field(default_factory=set)
    unclosed: set[int] = field(default_factory=set)
    rows: dict[int, int] = field(default_factory=dict)
    other_rows: set[int] = field(default_factory=set)


def may_have_constructs(source: str) -> bool:
    """Whether ``source`` may hold a fence or a table; a fast check."""
    return "```" in source or "~~~" in source or ":::" in source or "|-" in source or "| -" in source


def cut_constructs(texts: Mapping[str, tuple[str, SourceMap]]) -> list[Problem]:
    """The fences and tables of a page that are whole in one variant and cut in another.

    :param texts: variant → its expanded text and source map.
    """
    structures = {variant: _structure(text, source_map) for variant, (text, source_map) in texts.items()}
    found: dict[int, str] = {}
    for whole in structures.values():
        for variant, other in structures.items():
            for end, opening in whole.ends.items():
                if end in other.openings or opening in other.unclosed:
                    found.setdefault(opening, _cut_fence(end, variant))
            for row, header in whole.rows.items():
                if row in other.other_rows:
                    found.setdefault(header, _cut_table(row, variant))
    return [Problem(kind=Kind.SYNTAX, message=found[line], line=line) for line in sorted(found)]


def _cut_fence(end: int, variant: str) -> str:
    return (
        f"a block cuts this fence in two: {variant} shows only one of this line and line {end}, where it "
        "closes; put both into the block, or both outside"
    )


def _cut_table(row: int, variant: str) -> str:
    return (
        f"a block cuts this table in two: {variant} shows the row of line {row} without the header; put the "
        "header outside the block, or the whole table into it"
    )


def _structure(text: str, source_map: SourceMap) -> _Structure:
    structure = _Structure()
    stack: list[tuple[str, int]] = []
    lines = text.split("\n")
    plain: list[str] = []
    for number, line in enumerate(lines, 1):
        fence = _FENCE.match(line)
        plain.append(line if not stack or stack[-1][0][0] == ":" else "")
        if fence is None:
            continue
        mark, rest = fence[1], fence[2].strip()
        source_line = source_map.source_line(number)
        if stack and not rest and mark[0] == stack[-1][0][0] and len(mark) >= len(stack[-1][0]):
            structure.ends[source_line] = stack.pop()[1]
        elif not stack or (stack[-1][0][0] == ":" and (rest or mark[0] != ":")):
            stack.append((mark, source_line))
            structure.openings.add(source_line)
    structure.unclosed.update(line for _, line in stack)
    for rows, is_table in _tables(plain):
        at = [source_map.source_line(row) for row in rows]
        if is_table:
            structure.rows.update(dict.fromkeys(at, at[0]))
        else:
            structure.other_rows.update(at)
    return structure


def _tables(lines: list[str]) -> Iterator[tuple[list[int], bool]]:
    """Each run of lines that begin with ``|``, and whether it is a table."""
    run: list[int] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.startswith("|"):
            run.append(number)
        elif run:
            is_table = len(run) > 1 and _DELIMITERS.match(lines[run[1] - 1]) is not None
            yield run, is_table
            run = []

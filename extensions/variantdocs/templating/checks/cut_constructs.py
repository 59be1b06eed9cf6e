"""Find underlined headings, fences and tables of Markdown, and directives of reST, that a block cuts in two.

A fence that opens in a block and closes outside it leaves, in the other variants, an end that opens a fence:
the rest of the page is code there. A block around a table's header leaves rows that are no table; one around
a title leaves an underline that is a transition; one around the head of a directive leaves a block quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from variantdocs.messages import Kind
from variantdocs.templating.source_lines.source_map import SourceMap
from variantdocs.templating.tags import Problem

_FENCE = re.compile(r"[ ]*(`{3,}|~{3,}|:{3,})(.*)")
_DELIMITERS = re.compile(r" *\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_MD_UNDERLINE = re.compile(r"([=-])\1{2,}[ \t]*$")
_UNDERLINE = re.compile(r"([=\-~^\"'#*+.:_`])\1{2,}[ \t]*$")
_NO_TITLE = re.compile(r"\s*(?:$|[>|#]|[-*+][ \t]|\d+[.)][ \t])")
_DELIMITERS_BEGIN = re.compile(r"\| *:?-")
_DIRECTIVE = re.compile(r"( *)\.\.[ ]+(?:\|[^|\n]+\|[ ]+)?[\w:.+-]+::(?:\s|$)")
_TAG_BEFORE_BODY = re.compile(r"^ *\.\. [^\n]*::[^\n]*\n(?: *:[^\n]*\n|[ \t]*\n)*[ \t]*[{<]@@", re.M)
_BLOCK_BEFORE_UNDERLINE = re.compile(r"@@[}>][ \t]*\n" + _UNDERLINE.pattern, re.M)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Structure:
    """What the source lines of one variant's text are; each maps to the source line to name in a message."""

    ends: dict[int, int] = field(default_factory=dict)
    openings: set[int] = field(default_factory=set)
    unclosed: set[int] = field(default_factory=set)
    rows: dict[int, int] = field(default_factory=dict)
    other_rows: set[int] = field(default_factory=set)
    bodies: dict[int, int] = field(default_factory=dict)
    other_bodies: dict[int, int] = field(default_factory=dict)
    """Maps to the line above that the text is indented below; 0 if there is none."""
    shown: set[int] = field(default_factory=set)
    titles: dict[int, int] = field(default_factory=dict)
    other_underlines: set[int] = field(default_factory=set)


def may_have_constructs(source: str, *, markdown: bool = True) -> bool:
    """Whether ``source`` may hold one that a block cuts; a fast check."""
    if markdown:
        if "```" in source or "~~~" in source or ":::" in source or _DELIMITERS_BEGIN.search(source):
            return True
    elif _TAG_BEFORE_BODY.search(source):
        return True
    return _BLOCK_BEFORE_UNDERLINE.search(source) is not None


def cut_constructs(texts: Mapping[str, tuple[str, SourceMap]], *, markdown: bool = True) -> list[Problem]:
    """The constructs of a page that are whole in one variant and cut in another.

    :param texts: variant → its expanded text and source map.
    :param markdown: Whether the page is Markdown; of reST, headings and directives are compared.
    """
    structures = {
        variant: _structure(text, source_map, markdown=markdown)
        for variant, (text, source_map) in texts.items()
    }
    found: dict[int, str] = {}
    for whole in structures.values():
        for variant, other in structures.items():
            for end, opening in whole.ends.items():
                if end in other.openings or opening in other.unclosed:
                    found.setdefault(opening, _cut_fence(end, variant))
            for row, header in whole.rows.items():
                if row in other.other_rows:
                    found.setdefault(header, _cut_table(row, variant))
            for body, head in whole.bodies.items():
                if body in other.other_bodies and not _is_swapped(other.other_bodies[body], head, whole):
                    found.setdefault(head, _cut_directive(body, variant))
            for underline, title in whole.titles.items():
                if underline in other.other_underlines:
                    found.setdefault(title, _cut_heading(underline, variant))
    return [Problem(kind=Kind.SYNTAX, message=found[line], line=line) for line in sorted(found)]


def _is_swapped(above: int, head: int, whole: _Structure) -> bool:
    """Whether a variant shows other text, on line ``above``, in place of a directive's head."""
    return above == head or (above > 0 and above not in whole.shown)


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


def _cut_directive(body: int, variant: str) -> str:
    return (
        f"a block cuts this directive in two: {variant} shows its body, line {body}, without this line; "
        "put both into the block, or both outside"
    )


def _cut_heading(underline: int, variant: str) -> str:
    return (
        f"a block cuts this heading in two: {variant} shows only its underline, line {underline}; "
        "put both into the block, or both outside"
    )


def _structure(text: str, source_map: SourceMap, *, markdown: bool) -> _Structure:
    structure = _Structure()
    if not markdown:
        _add_headings(structure, text.split("\n"), source_map, _UNDERLINE)
        _add_directives(structure, text.split("\n"), source_map)
        return structure
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
    _add_headings(structure, plain, source_map, _MD_UNDERLINE)
    for rows, is_table in _tables(plain):
        at = [source_map.source_line(row) for row in rows]
        if is_table:
            structure.rows.update(dict.fromkeys(at, at[0]))
        else:
            structure.other_rows.update(at)
    return structure


def _add_headings(
    structure: _Structure, lines: list[str], source_map: SourceMap, underline: re.Pattern[str]
) -> None:
    before = ""
    in_front_matter = lines[0].rstrip() == "---"
    for number, line in enumerate(lines, 1):
        if in_front_matter:
            in_front_matter = number == 1 or line.rstrip() not in ("---", "...")
            continue
        if underline.match(line):
            at = source_map.source_line(number)
            if _NO_TITLE.match(before) or underline.match(before):
                structure.other_underlines.add(at)
            else:
                structure.titles[at] = source_map.source_line(number - 1)
        before = line


def _add_directives(structure: _Structure, lines: list[str], source_map: SourceMap) -> None:
    """Note the first line of each indented text: below a directive, or below anything else."""
    above: list[tuple[int, int, bool]] = []  # indentation, source line, whether it is a directive's head
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        source_line = source_map.source_line(number)
        structure.shown.add(source_line)
        indentation = len(line) - len(line.lstrip(" "))
        is_first = not above or above[-1][0] < indentation
        while above and above[-1][0] >= indentation:
            is_first = is_first or above[-1][0] > indentation
            above.pop()
        if indentation and is_first:
            if above and above[-1][2]:
                structure.bodies.setdefault(source_line, above[-1][1])
            else:
                structure.other_bodies[source_line] = above[-1][1] if above else 0
        above.append((indentation, source_line, bool(_DIRECTIVE.match(line))))


def _tables(lines: list[str]) -> Iterator[tuple[list[int], bool]]:
    """Each run of lines that hold ``|``, and whether it is a table; what stands above a header is apart."""
    run: list[int] = []
    for number, line in enumerate([*lines, ""], 1):
        if "|" in line:
            run.append(number)
        elif run:
            delimiters = (at for at in range(1, len(run)) if _DELIMITERS.match(lines[run[at] - 1]))
            header = next(delimiters, len(run) + 1) - 1
            if run[:header]:
                yield run[:header], False
            if run[header:]:
                yield run[header:], True
            run = []

"""Find the tags of a page: ``{@@ … @@}``, ``<@@ … @@>``, ``{@= … =@}``, ``{@# … #@}``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from variantdocs.messages import Kind

_OPEN = re.compile(r"\{@@|<@@|\{@=|\{@#|@@\}|@@>|=@\}|#@\}")
# Possessive: an unclosed quote in a large page costs one pass and no memory.
QUOTED = r"""(?:"(?:[^"\\]++|\\.)*+"|'(?:[^'\\]++|\\.)*+')"""
"""A text in quotes, as a regular expression."""
_OPENING = re.compile(r"\{@@|<@@|\{@=|\{@#")
_CLOSE = re.compile(rf"({QUOTED})|(@@\}}|@@>|=@\}})|({_OPENING.pattern})", re.S)
_END_RAW = re.compile(
    r"\{@@(?P<left>[-+]?)\s*endraw\s*(?P<right>[-+]?)@@\}|<@@(?P<left2>[-+]?)\s*endraw\s*(?P<right2>[-+]?)@@>"
)
MOST_PROBLEMS = 1000
"""Problems after which a page is not searched any further; far fewer are reported."""
_KEYWORD = re.compile(r"\s*(\w*)")
_SHOWN = 60  # characters of a tag in a message
_MATCHING = {"{@@": "@@}", "<@@": "@@>", "{@=": "=@}", "{@#": "#@}"}


class TagType(Enum):
    """What a tag does."""

    BLOCK = "block"
    VARIABLE = "variable"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag.

    ``body`` is the text between the delimiters, without ``-`` marks; ``written`` is the tag as
    messages show it, on one line. The tag is ``source[start:end]``.
    """

    type: TagType
    body: str
    line: int
    end_line: int
    written: str
    start: int
    end: int

    @property
    def keyword(self) -> str:
        """The first word of a block tag: ``if``, ``endif``, …; empty if there is none."""
        found = _KEYWORD.match(self.body)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """Text outside tags; ``line`` is where it begins."""

    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem in a page, at a source line counted from 1."""

    kind: Kind
    message: str
    line: int


def may_have_tags(source: str) -> bool:
    """Whether ``source`` may hold a tag; a fast check, because most pages hold none."""
    return "@@" in source or "{@" in source or "=@}" in source or "#@}" in source


def find_tags(source: str) -> tuple[list[Data | Tag], list[Problem]]:
    """Cut ``source`` into text and tags, in order.

    A raw block becomes its two tags with the text between them. White space beside a ``-`` mark is
    removed.

    :returns: The pieces and the problems; after a problem, the pieces cannot be used.
    """
    pieces: list[Data | Tag] = []
    problems: list[Problem] = []
    strip_next = False
    line = 1  # of `position`
    position = 0

    def add_data(end: int, *, strip_right: bool = False) -> None:
        nonlocal line, strip_next
        text, start = source[position:end], line
        line += text.count("\n")
        if strip_next:
            stripped = text.lstrip()
            start += text.count("\n", 0, len(text) - len(stripped))
            text = stripped
        if strip_right:
            text = text.rstrip()
        strip_next = False
        if text:
            pieces.append(Data(text=text, line=start))

    while (opening := _OPEN.search(source, position)) is not None and len(problems) <= MOST_PROBLEMS:
        start, mark = opening.start(), opening[0]
        at_line = line + source.count("\n", position, start)
        if mark not in _MATCHING:
            problems.append(
                Problem(
                    kind=Kind.SYNTAX,
                    message=f"`{mark}` closes a tag that is not open; write the tag's beginning, "
                    "or put the text between `{@@ raw @@}` and `{@@ endraw @@}` to show it as it stands",
                    line=at_line,
                )
            )
            line, position, strip_next = at_line, opening.end(), False
            continue
        end, problem = _end_of_tag(source, mark, start)
        if problem is not None:
            problems.append(Problem(kind=Kind.SYNTAX, message=problem, line=at_line))
            line = at_line + source.count("\n", start, end)
            position, strip_next = end, False
            continue
        inner = source[opening.end() : end - 3]
        strip_left = inner.startswith("-")
        add_data(start, strip_right=strip_left)
        strip_next = inner.endswith("-") and len(inner) > 1
        body = inner[1:] if inner[:1] in ("-", "+") else inner
        body = body[:-1] if body[-1:] in ("-", "+") else body
        tag = Tag(
            type=_type_of(mark),
            body=body,
            line=at_line,
            end_line=at_line + source.count("\n", start, end),
            written=_on_one_line(source[start:end]),
            start=start,
            end=end,
        )
        pieces.append(tag)
        line, position = tag.end_line, end
        if tag.type is TagType.BLOCK and tag.body.strip() == "raw":
            closing = _END_RAW.search(source, position)
            if closing is None:
                problems.append(
                    Problem(
                        kind=Kind.SYNTAX,
                        message="`raw` is opened here and never closed; expected `{@@ endraw @@}`",
                        line=at_line,
                    )
                )
                break
            add_data(closing.start(), strip_right="-" in (closing["left"], closing["left2"]))
            end_line = line + closing[0].count("\n")
            pieces.append(
                Tag(
                    type=TagType.BLOCK,
                    body="endraw",
                    line=line,
                    end_line=end_line,
                    written=_on_one_line(closing[0]),
                    start=closing.start(),
                    end=closing.end(),
                )
            )
            line, position = end_line, closing.end()
            strip_next = "-" in (closing["right"], closing["right2"])
    add_data(len(source))
    return pieces, problems


def _on_one_line(tag: str) -> str:
    words = " ".join(tag[: 2 * _SHOWN].split())
    if len(tag) <= 2 * _SHOWN and len(words) <= _SHOWN:
        return words
    begin = words[: _SHOWN - 5]
    return f"{begin.rpartition(' ')[0] or begin} … {tag[-3:]}"


def _type_of(mark: str) -> TagType:
    if mark == "{@=":
        return TagType.VARIABLE
    return TagType.COMMENT if mark == "{@#" else TagType.BLOCK


def _end_of_tag(source: str, mark: str, start: int) -> tuple[int, str | None]:
    """The end of the tag that begins at ``start``, and the problem with it, if any."""
    expected = _MATCHING[mark]
    if mark == "{@#":
        end = source.find(expected, start + 3)
        if end >= 0 and source.find(mark, start + 3, end) < 0:
            return end + 3, None
        # With another comment inside, this one would take the text between the two with it.
        return start + 3, f"the comment is opened here and never closed; expected `{expected}`"
    for found in _CLOSE.finditer(source, start + 3):
        if found[1] is not None:
            end = found[1].find(expected)
            if end >= 0 and _OPENING.search(found[1], end):
                break  # the quote is of another tag: this one's is left open
            continue  # quoted text may hold anything
        if found[3] is not None:
            break
        if found[2] == expected:
            return found.end(), None
        return found.end(), f"a tag that begins with `{mark}` ends with `{expected}`, not with `{found[2]}`"
    # A stray quote may hide the end. Jinja reports the quote then.
    end = source.find(expected, start + 3, _next_opening(source, start + 3))
    if end >= 0:
        return end + 3, None
    return start + 3, (
        f"the tag `{mark}` is opened here and never closed; expected `{expected}` "
        "(to show it as it stands, put it between `{@@ raw @@}` and `{@@ endraw @@}`)"
    )


def _next_opening(source: str, position: int) -> int:
    found = _OPENING.search(source, position)
    return found.start() if found else len(source)


def tagged_lines(pieces: list[Data | Tag]) -> frozenset[int]:
    """The source lines to remove when only white space is left of them.

    These are the lines with a block tag, and the lines that hold only comments.
    """
    blocks: set[int] = set()
    comments: set[int] = set()
    others: set[int] = set()
    for piece in pieces:
        if isinstance(piece, Data):
            others.update(_lines_with_text(piece))
        elif piece.type is TagType.BLOCK:
            blocks.update((piece.line, piece.end_line))
        elif piece.type is TagType.COMMENT:
            comments.update((piece.line, piece.end_line))
        else:
            others.update((piece.line, piece.end_line))
    return frozenset(blocks | (comments - others))


def conditional_lines(pieces: list[Data | Tag]) -> frozenset[int]:
    """The source lines with a tag of a block or loop."""
    blocks = [piece for piece in pieces if isinstance(piece, Tag) and piece.type is TagType.BLOCK]
    return frozenset(
        line
        for tag in blocks
        if tag.keyword not in ("raw", "endraw", "set")
        for line in (tag.line, tag.end_line)
    )


def _lines_with_text(data: Data) -> Iterator[int]:
    # Only the first and the last line of a text can also hold a tag.
    lines = data.text.split("\n")
    if lines[0].strip():
        yield data.line
    if len(lines) > 1 and lines[-1].strip():
        yield data.line + len(lines) - 1

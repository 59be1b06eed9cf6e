"""Find fences, headings, anchors and links in a text, judged by its source only.

The text may be a variant's view of a page, in which hidden characters are :data:`HIDDEN`.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from variantdocs.sources.source_file import HIDDEN

_MARKERS = {mark: re.compile(f"{mark}+") for mark in ("```", "~~~", ":::")}
_BEFORE_FENCE = re.compile(rf"[ \t>{HIDDEN}]*(?:[-*+][ \t]+)?")
_DIRECTIVE = re.compile(r"\s*\{([\w:-]+)\}")
_LITERAL_DIRECTIVES = frozenset(
    [
        "code",
        "code-block",
        "code-cell",
        "sourcecode",
        "parsed-literal",
        "math",
        "mermaid",
        "raw",
        "prompt",
        "eval-rst",
        "literalinclude",
        "rli",
        "remoteliteralinclude",
        "doctest",
        "testcode",
        "testoutput",
        "graphviz",
        "toctree",
        "include",
        "csv-table",
    ]
)
_HEADING = re.compile(rf"^[ {HIDDEN}]*(#{{1,6}})[ \t]+([^\n]*)$", re.M)
_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)(?:[^\n`]|(?!\1(?!`))`|\n(?!\s*\n))+?(?<!`)\1(?!`)")
_LABEL = re.compile(rf"^[ {HIDDEN}]*(?:\(([^()\n]+)\)=|\.\. _([^:\n]+):)[ \t\r]*$", re.M)
_NAME_OPTION = re.compile(r":name:[ \t]+(\S+)")
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")
_REPEATED = re.compile(r"\n(?:(?:[ \t]*\n){2,}(?=(\S))|(?:[ \t]*\n)+\Z)")
_REPEATED_IN_MARKDOWN = re.compile(r"\n(?:(?:[ \t]*\n){2,}(?=( {0,3}\S))|(?:[ \t]*\n)+\Z)")
_ATTRIBUTE = re.compile(r"\{[^}\n]*#([\w-]+)[^}\n]*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """A fence: ``[start:end]`` from its first line to its last; ``closed`` unless the text ends before."""

    start: int
    end: int
    literal: bool
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading at an offset."""

    offset: int
    level: int
    title: str


class Markup:
    """The markup of one text, scanned once."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        """The fences, in the order in which they end."""
        return tuple(_fences(self.text))

    @cached_property
    def _literal(self) -> tuple[list[int], list[int]]:
        """Where the fences of literal text begin and where they end, in order."""
        spans = sorted((fence.start, fence.end) for fence in self.fences if fence.literal)
        return [start for start, _ in spans], [end for _, end in spans]

    @cached_property
    def _fenced(self) -> tuple[list[int], list[int]]:
        """Where the outermost fences begin and where they end, in order."""
        starts: list[int] = []
        ends: list[int] = []
        for fence in sorted(self.fences, key=lambda fence: fence.start):
            if not ends or fence.start >= ends[-1]:
                starts.append(fence.start)
                ends.append(fence.end)
        return starts, ends

    def is_literal(self, offset: int) -> bool:
        """Whether the offset is in a fence whose text is shown as it stands."""
        starts, ends = self._literal
        index = bisect.bisect_right(starts, offset) - 1
        return index >= 0 and offset < ends[index]

    def is_inline_code(self, offset: int) -> bool:
        """Whether the offset is in a code span of its paragraph."""
        start = max(self.text.rfind("\n\n", 0, offset), -1) + 1
        end = self.text.find("\n\n", offset)
        for found in _INLINE_CODE.finditer(self.text, start, len(self.text) if end < 0 else end):
            if found.start() <= offset < found.end():
                return True
        return False

    def headings(self) -> Iterator[Heading]:
        """The headings of Markdown that begin with ``#``, in order."""
        starts, ends = self._fenced
        for found in _HEADING.finditer(self.text):
            index = bisect.bisect_right(starts, found.start(1)) - 1
            if index < 0 or found.start(1) >= ends[index]:
                title = found[2].replace(HIDDEN, "").rstrip("# \t\r")
                yield Heading(offset=found.start(1), level=len(found[1]), title=title)

    def labels(self) -> set[str]:
        """The labels that the text gives to places."""
        if ")=" not in self.text and ".. _" not in self.text:
            return set()
        return {(label[1] or label[2]).strip().lower() for label in _LABEL.finditer(self.text)}

    def anchors(self) -> set[str]:
        """The anchors that the text names, and those of its headings."""
        found = {name[1].lower() for name in _NAME_OPTION.finditer(self.text)}
        found |= {name[1].lower() for name in _ATTRIBUTE.finditer(self.text)}
        return found | self.labels() | {slug(heading.title) for heading in self.headings()}


def without_repeated_blank_lines(text: str, *, is_markdown: bool) -> str:
    """The text without blank lines that change nothing: at its end, and after another one.

    Those in literal text are kept, and in reST those before an indented line, which may be literal.
    """
    pattern = _REPEATED_IN_MARKDOWN if is_markdown else _REPEATED
    if not pattern.search(text):
        return text
    markup = Markup(text)
    return pattern.sub(
        lambda found: found[0] if markup.is_literal(found.start()) else "\n" if found[1] is None else "\n\n",
        text,
    )


def slug(title: str) -> str:
    """The anchor of a heading, as GitHub and MyST make it."""
    return _NOT_IN_SLUG.sub("", title.strip().lower()).replace(" ", "-")


def _markers(text: str) -> list[re.Match[str]]:
    """What looks like the marks of fences, in order; a search for a plain text is the fastest."""
    found = [match for mark, pattern in _MARKERS.items() if mark in text for match in pattern.finditer(text)]
    return sorted(found, key=lambda match: match.start())


def _fences(text: str) -> Iterator[Fence]:
    open_fences: list[tuple[str, int, bool]] = []  # marker, start, literal
    for found in _markers(text):
        marker, start_of_line = found[0], text.rfind("\n", 0, found.start()) + 1
        position = text.find("\n", found.end())
        position = len(text) if position < 0 else position
        if not _BEFORE_FENCE.fullmatch(text, start_of_line, found.start()):
            continue
        info = text[found.end() : position].replace(HIDDEN, "").strip()
        if open_fences:
            opener, start, literal = open_fences[-1]
            if marker[0] == opener[0] and len(marker) >= len(opener) and not info:
                open_fences.pop()
                yield Fence(start=start, end=position, literal=literal, closed=True)
                continue
            if literal:
                continue
        if marker[0] == "`" and "`" in info:
            continue  # a code span
        directive = _DIRECTIVE.match(info)
        is_literal = marker[0] != ":" if directive is None else directive[1] in _LITERAL_DIRECTIVES
        open_fences.append((marker, found.start(), is_literal))
    for _, start, literal in open_fences:
        yield Fence(start=start, end=len(text), literal=literal, closed=False)

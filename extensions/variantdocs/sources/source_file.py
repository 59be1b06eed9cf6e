"""One file of the source: its text, its blocks, and what each variant sees of it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from variantdocs.pages.declarations.declared import Declaration
from variantdocs.paths import shown_path
from variantdocs.sources.blocks import Block, block_tree, shown_spans
from variantdocs.sources.parser import PageParser
from variantdocs.templating.checks.branches import Condition
from variantdocs.templating.expand import BrokenPage
from variantdocs.templating.tags import QUOTED, Data, Problem, Tag, TagType

_NAME = re.compile(rf"{QUOTED}|(?<![\w.])([A-Za-z]\w*)", re.S)
_WORD = re.compile(r"[A-Za-z]\w*")
HIDDEN = "\0"
"""Stands for each character that a variant does not see; line ends stay."""


def decode(data: bytes) -> tuple[str, bool]:
    """The text of a file, and whether it begins with a byte order mark; line ends stay as they are."""
    bom = data.startswith(codecs.BOM_UTF8)
    return data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape"), bom


def encode(text: str, *, bom: bool) -> bytes:
    """The bytes that :func:`decode` made ``text`` of."""
    return (codecs.BOM_UTF8 if bom else b"") + text.encode("utf-8", "surrogateescape")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A page, or a file that pages include; then ``docname`` is ``None``.

    ``members`` are the variants that have it; ``declared`` is what it says of them itself.
    """

    path: Path
    docname: str | None
    text: str
    members: frozenset[str]
    markdown: bool
    bom: bool = False
    declared: Declaration | None = None

    @property
    def shown(self) -> str:
        """The path as messages show it."""
        return shown_path(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFile:
    """A file with its tags and blocks.

    ``names`` are all that its tags use. ``problems`` are why it cannot be expanded, if so;
    ``near`` is text that is nearly a tag.
    """

    file: SourceFile
    pieces: tuple[Data | Tag, ...] = ()
    blocks: tuple[Block, ...] = ()
    conditions: tuple[Condition, ...] = ()
    names: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    near: tuple[Problem, ...] = ()
    views: Mapping[frozenset[str], str] = field(default_factory=dict)
    """variants → the text with all that they do not see as :data:`HIDDEN`; none for a broken file."""

    @classmethod
    def from_file(cls, file: SourceFile, parser: PageParser) -> ParsedFile:
        """Parse a file once, for all variants."""
        try:
            parsed = parser.parse(file.text)
        except BrokenPage as error:
            # What the tags are is not known; every word may be a name.
            words = frozenset(_WORD.findall(file.text))
            return cls(file=file, problems=error.problems, names=words)
        blocks = block_tree(parsed.pieces, parsed.conditions, frozenset(parser.names.values))
        return cls(
            file=file,
            pieces=tuple(parsed.pieces),
            blocks=blocks,
            conditions=parsed.conditions,
            names=names_in(parsed.pieces),
            near=parsed.near,
            views=_views(file, parsed.pieces, blocks),
        )

    @property
    def tags(self) -> Iterator[Tag]:
        """The tags, in order."""
        return (piece for piece in self.pieces if isinstance(piece, Tag))

    @property
    def all_blocks(self) -> Iterator[Block]:
        """Every block, the outer before the inner."""
        waiting = list(reversed(self.blocks))
        while waiting:
            block = waiting.pop()
            yield block
            waiting += [inner for branch in reversed(block.branches) for inner in reversed(branch.blocks)]

    def blocks_hold(self, *marks: str) -> bool:
        """Whether one of ``marks`` is in a block, or in a line in which one begins."""
        return any(
            mark in text
            for block in self.blocks
            for text in (self.file.text[block.start : block.end], line_at(self.file.text, block.start))
            for mark in marks
        )

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1."""
        text = self.file.text
        return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)

    def offset(self, line: int) -> int:
        """Where the text of a line begins, after its indentation."""
        start = 0
        for _ in range(line - 1):
            start = self.file.text.find("\n", start) + 1
        text = line_at(self.file.text, start)
        return start + (len(text) - len(text.lstrip()) if text.strip() else 0)


def line_at(text: str, offset: int) -> str:
    """The line in which ``offset`` is, without its end."""
    end = text.find("\n", offset)
    return text[text.rfind("\n", 0, offset) + 1 : len(text) if end < 0 else end]


def names_in(pieces: Iterable[Data | Tag]) -> frozenset[str]:
    """The names in tags, keywords of the template language included."""
    return frozenset(
        found[1]
        for piece in pieces
        if isinstance(piece, Tag) and piece.type is not TagType.COMMENT
        for found in _NAME.finditer(piece.body)
        if found[1]
    )


def _views(
    file: SourceFile, pieces: list[Data | Tag], blocks: tuple[Block, ...]
) -> dict[frozenset[str], str]:
    """What each variant sees; variants that see the same share a view."""
    text, members = file.text, file.members
    if not members:
        return {}
    tags = [piece for piece in pieces if isinstance(piece, Tag)]
    if not tags:
        return {members: text}
    spans = list(shown_spans(tags, blocks, members, len(text)))
    visible: dict[tuple[bool, ...], set[str]] = {}
    for variant in sorted(members):
        visible.setdefault(tuple(variant in shown for _, _, shown in spans), set()).add(variant)
    found = {}
    for choice, variants in visible.items():
        parts: list[str] = []
        position = 0
        for (start, end, _), is_shown in zip(spans, choice, strict=True):
            parts.append(_hidden(text[position:start]))
            parts.append(text[start:end] if is_shown else _hidden(text[start:end]))
            position = end
        parts.append(_hidden(text[position:]))
        found[frozenset(variants)] = "".join(parts)
    return found


def _hidden(text: str) -> str:
    return "\n".join(HIDDEN * len(line) for line in text.split("\n"))

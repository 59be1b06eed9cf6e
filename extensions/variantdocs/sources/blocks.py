"""The blocks of a page as a tree, with offsets and the variants that reach each branch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from variantdocs.templating.checks.branches import Condition
from variantdocs.templating.tags import Data, Tag, TagType


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One branch: the tag that begins it, and its text ``[tag.end:end]``.

    ``condition`` is ``None`` for ``else`` and for the parts of a loop. ``reached`` are the variants, of the
    whole project, that come to its tag; ``shown`` those of them that may show its text.
    """

    tag: Tag
    end: int
    reached: frozenset[str]
    shown: frozenset[str]
    condition: Condition | None = None
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block: its branches, and the tag that closes it."""

    branches: tuple[Branch, ...]
    closing: Tag

    @property
    def start(self) -> int:
        """Where the block begins."""
        return self.branches[0].tag.start

    @property
    def end(self) -> int:
        """Where the block ends."""
        return self.closing.end

    @property
    def is_condition(self) -> bool:
        """Whether this is an ``if``, not a loop."""
        return self.branches[0].condition is not None


def block_tree(
    pieces: Sequence[Data | Tag], conditions: Sequence[Condition], variants: frozenset[str]
) -> tuple[Block, ...]:
    """The blocks of a page whose tags have been checked, in order."""
    tags = iter([piece for piece in pieces if isinstance(piece, Tag) and piece.type is TagType.BLOCK])
    judged = iter([condition for condition in conditions if not condition.inline])
    return tuple(_blocks(tags, judged, variants, []))


def _blocks(
    tags: Iterator[Tag], conditions: Iterator[Condition], reached: frozenset[str], ended_by: list[Tag]
) -> Iterator[Block]:
    """The blocks up to the next tag that divides or closes the block around them, kept in ``ended_by``."""
    for tag in tags:
        if tag.keyword in ("elif", "else", "endif", "endfor"):
            ended_by.append(tag)
            return
        if tag.keyword in ("if", "for"):
            yield _block(tag, tags, conditions, reached)


def _block(
    opening: Tag, tags: Iterator[Tag], conditions: Iterator[Condition], reached: frozenset[str]
) -> Block:
    branches: list[Branch] = []
    tag, remaining = opening, reached
    while True:
        condition = next(conditions) if tag.keyword in ("if", "elif") else None
        shown = remaining if condition is None else remaining & condition.may_hold
        ended_by: list[Tag] = []
        inner = tuple(_blocks(tags, conditions, shown, ended_by))
        branches.append(
            Branch(
                tag=tag,
                end=ended_by[0].start,
                reached=remaining,
                shown=shown,
                condition=condition,
                blocks=inner,
            )
        )
        if condition is not None:
            remaining -= condition.holds
        tag = ended_by[0]
        if tag.keyword in ("endif", "endfor"):
            return Block(branches=tuple(branches), closing=tag)


def shown_spans(
    tags: Sequence[Tag], blocks: Sequence[Block], variants: frozenset[str], length: int
) -> Iterator[tuple[int, int, frozenset[str]]]:
    """The stretches between block tags and comments, in order, each with those of ``variants`` that show it.

    The text between ``raw`` and ``endraw`` is one of them; variables stay in the text around them.
    """
    changes = sorted(_changes(blocks), key=lambda change: change[0])
    stack = [variants]
    number, position = 0, 0
    removed = [(tag.start, tag.end) for tag in tags if tag.type is not TagType.VARIABLE]
    for start, end in [*removed, (length, length)]:
        while number < len(changes) and changes[number][0] <= position:
            shown = changes[number][1]
            if shown is None:
                stack.pop()
            else:
                stack.append(shown & variants)
            number += 1
        if start > position:
            yield position, start, stack[-1]
        position = end


def _changes(blocks: Sequence[Block]) -> Iterator[tuple[int, frozenset[str] | None]]:
    """Where a branch begins, with the variants that show it, and where it ends, with ``None``."""
    for block in blocks:
        for branch in block.branches:
            yield branch.tag.end, branch.shown
            yield from _changes(branch.blocks)
            yield branch.end, None

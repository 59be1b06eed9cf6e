"""Remove the branches of a block that are never shown, and the conditions that always hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

from variantdocs.sources.blocks import Block, Branch
from variantdocs.sources.edits import Edit, with_empty_lines
from variantdocs.templating.tags import Tag

_KEYWORD = re.compile(r"elif\b")


class Decision(Enum):
    """What is known of a branch."""

    NEVER = "never"
    """Its text is never shown."""
    ALWAYS = "always"
    """Whoever comes to it is shown its text."""


def simplified(block: Block, decisions: Mapping[int, Decision], source: str) -> list[Edit]:
    """The edits that make the block say the same without what is decided.

    :param decisions: index of a branch → what is known of it; a branch that is not there stays.
    """
    kept: list[tuple[Branch, bool]] = []
    for number, branch in enumerate(block.branches):
        decision = decisions.get(number)
        if decision is Decision.NEVER:
            continue
        always = decision is Decision.ALWAYS or branch.condition is None
        kept.append((branch, always))
        if always:
            break
    if not kept:
        return with_empty_lines(source, [_without_tags(source, block.start, block.end)])
    first, always = kept[0]
    if always:
        around = [
            _without_tags(source, block.start, first.tag.end),
            _without_tags(source, first.end, block.end),
        ]
        return with_empty_lines(source, around)
    staying = {id(branch) for branch, _ in kept}
    deletions = [Edit(branch.tag.start, branch.end) for branch in block.branches if id(branch) not in staying]
    edits = with_empty_lines(source, deletions)
    if first is not block.branches[0]:
        edits.append(_first_tag(first.tag, source))
    last, always = kept[-1]
    if always and last.condition is not None:
        edits.append(_else_tag(last.tag, source))
    return edits


def _without_tags(source: str, start: int, end: int) -> Edit:
    """Remove what begins and ends with a tag, and the white space that their ``-`` marks remove."""
    if source[start + 3] == "-":
        start = len(source[:start].rstrip())
    if source[end - 4] == "-":
        end = len(source) - len(source[end:].lstrip())
    return Edit(start, end)


def _first_tag(tag: Tag, source: str) -> Edit:
    found = _KEYWORD.search(source, tag.start)
    assert found is not None
    return Edit(found.start(), found.end(), "if")


def _else_tag(tag: Tag, source: str) -> Edit:
    written = source[tag.start : tag.end]
    marks = re.fullmatch(r"(.{3}[-+]?\s*).*?(\s*[-+]?.{3})", written, re.S)
    assert marks is not None
    return Edit(tag.start, tag.end, f"{marks[1]}else{marks[2]}")

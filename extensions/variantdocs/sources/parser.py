"""Parse pages for those who do not render them: each block once, however many pages have the same."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import replace

from variantdocs.templating.checks.branches import Condition
from variantdocs.templating.checks.near_tags import near_tags
from variantdocs.templating.expand import BrokenPage, ParsedPage, parse
from variantdocs.templating.names import Names
from variantdocs.templating.sandbox.environment import PageEnvironment
from variantdocs.templating.tags import Data, Tag, TagType, find_tags, may_have_tags

_INDEPENDENT = frozenset({"if", "elif", "else", "endif", "raw", "endraw"})
"""The tags of blocks that mean the same wherever they stand; ``set`` and ``for`` give names a value."""


class PageParser:
    """Parses pages of one project.

    A page's outermost blocks are parsed one by one, without the text between their tags, and kept: most
    pages use the same few conditions.
    """

    def __init__(self, names: Names) -> None:
        self.names = names
        self.environment = PageEnvironment()
        self._parsed: dict[str, tuple[Condition, ...]] = {}

    def parse(self, source: str) -> ParsedPage:
        """The tags and conditions of a page; the tree is left out where it is not needed.

        :raises BrokenPage: a tag, a block, a name or a size is wrong.
        """
        if not may_have_tags(source) or len(source) > self.environment.limits.source:
            return parse(source, self.names, self.environment)
        pieces, problems = find_tags(source)
        blocks = None if problems else _outermost(pieces)
        if blocks is None or len(pieces) > self.environment.limits.tags:
            return parse(source, self.names, self.environment)
        conditions: list[Condition] = []
        try:
            for block in blocks:
                conditions += self._conditions(block, source)
        except BrokenPage:  # the whole page gives the right lines
            return parse(source, self.names, self.environment)
        near = near_tags(pieces, self.names)
        return ParsedPage(pieces=pieces, conditions=tuple(conditions), near=near)

    def _conditions(self, block: list[Tag], source: str) -> Iterator[Condition]:
        written = [source[tag.start : tag.end] for tag in block]
        key = "\n".join(written)
        if key not in self._parsed:
            self._parsed[key] = parse(key, self.names, self.environment).conditions
        if not self._parsed[key]:
            return
        lines, line = [], 1
        for text in written:
            lines.append(line)
            line += text.count("\n") + 1
        for condition in self._parsed[key]:
            number = bisect.bisect_right(lines, condition.line) - 1
            yield replace(condition, line=block[number].line + condition.line - lines[number])


def _outermost(pieces: list[Data | Tag]) -> list[list[Tag]] | None:
    """The tags of each outermost block or variable; ``None`` if they cannot be told apart."""
    found: list[list[Tag]] = []
    depth = 0
    for tag in pieces:
        if isinstance(tag, Data) or tag.type is TagType.COMMENT or tag.keyword in ("raw", "endraw"):
            continue
        if tag.type is TagType.BLOCK and tag.keyword not in _INDEPENDENT:
            return None
        if depth == 0:
            found.append([])
        found[-1].append(tag)
        if tag.type is TagType.BLOCK:
            depth += {"if": 1, "endif": -1}.get(tag.keyword, 0)
        if depth < 0:
            return None
    return found if depth == 0 else None

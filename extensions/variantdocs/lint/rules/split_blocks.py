"""Blocks that begin inside a fence or list and end outside, so that a variant loses its structure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variantdocs.lint.context import LintContext
from variantdocs.lint.finding import Finding
from variantdocs.messages import Kind
from variantdocs.sources.blocks import Block
from variantdocs.sources.source_file import ParsedFile, line_at

_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]")


def blocks_across_fences(page: ParsedFile, context: LintContext) -> Iterator[Finding]:
    """A block that begins in a fence and ends after it, or that opens a fence which it leaves open."""
    if not page.file.markdown or not page.blocks:
        return
    blocks = list(page.all_blocks)
    reported: set[int] = set()
    for variants in page.views:
        for fence in context.markup(page, variants).fences:
            for block in blocks:
                if block.start in reported:
                    continue
                if fence.start < block.start < fence.end <= block.end and fence.closed:
                    what = "begins inside the fence of line {} and ends outside"
                elif not fence.closed and _opens_in_branch(block, fence.start, page, context):
                    what = "opens the fence of line {} and leaves it open, so all that follows is code"
                else:
                    continue
                reported.add(block.start)
                line = page.position(fence.start)[0]
                yield _finding(page, block, what.format(line), context)


def _opens_in_branch(block: Block, offset: int, page: ParsedFile, context: LintContext) -> bool:
    """Whether a branch holds the opening of a fence that some other variant closes or does not have."""
    inside = any(branch.tag.end <= offset < branch.end for branch in block.branches)
    return inside and any(
        all(fence.closed for fence in context.markup(page, variants).fences) for variants in page.views
    )


def blocks_across_lists(page: ParsedFile, context: LintContext) -> Iterator[Finding]:
    """A block that begins within an item of a list and ends after the list."""
    for block in page.all_blocks:
        opening, closing = block.branches[0].tag, block.closing
        if opening.end_line == closing.line or not page.file.markdown:
            continue
        text = page.file.text
        begin, end = line_at(text, opening.start), line_at(text, closing.start)
        if begin.strip() != opening.written or end.strip() != closing.written:
            continue
        if _indentation(begin) > _indentation(end) and _in_list(text, opening.start):
            yield _finding(page, block, "begins inside a list and ends outside", context)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _in_list(text: str, offset: int) -> bool:
    """Whether the line of ``offset`` is indented below an item of a list."""
    indentation = _indentation(line_at(text, offset))
    for line in reversed(text[:offset].split("\n")[:-1]):
        if line.strip() and _indentation(line) < indentation:
            return bool(_LIST_ITEM.match(line))
    return False


def _finding(page: ParsedFile, block: Block, what: str, context: LintContext) -> Finding:
    return context.finding(
        page,
        block.start,
        Kind.SPLIT_BLOCK,
        f"the block `{block.branches[0].tag.written}` {what}; begin and end it in the same place",
    )

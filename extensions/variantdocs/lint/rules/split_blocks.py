"""Blocks that cut a heading, fence, table or list, so that a variant loses its structure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variantdocs.lint.context import LintContext
from variantdocs.lint.finding import Finding
from variantdocs.messages import Kind
from variantdocs.sources.blocks import Block
from variantdocs.sources.source_file import HIDDEN, ParsedFile, line_at
from variantdocs.templating.checks.cut_constructs import cut_constructs, may_have_constructs
from variantdocs.templating.source_lines.source_map import SourceMap

_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]")


def cut_headings_fences_and_tables(page: ParsedFile, context: LintContext) -> Iterator[Finding]:
    """A heading, fence or table that is whole in one variant and cut in another."""
    markdown = page.file.markdown
    in_blocks = markdown and page.blocks_hold("```", "~~~", ":::", "|")
    if len(page.views) < 2 or not (in_blocks or may_have_constructs(page.file.text, markdown=False)):
        return
    texts = {min(variants): _as_expanded(view) for variants, view in page.views.items()}
    for problem in cut_constructs(texts, markdown=markdown):
        yield context.finding(page, page.offset(problem.line), problem.kind, problem.message)


def _as_expanded(view: str) -> tuple[str, SourceMap]:
    """A view without what is hidden, and the source line of each line that is left."""
    kept = [
        (number, line.replace(HIDDEN, ""))
        for number, line in enumerate(view.split("\n"), 1)
        if HIDDEN not in line or line.strip(f"{HIDDEN} \t\r")
    ]
    return "\n".join(line for _, line in kept), SourceMap(tuple(number for number, _ in kept))


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

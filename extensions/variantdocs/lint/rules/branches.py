"""Branches whose text says nothing, or the same as another."""

from __future__ import annotations

from collections.abc import Iterator

from variantdocs.lint.context import LintContext
from variantdocs.lint.finding import Finding
from variantdocs.messages import Kind
from variantdocs.sources.source_file import ParsedFile


def repeated_branches(page: ParsedFile, context: LintContext) -> Iterator[Finding]:
    """Two branches of one block with the same text."""
    for block in page.all_blocks:
        first: dict[str, int] = {}
        for branch in block.branches:
            text = page.file.text[branch.tag.end : branch.end].strip()
            line = first.setdefault(text, branch.tag.line)
            if text and line != branch.tag.line:
                yield context.finding(
                    page,
                    branch.tag.start,
                    Kind.REPEATED_BRANCH,
                    f"`{branch.tag.written}` has the same text as the branch of line {line}; "
                    "write it once, with a condition for both",
                )


def empty_branches(page: ParsedFile, context: LintContext) -> Iterator[Finding]:
    """A branch without text; one with a comment is meant so."""
    for block in page.all_blocks:
        if not block.is_condition:
            continue
        for branch in block.branches:
            if not page.file.text[branch.tag.end : branch.end].strip():
                yield context.finding(
                    page,
                    branch.tag.start,
                    Kind.EMPTY_BRANCH,
                    f"`{branch.tag.written}` has no text; remove it, or say why in a comment",
                )

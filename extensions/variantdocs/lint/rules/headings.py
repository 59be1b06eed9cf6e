"""Headings that skip a level in some variants, because a block holds the level between."""

from __future__ import annotations

from collections.abc import Iterator

from variantdocs.lint.context import LintContext
from variantdocs.lint.finding import Finding
from variantdocs.messages import Kind
from variantdocs.sources.source_file import ParsedFile


def heading_jumps(page: ParsedFile, context: LintContext) -> Iterator[Finding]:
    """A heading that is more than one level below the one before, in some variants only."""
    if len(page.views) < 2 or not page.file.markdown or not page.blocks_hold("#"):
        return
    jumps: dict[int, set[str]] = {}
    regular: set[int] = set()
    levels: dict[int, tuple[int, int]] = {}
    for variants in page.views:
        before = 0
        for heading in context.markup(page, variants).headings():
            if before and heading.level > before + 1:
                jumps.setdefault(heading.offset, set()).update(variants)
                levels[heading.offset] = (before, heading.level)
            else:
                regular.add(heading.offset)
            before = heading.level
    for offset in sorted(jumps.keys() & regular):
        before, level = levels[offset]
        message = (
            f"this heading of level {level} follows one of level {before}: the level between is in a block "
            f"of other variants; write `{'#' * (before + 1)}` here, or put both into the block"
        )
        yield context.finding(page, offset, Kind.HEADING_JUMP, message, variants=jumps[offset])

"""The rules of lint, one function each.

Takes a parsed file, or the whole run; gives findings. Must not know how findings are printed, switched off
or fixed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from variantdocs.lint.context import LintContext
from variantdocs.lint.finding import Finding
from variantdocs.lint.rules import (
    addresses,
    anchors,
    branches,
    conditions,
    configuration,
    foreign_tags,
    headings,
    problems,
    split_blocks,
    unexpanded_tags,
)
from variantdocs.sources.source_file import ParsedFile

FILE_RULES: tuple[Callable[[ParsedFile, LintContext], Iterator[Finding]], ...] = (
    problems.broken_pages,
    problems.undefined_variables,
    problems.near_tags,
    conditions.unneeded_conditions,
    conditions.unneeded_inline_conditions,
    conditions.unreachable_branches,
    conditions.redundant_conditions,
    branches.repeated_branches,
    branches.empty_branches,
    split_blocks.cut_headings_fences_and_tables,
    split_blocks.blocks_across_lists,
    foreign_tags.foreign_tags,
    unexpanded_tags.tags_in_literal_files,
    addresses.addresses,
    anchors.absent_anchors,
    headings.heading_jumps,
)
PROJECT_RULES: tuple[Callable[[LintContext], Iterator[Finding]], ...] = (
    problems.unusable_declarations,
    configuration.unmatched_rules,
    configuration.unused_variables,
    configuration.unused_groups,
    unexpanded_tags.tags_in_settings,
)

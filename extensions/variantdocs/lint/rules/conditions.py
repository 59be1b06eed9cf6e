"""Conditions that decide nothing: met by no variant, by all, or asked before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from variantdocs.lint.context import LintContext
from variantdocs.lint.finding import Finding
from variantdocs.messages import Kind
from variantdocs.sources.blocks import Block
from variantdocs.sources.simplify import Decision, simplified
from variantdocs.sources.source_file import ParsedFile
from variantdocs.templating.checks import branches

_DECISIONS = {Kind.DEAD_BRANCH: Decision.NEVER, Kind.ALWAYS_TRUE: Decision.ALWAYS}


def unneeded_conditions(page: ParsedFile, context: LintContext) -> Iterator[Finding]:
    """A condition of a block that no variant of the page meets, or that all meet."""
    members = page.file.members
    if len(context.project.variant_set.names) == 1:
        return  # every condition holds or none
    for block in _reached_blocks(page):
        for number, branch in enumerate(block.branches):
            if branch.condition is None or not branch.reached & members:
                continue
            for problem in branches.unneeded_conditions([branch.condition], members):
                fix = simplified(block, {number: _DECISIONS[problem.kind]}, page.file.text)
                yield context.finding(page, branch.tag.start, problem.kind, problem.message, fix=fix)


def unneeded_inline_conditions(page: ParsedFile, context: LintContext) -> Iterator[Finding]:
    """The same for ``{@= a if byoc else b =@}``."""
    if len(context.project.variant_set.names) == 1:
        return
    inline = [condition for condition in page.conditions if condition.inline]
    for problem in branches.unneeded_conditions(inline, page.file.members):
        yield context.finding(page, page.offset(problem.line), problem.kind, problem.message)


def unreachable_branches(page: ParsedFile, context: LintContext) -> Iterator[Finding]:
    """An ``elif`` or ``else`` to which no variant comes."""
    members = page.file.members
    for block in _reached_blocks(page):
        for number, branch in enumerate(block.branches):
            condition = branch.condition
            if condition is not None and members <= condition.holds:
                break  # reported as always true; fixing that removes what follows
            if not branch.reached & members:
                yield context.finding(
                    page,
                    branch.tag.start,
                    Kind.UNREACHABLE_BRANCH,
                    f"no variant of this page comes to `{branch.tag.written}`: the branches before it take "
                    "them all; remove it with its text",
                    fix=simplified(block, {number: Decision.NEVER}, page.file.text),
                )


def redundant_conditions(page: ParsedFile, context: LintContext) -> Iterator[Finding]:
    """A condition within a block that has asked the same."""
    everyone = frozenset(context.project.variant_set.names)
    yield from _redundant(page, page.blocks, everyone, None, context)


def _redundant(
    page: ParsedFile,
    blocks: Sequence[Block],
    inside: frozenset[str],
    around: int | None,
    context: LintContext,
) -> Iterator[Finding]:
    """The redundant conditions of blocks that stand in conditions which only ``inside`` meet."""
    members = page.file.members
    for block in blocks:
        first = block.branches[0].condition
        if first is not None and around is not None and first.reached_by & members:
            known = members <= first.holds
            if inside and inside <= first.holds and not known:
                yield context.finding(
                    page,
                    block.start,
                    Kind.REDUNDANT_CONDITION,
                    f"`{first.written}` holds already, by the block of line {around}; remove the condition",
                    fix=simplified(block, {0: Decision.ALWAYS}, page.file.text),
                )
        for branch in block.branches:
            condition = branch.condition
            if condition is None:
                yield from _redundant(page, branch.blocks, inside, around, context)
            else:
                inner = inside & condition.holds
                yield from _redundant(page, branch.blocks, inner, branch.tag.line, context)


def _reached_blocks(page: ParsedFile) -> Iterator[Block]:
    members = page.file.members
    return (block for block in page.all_blocks if block.is_condition and block.branches[0].reached & members)

"""Run all rules over a project, and fix what can be fixed safely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from variantdocs.lint.context import LintContext
from variantdocs.lint.finding import Finding
from variantdocs.lint.rules import FILE_RULES, PROJECT_RULES
from variantdocs.lint.suppress import without_suppressed
from variantdocs.sources.edits import apply_edits
from variantdocs.sources.expansions import expand_alike
from variantdocs.sources.source_file import ParsedFile, encode


def lint_project(context: LintContext) -> list[Finding]:
    """All findings that are not switched off, in the order of files and lines."""
    findings = [finding for rule in PROJECT_RULES for finding in rule(context)]
    findings += [finding for page in context.files for rule in FILE_RULES for finding in rule(page, context)]
    return sorted(set(without_suppressed(findings, context)))


def fixed_files(context: LintContext) -> dict[Path, tuple[bytes, bytes]]:
    """The files that can be fixed: path → bytes before and after.

    A fix is taken only if every variant of the file expands to the same text with it.
    """
    found = {}
    for page in context.files:
        if page.blocks and not page.problems:
            fixed = _fixed(page, context)
            if fixed != page.file.text:
                before, after = (encode(text, bom=page.file.bom) for text in (page.file.text, fixed))
                found[page.file.path] = (before, after)
    return found


def _fixed(page: ParsedFile, context: LintContext) -> str:
    rejected: set[tuple[int, str]] = set()
    while True:
        finding = next(_fixable(page, context, rejected), None)
        if finding is None:
            return page.file.text
        text = apply_edits(page.file.text, finding.fix)
        members, names = page.file.members, context.project.names
        if expand_alike(page.file.text, text, members, names, context.environment):
            page = ParsedFile.from_file(replace(page.file, text=text), context.parser)
            rejected.clear()
        else:
            rejected.add((finding.line, finding.message))


def _fixable(page: ParsedFile, context: LintContext, rejected: set[tuple[int, str]]) -> Iterator[Finding]:
    findings = (finding for rule in FILE_RULES for finding in rule(page, context) if finding.fix)
    return (
        finding
        for finding in without_suppressed(sorted(findings), context.with_file(page))
        if (finding.line, finding.message) not in rejected
    )

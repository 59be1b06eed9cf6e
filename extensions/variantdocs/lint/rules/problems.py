"""What keeps a page from being built: broken tags and blocks, unknown and undefined names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from variantdocs.lint.context import LintContext
from variantdocs.lint.finding import Finding
from variantdocs.messages import Kind
from variantdocs.sources.source_file import ParsedFile
from variantdocs.templating.encoding import encoding_problem
from variantdocs.templating.expand import BrokenPage, prepare
from variantdocs.templating.tags import Problem


def broken_pages(page: ParsedFile, context: LintContext) -> Iterator[Finding]:
    """A page that cannot be expanded in any variant."""
    problems = list(page.problems)
    try:
        page.file.text.encode("utf-8")
    except UnicodeEncodeError:
        problems += filter(None, [encoding_problem(page.file.path)])
    for problem in problems:
        yield _at_line(page, problem, context)


def undefined_variables(page: ParsedFile, context: LintContext) -> Iterator[Finding]:
    """A variable that is shown where it has no value."""
    names = context.project.names
    used = page.names & names.owners.keys()
    lacking = {variant for name in used for variant in page.file.members - set(names.owners[name])}
    if not lacking:
        return
    prepared = prepare(page.file.text.replace("\r\n", "\n"), names, context.environment)
    found: dict[Problem, list[str]] = {}
    for variant in context.in_order(lacking):
        try:
            prepared.expand(variant, names)
        except BrokenPage as error:
            for problem in error.problems:
                found.setdefault(problem, []).append(variant)
    for problem, variants in found.items():
        yield _at_line(page, problem, context, variants)


def unusable_declarations(context: LintContext) -> Iterator[Finding]:
    """A page whose own declaration of its variants cannot be used, or only looks like one."""
    for docname, problem in context.project.problems.items():
        is_error = problem.kind is not Kind.NOT_DECLARED
        yield _at_line(context.pages[docname], problem, context, is_error=is_error)


def near_tags(page: ParsedFile, context: LintContext) -> Iterator[Finding]:
    """Text that is nearly a tag, and so would be shown to readers."""
    for problem in page.near:
        yield _at_line(page, problem, context, is_error=False)


def _at_line(
    page: ParsedFile,
    problem: Problem,
    context: LintContext,
    variants: Sequence[str] = (),
    *,
    is_error: bool = True,
) -> Finding:
    offset = page.offset(problem.line)
    return context.finding(
        page, offset, Kind(problem.kind), problem.message, variants=variants, is_error=is_error
    )

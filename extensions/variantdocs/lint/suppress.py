"""Leave out the findings that an author has switched off: for the project, a page, or a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from variantdocs.lint.context import LintContext
from variantdocs.lint.finding import Finding
from variantdocs.sources.source_file import ParsedFile, decode

_PREFIX = "variants."
_ON_LINE = re.compile(r"(?:\{@#|#)[ \t]*lint:[ \t]*ignore[ \t]+([\w.,\- \t]+?)[ \t]*(?:#@\}|\r?$)", re.M)
_ON_PAGE = re.compile(r"^:?lint-ignore:[ \t]*(.*(?:\n[ \t]+-[ \t].*)*)", re.M)
_TOP = 4000  # characters that may hold front matter


def without_suppressed(findings: Iterable[Finding], context: LintContext) -> Iterator[Finding]:
    """The findings that are not switched off; errors cannot be."""
    project = frozenset(map(_short, context.project.variant_set.lint_ignore))
    pages = {page.file.path: page for page in context.files}
    lines: dict[object, dict[int, set[str]]] = {}
    for finding in findings:
        kind = _short(finding.kind)
        if not finding.is_error:
            if kind in project:
                continue
            page = pages.get(finding.path)
            if page is not None and kind in _of_page(page):
                continue
            if finding.path not in lines:
                text = decode(finding.path.read_bytes())[0] if page is None else page.file.text
                lines[finding.path] = _of_lines(text)
            if kind in lines[finding.path].get(finding.line, ()):
                continue
        yield finding


def _short(kind: str) -> str:
    return kind.strip().removeprefix(_PREFIX)


def _kinds(written: str) -> set[str]:
    return {_short(name) for name in re.split(r"[\s,\[\]]+", written) if name.strip("-")}


def _of_page(page: ParsedFile) -> set[str]:
    top = page.file.text[:_TOP]
    if "lint-ignore" not in top:
        return set()
    if page.file.markdown:
        matter = re.match(r"---[ \t]*\r?\n(.*?)^---", top, re.S | re.M)
        top = matter[1] if matter else ""
    found = _ON_PAGE.search(top)
    return _kinds(found[1]) if found else set()


def _of_lines(text: str) -> dict[int, set[str]]:
    """line → kinds; a comment on a line of its own applies to the next line."""
    found: dict[int, set[str]] = {}
    for comment in _ON_LINE.finditer(text) if "lint:" in text else ():
        line = text.count("\n", 0, comment.start()) + 1
        start = text.rfind("\n", 0, comment.start()) + 1
        end = text.find("\n", comment.end())
        rest = text[start : comment.start()] + text[comment.end() : len(text) if end < 0 else end]
        found.setdefault(line if rest.strip() else line + 1, set()).update(_kinds(comment[1]))
    return found

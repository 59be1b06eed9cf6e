"""The report and differences as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from variantdocs.paths import shown_path
from variantdocs.report.differences import Differences, Line, PageDifference, Row, Status
from variantdocs.report.figures import Figures, PageFigures


def differences_as_text(differences: Differences) -> str:
    """Each page that differs, its lines marked as in a unified diff; the numbers are source lines."""
    return "".join(f"{line}\n" for page in differences.pages for line in _page_lines(page, differences))


def _page_lines(page: PageDifference, differences: Differences) -> Iterator[str]:
    if page.status is not Status.DIFFERS:
        variant = differences.first if page.status is Status.ONLY_FIRST else differences.second
        yield f"{page.path}: only in {variant}"
        return
    yield f"--- {page.path} [{differences.first}]"
    yield f"+++ {page.path} [{differences.second}]"
    for hunk in page.hunks:
        yield f"@@ {page.path}:{min(_numbers(hunk))} @@"
        yield from _hunk_lines(hunk)


def _numbers(hunk: tuple[Row, ...]) -> Iterator[int]:
    return (line.number for row in hunk for line in (row.first, row.second) if line is not None)


def _hunk_lines(hunk: tuple[Row, ...]) -> Iterator[str]:
    """The rows of a hunk, in each stretch the first variant's lines before the second's."""
    waiting: list[str] = []
    for row in hunk:
        if row.is_same and row.first is not None:
            yield from waiting
            waiting = []
            yield f" {row.first.text}".rstrip()
            continue
        if row.first is not None:
            yield f"-{row.first.text}"
        if row.second is not None:
            waiting.append(f"+{row.second.text}")
    yield from waiting


def differences_as_json(differences: Differences) -> dict[str, Any]:
    """The value that ``diff --json`` prints; its shape has the version 1."""
    return {
        "version": 1,
        "first": differences.first,
        "second": differences.second,
        "same": differences.same,
        "pages": [
            {
                "page": page.name,
                "path": page.path,
                "status": str(page.status),
                "hunks": [
                    [{"first": _line(row.first), "second": _line(row.second)} for row in hunk]
                    for hunk in page.hunks
                ],
            }
            for page in differences.pages
        ],
    }


def _line(line: Line | None) -> dict[str, Any] | None:
    return None if line is None else {"line": line.number, "text": line.text}


def figures_as_json(figures: Figures) -> dict[str, Any]:
    """The value that ``report --json`` prints; its shape has the version 1."""
    return {
        "version": 1,
        "variants": [
            {
                "name": variant.name,
                "title": variant.title,
                "pages": variant.pages,
                "words": variant.words,
                "shared_words": variant.shared,
                "share": round(variant.share, 4),
            }
            for variant in figures.variants
        ],
        "pages": [_page(page) for page in figures.pages],
        "names": [
            {
                "name": name.name,
                "type": name.type,
                "tags": name.tags,
                "files": name.files,
                "variants": list(name.variants),
            }
            for name in figures.names
        ],
        "findings": [
            {
                "path": shown_path(finding.path),
                "line": finding.line,
                "kind": str(finding.kind),
                "message": finding.message,
            }
            for finding in figures.findings
        ],
    }


def _page(page: PageFigures) -> dict[str, Any]:
    return {
        "page": page.docname,
        "title": page.title,
        "path": page.path,
        "words": dict(page.words),
        "share": round(page.share, 4),
        "blocks": page.blocks,
        "depth": page.depth,
        "blocks_per_1000_words": round(page.density, 1),
        "differing_anchors": {anchor: list(variants) for anchor, variants in page.anchors.items()},
        "better_split": page.is_split_better,
    }

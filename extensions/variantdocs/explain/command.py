"""``variantdocs explain``: arguments, output, exit status."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from variantdocs.errors import ConfigurationError
from variantdocs.explain.reasons import Reason, line_reasons, page_reasons
from variantdocs.paths import shown_path
from variantdocs.sources.parser import PageParser
from variantdocs.sources.project import Project, load_project
from variantdocs.sources.source_file import ParsedFile, SourceFile
from variantdocs.templating.expand import BrokenPage, prepare
from variantdocs.templating.sandbox.environment import PageEnvironment


def run(argv: list[str]) -> int:
    """Explain a page; 1 if it cannot be expanded.

    :raises ConfigurationError: there is no such page, variant or line.
    """
    arguments = _parser().parse_args(argv)
    project = load_project(arguments.sourcedir, arguments.confdir or arguments.sourcedir)
    file = project.file_named(arguments.page)
    _check(arguments, file, project)
    try:
        reasons, lines = _explained(arguments, file, project)
    except BrokenPage as error:
        for problem in error.problems:
            print(f"{file.shown}:{problem.line}: ERROR: {problem.message} [{problem.kind}]", file=sys.stderr)
        return 1
    if arguments.json:
        print(json.dumps(_as_json(file, arguments.line, reasons, lines), indent=2, ensure_ascii=False))
        return 0
    print(file.shown + (f":{arguments.line}" if arguments.line else ""))
    for reason in reasons:
        print(reason)
    for number, text in lines:
        print(f"{number:5} | {text}".rstrip())
    return 0


def _check(arguments: argparse.Namespace, file: SourceFile, project: Project) -> None:
    variant, line = arguments.variant, arguments.line
    if variant is not None:
        project.require_variant(variant)
    if line is not None and not 1 <= line <= file.text.count("\n") + 1:
        raise ConfigurationError((f"{file.shown} has no line {line}",))


def _explained(
    arguments: argparse.Namespace, file: SourceFile, project: Project
) -> tuple[list[Reason], list[tuple[int, str]]]:
    """The reasons, and the expanded page if that is asked for.

    :raises BrokenPage: the page cannot be expanded.
    """
    variant, parser = arguments.variant, PageParser(project.names)
    page = ParsedFile.from_file(file, parser)
    if page.problems:
        raise BrokenPage(page.problems)
    if arguments.line is not None:
        reasons = line_reasons(page, arguments.line, project)
    else:
        reasons = page_reasons(file, project)
    if variant is None:
        return reasons, []
    is_shown = variant in file.members and arguments.line is None
    lines = _expanded(file, variant, project, parser.environment) if is_shown else []
    return [reason for reason in reasons if reason.variant == variant], lines


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="variantdocs explain", description="Say why a page or line is in a variant or not."
    )
    parser.add_argument("page", help="a page's file, or its name as toctrees write it")
    parser.add_argument(
        "sourcedir", type=Path, nargs="?", default=Path("source"), help="folder of pages (default: source)"
    )
    parser.add_argument("-c", dest="confdir", type=Path, help="the folder of conf.py, if another")
    parser.add_argument("--variant", help="only this variant; without --line, also the page as it shows it")
    parser.add_argument("--line", type=int, help="a line of the file instead of the whole page")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _expanded(
    file: SourceFile, variant: str, project: Project, environment: PageEnvironment
) -> list[tuple[int, str]]:
    """Each line of the expanded page with its source line."""
    prepared = prepare(file.text.replace("\r\n", "\n"), project.names, environment)
    page = prepared.expand(variant, project.names)
    lines = page.text.removesuffix("\n").split("\n")
    return [(page.source_map.source_line(number), text) for number, text in enumerate(lines, 1)]


def _as_json(
    file: SourceFile, line: int | None, reasons: list[Reason], lines: list[tuple[int, str]]
) -> dict[str, Any]:
    variants = [
        {
            "name": reason.variant,
            "in": reason.is_in,
            "by": reason.by,
            "reason": reason.text,
            "path": None if reason.path is None else shown_path(reason.path),
            "line": reason.line,
        }
        for reason in reasons
    ]
    expanded = [{"source": number, "text": text} for number, text in lines]
    return {
        "version": 1,
        "page": file.docname,
        "path": file.shown,
        "line": line,
        "variants": variants,
        "expanded": expanded,
    }

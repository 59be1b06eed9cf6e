"""``variantdocs report`` and ``variantdocs diff``: arguments, output, exit status."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from variantdocs.errors import OutputError
from variantdocs.output import write_if_changed
from variantdocs.paths import shown_path
from variantdocs.report import formats, html
from variantdocs.report.differences import compare_variants
from variantdocs.report.figures import project_figures
from variantdocs.sources.project import Project, load_project


def run_report(argv: list[str]) -> int:
    """Write the report; 1 if there are branches that no variant shows, or names that nothing uses.

    :raises ConfigurationError: the project cannot be read.
    :raises OutputError: the page cannot be written.
    """
    parser = argparse.ArgumentParser(
        prog="variantdocs report", description="Show how much the variants share, and where they differ."
    )
    parser.add_argument(
        "sourcedir", type=Path, nargs="?", default=Path("source"), help="folder of pages (default: source)"
    )
    _add_conf(parser)
    parser.add_argument(
        "-o",
        dest="output",
        type=Path,
        default=Path("build/report.html"),
        help="the page to write; by default build/report.html",
    )
    parser.add_argument(
        "--site",
        type=Path,
        default=Path("build/html"),
        help="the built site that the page links to; by default build/html",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    arguments = parser.parse_args(argv)
    project = _project(arguments)
    figures = project_figures(project)
    if arguments.json:
        _print_json(formats.figures_as_json(figures))
    else:
        address = html.linker(arguments.site.absolute(), arguments.output.absolute())
        names = [variant.name for variant in figures.variants]
        links = {
            (name, page.docname): address(name, page.docname) for name in names for page in figures.pages
        }
        homes = {
            name: links.get((name, str(project.settings.get("root_doc", "index"))), "") for name in names
        }
        _write(arguments.output, html.report_page(figures, links, homes))
    place = "" if arguments.json else f"; the report is {shown_path(arguments.output)}"
    print(f"{figures.summary}{place}", file=sys.stderr)
    return 1 if figures.findings else 0


def run_diff(argv: list[str]) -> int:
    """Show how two variants differ; 1 if they do.

    :raises ConfigurationError: the project cannot be read, or there is no such variant or page.
    :raises OutputError: the page cannot be written.
    """
    parser = argparse.ArgumentParser(
        prog="variantdocs diff", description="Show how two variants differ, page by page."
    )
    parser.add_argument("first", metavar="A", help="a variant")
    parser.add_argument("second", metavar="B", help="another variant")
    parser.add_argument("page", nargs="?", help="a page's file, or its name as toctrees write it; else all")
    parser.add_argument(
        "-s",
        dest="sourcedir",
        type=Path,
        default=Path("source"),
        help="the folder of pages, if another",
    )
    _add_conf(parser)
    parser.add_argument("--format", choices=("text", "html", "json"), default="text", help="what to make")
    parser.add_argument("--json", dest="format", action="store_const", const="json", help="--format json")
    parser.add_argument(
        "-o",
        dest="output",
        type=Path,
        default=Path("build/diff.html"),
        help="the page that --format html writes; by default build/diff.html",
    )
    arguments = parser.parse_args(argv)
    project = _project(arguments)
    first, second = arguments.first, arguments.second
    for name in (first, second):
        project.require_variant(name)
    only = None if arguments.page is None else project.file_named(arguments.page).shown
    differences = compare_variants(project, first, second, only=only)
    place = ""
    if arguments.format == "json":
        _print_json(formats.differences_as_json(differences))
    elif arguments.format == "html":
        titles = project.variant_set[first], project.variant_set[second]
        _write(arguments.output, html.differences_page(differences, *titles))
        place = f"; the page is {shown_path(arguments.output)}"
    else:
        print(formats.differences_as_text(differences), end="")
    print(f"{differences.summary}{place}", file=sys.stderr)
    return 1 if differences.pages else 0


def _add_conf(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-c", dest="confdir", type=Path, help="the folder of conf.py, if another")


def _project(arguments: argparse.Namespace) -> Project:
    return load_project(arguments.sourcedir, arguments.confdir or arguments.sourcedir)


def _print_json(data: object) -> None:
    print(json.dumps(data, indent=2, ensure_ascii=False))


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_if_changed(path, text.encode("utf-8"))
    except OSError as error:
        raise OutputError(f"{shown_path(path)} cannot be written: {error.strerror}") from None

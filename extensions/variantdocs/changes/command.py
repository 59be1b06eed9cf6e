"""``variantdocs changes``: arguments, output, exit status."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from variantdocs.changes.compare import Changes, compare_projects
from variantdocs.changes.formats import FORMATS, summary
from variantdocs.changes.revisions import Repository, find_repository
from variantdocs.sources.project import load_project


def run(argv: list[str]) -> int:
    """Say what a change does to each variant; 1 if it does something.

    :raises ConfigurationError: there is no such revision, or a project cannot be read.
    """
    arguments = _parser().parse_args(argv)
    repository = find_repository(arguments.sourcedir, arguments.confdir or arguments.sourcedir)
    changes = compare_revisions(repository, arguments.since, arguments.until)
    print(FORMATS[arguments.format](changes), end="")
    print(summary(changes), file=sys.stderr)
    return 1 if changes else 0


def compare_revisions(repository: Repository, since: str, until: str | None) -> Changes:
    """Compare two revisions of a project; without ``until``, with the files as they lie there now.

    :raises ConfigurationError: there is no such revision, or a project cannot be read.
    """
    with contextlib.ExitStack() as stack:
        old = load_project(*stack.enter_context(repository.checked_out(since)))
        if until is None:
            new = load_project(repository.source, repository.conf)
        else:
            new = load_project(*stack.enter_context(repository.checked_out(until)))
        files = repository.changed_files(since, until)
        conf = repository.conf / "conf.py" in files
        return compare_projects(old, new, _named(files, repository.source), conf=conf)


def _named(files: Iterable[Path], source: Path) -> frozenset[str]:
    return frozenset(Path(os.path.relpath(path, source)).as_posix() for path in files)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="variantdocs changes",
        description="Say what a change does to each variant: two git revisions compared, without a build.",
    )
    parser.add_argument(
        "sourcedir", type=Path, nargs="?", default=Path("source"), help="folder of pages (default: source)"
    )
    parser.add_argument("-c", dest="confdir", type=Path, help="the folder of conf.py, if another")
    parser.add_argument(
        "--since", metavar="REV", default="HEAD", help="the older revision; by default the last commit"
    )
    parser.add_argument(
        "--until", metavar="REV", help="the newer revision; by default the files as they lie there now"
    )
    parser.add_argument("--format", choices=tuple(FORMATS), default="text", help="how to print the pages")
    parser.add_argument(
        "--json", dest="format", action="store_const", const="json", help="the same as --format json"
    )
    return parser

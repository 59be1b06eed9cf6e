"""``variantdocs rename``, ``retire`` and ``add``: arguments, output, exit status."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from variantdocs.paths import shown_path
from variantdocs.refactor.changes import Changes, add, rename, retire
from variantdocs.sources.edits import diff_of, write_changes
from variantdocs.sources.project import load_project


def run_rename(argv: list[str]) -> int:
    """Rename a variant or group."""
    parser = _parser("rename", "Give a variant or group another name, everywhere in the source.")
    parser.add_argument("old", help="the variant or group to rename")
    parser.add_argument("new", help="its new name")
    arguments = _parsed(parser, argv)
    project = load_project(arguments.sourcedir, arguments.confdir or arguments.sourcedir)
    return _finish(rename(project, arguments.old, arguments.new), diff=arguments.diff, as_json=arguments.json)


def run_retire(argv: list[str]) -> int:
    """Remove a variant or group."""
    parser = _parser("retire", "Remove a variant or group, everywhere in the source.")
    parser.add_argument("name", help="the variant or group to remove")
    arguments = _parsed(parser, argv)
    project = load_project(arguments.sourcedir, arguments.confdir or arguments.sourcedir)
    return _finish(retire(project, arguments.name), diff=arguments.diff, as_json=arguments.json)


def run_add(argv: list[str]) -> int:
    """Add a variant or group."""
    parser = _parser("add", "Add a variant that has what another has, or a group of the same variants.")
    parser.add_argument("name", help="the new variant or group")
    parser.add_argument("--like", required=True, metavar="OTHER", help="the variant or group to copy")
    parser.add_argument("--title", help="what readers see; the name, if not given")
    arguments = _parsed(parser, argv)
    project = load_project(arguments.sourcedir, arguments.confdir or arguments.sourcedir)
    return _finish(
        add(project, arguments.name, arguments.like, arguments.title),
        diff=arguments.diff,
        as_json=arguments.json,
    )


def _parser(name: str, description: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"variantdocs {name}", description=description)


def _parsed(parser: argparse.ArgumentParser, argv: list[str]) -> argparse.Namespace:
    parser.add_argument(
        "sourcedir", type=Path, nargs="?", default=Path("source"), help="folder of pages (default: source)"
    )
    parser.add_argument("-c", dest="confdir", type=Path, help="the folder of conf.py, if another")
    parser.add_argument("--diff", action="store_true", help="show what would change, and change nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a diff")
    return parser.parse_args(argv)


def _finish(changes: Changes, *, diff: bool, as_json: bool) -> int:
    """Print or write the changes; 1 if something has to be changed by hand first."""
    for line in changes.blockers:
        print(line, file=sys.stderr)
    is_written = not diff and not changes.blockers
    if as_json:
        print(_as_json(changes, is_written=is_written))
    elif diff:
        print(diff_of(changes.files), end="")
    if changes.blockers and not diff:
        places = _counted(len(changes.blockers), "place")
        print(f"nothing was changed; change {places} by hand first", file=sys.stderr)
        return 1
    if is_written:
        write_changes(changes.files)
    for line in changes.notes:
        print(line, file=sys.stderr)
    gone = sum(after is None for _, after in changes.files.values())
    removed = f", {gone} of them removed" if gone else ""
    done = "to be changed" if diff else "changed"
    print(f"{_counted(len(changes.files), 'file')} {done}{removed}", file=sys.stderr)
    return 1 if changes.blockers else 0


def _as_json(changes: Changes, *, is_written: bool) -> str:
    files = [
        {"path": shown_path(path), "change": "removed" if after is None else "changed"}
        for path, (_, after) in sorted(changes.files.items())
    ]
    value = {
        "version": 1,
        "written": is_written,
        "files": files,
        "by_hand": changes.blockers,
        "notes": changes.notes,
    }
    return json.dumps(value, indent=2, ensure_ascii=False)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"

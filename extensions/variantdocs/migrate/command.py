"""The command ``variantdocs migrate``: which files, what it says, and the difference before it writes."""

from __future__ import annotations

import argparse
import difflib
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from variantdocs.config.load import load_variants
from variantdocs.errors import ConfigurationError
from variantdocs.migrate.conditions import Conditions
from variantdocs.migrate.directives import rewrite_directives
from variantdocs.migrate.jinja_tags import Delimiters, rewrite_jinja
from variantdocs.migrate.rewritten import Leftover, Rewritten
from variantdocs.paths import shown_path
from variantdocs.starter.changes import Change, apply_changes
from variantdocs.starter.existing_project import ExistingProject, find_project
from variantdocs.templating.names import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class _Migration:
    conditions: Conditions
    delimiters: Delimiters

    def rewrite(self, text: str, *, markdown: bool) -> Rewritten:
        """Jinja first: it leaves every line where it was, so that all messages have right lines."""
        jinja = rewrite_jinja(text, self.conditions, self.delimiters)
        directives = rewrite_directives(jinja.text, self.conditions, markdown=markdown)
        leftovers = sorted((*jinja.leftovers, *directives.leftovers))
        return Rewritten(text=directives.text, leftovers=tuple(leftovers))


def migrate(argv: list[str]) -> int:
    """Rewrite pages, or show how; returns the exit status: 1 if something could not be translated.

    :raises ConfigurationError: the project cannot be read; nothing is written.
    """
    found = _parser().parse_args(argv)
    project = find_project(_absolute(found.conf))
    names = Names.from_variant_set(load_variants(project.variants_file))
    migration = _Migration(
        conditions=Conditions(names=names, variant_name=found.variant_name),
        delimiters=Delimiters(block=found.blocks, variable=found.variables, comment=found.comments),
    )
    changes: list[Change] = []
    leftovers: list[tuple[Path, Leftover]] = []
    for path in _files(project, found.paths):
        change, left = _rewritten_file(path, migration)
        changes += [change] if change is not None else []
        leftovers += [(path, leftover) for leftover in left]
    if not found.diff:
        apply_changes(tuple(changes))
    for change in changes:
        if found.diff:
            print(_difference(change), end="")
        else:
            print(f"{shown_path(change.path)}: {change.summary}")
    for path, leftover in leftovers:
        print(f"{shown_path(path)}:{leftover.line}: {leftover.message}", file=sys.stderr)
    return 1 if leftovers else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="variantdocs migrate",
        description="Rewrite `only` and `ifconfig` directives, and Jinja with other delimiters, into blocks.",
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files or folders (default: every page)")
    parser.add_argument("-c", dest="conf", metavar="DIR", default=".", help="the folder of the project")
    parser.add_argument("--diff", action="store_true", help="show what would change, and write nothing")
    for name, example in (("blocks", "{%% %%}"), ("variables", "{{ }}"), ("comments", "{# #}")):
        parser.add_argument(
            f"--{name}",
            type=_delimiters,
            metavar="'BEGIN END'",
            help=f"how Jinja's {name} begin and end, such as '{example}' (default: not rewritten)",
        )
    parser.add_argument(
        "--variant-name",
        default="variant",
        metavar="NAME",
        help="the name that holds the variant's name now (default: %(default)s)",
    )
    return parser


def _delimiters(text: str) -> tuple[str, str]:
    parts = text.split()
    if len(parts) != 2:
        raise argparse.ArgumentTypeError(f"write two delimiters with a space between, not {text!r}")
    return parts[0], parts[1]


def _files(project: ExistingProject, paths: Sequence[str]) -> Iterator[Path]:
    if not paths:
        yield from project.texts()
    for path in map(_absolute, paths):
        if path.is_dir():
            yield from (text for text in project.texts() if text.is_relative_to(path))
        elif path.is_file():
            yield path
        else:
            raise ConfigurationError((f"{shown_path(path)}: there is no such file or folder",))


def _absolute(text: str) -> Path:
    return Path(os.path.abspath(text))  # noqa: PTH100 - Path.resolve would follow links


def _rewritten_file(path: Path, migration: _Migration) -> tuple[Change | None, tuple[Leftover, ...]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, (Leftover(line, "the file is not UTF-8; left unchanged"),)
    done = migration.rewrite(text, markdown=path.suffix not in (".rst", ".txt"))
    if done.text == text:
        return None, done.leftovers
    return Change(path=path, data=done.text.encode(), before=data, summary="rewritten"), done.leftovers


def _difference(change: Change) -> str:
    """The unified difference of a file, as ``patch`` reads it."""
    name = shown_path(change.path)
    before, after = (
        re.findall(r"[^\n]*\n|[^\n]+", (data or b"").decode()) for data in (change.before, change.data)
    )
    lines = difflib.unified_diff(before, after, name, name)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )

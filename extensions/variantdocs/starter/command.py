"""The command ``variantdocs init``: its arguments, and what it says."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.config.load import load_variants
from variantdocs.errors import ConfigurationError
from variantdocs.paths import shown_path
from variantdocs.starter.changes import Plan, apply_changes

if TYPE_CHECKING:
    from variantdocs.starter.existing_project import ExistingProject


def init(argv: list[str]) -> int:
    """Start a project, or add variants to an existing one; returns the exit status.

    :raises ConfigurationError: the folder cannot be used; nothing is written.
    """
    parser = _parser()
    found = parser.parse_args(argv)
    if (found.folder is None) == (found.existing is None):
        parser.error("name a folder for a new project, or an existing project with --from")
    if found.existing is None and (found.sitemap or found.variants):
        parser.error("--import-sitemap and --variants are for an existing project; name it with --from")
    plan = _plan(found)
    apply_changes(plan.changes)
    for change in plan.changes:
        print(f"{shown_path(change.path)}: {change.summary}")
    for note in plan.notes:
        print(note)
    for problem in plan.problems:
        print(problem, file=sys.stderr)
    return 1 if plan.problems else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="variantdocs init",
        description="Start a project of two variants, or add variants to an existing one.",
    )
    parser.add_argument("folder", nargs="?", metavar="DIR", help="the folder of a new project")
    parser.add_argument(
        "--from", dest="existing", metavar="EXISTING_DIR", help="add variants to this Sphinx project"
    )
    parser.add_argument(
        "--variants", metavar="A,B", help="the names of its variants (default: cloud,selfhosted)"
    )
    parser.add_argument(
        "--import-sitemap",
        dest="sitemap",
        metavar="FILE",
        help="make toctrees and page rules from a tree of pages, in JSON or YAML",
    )
    return parser


def _plan(found: argparse.Namespace) -> Plan:
    from variantdocs.starter.adopt import DEFAULT_VARIANTS, check_names, plan_adoption
    from variantdocs.starter.existing_project import find_project
    from variantdocs.starter.new_project import plan_new_project

    if found.existing is None:
        return plan_new_project(_folder(found.folder))
    project = find_project(_folder(found.existing))
    asked = tuple(filter(None, (found.variants or "").replace(" ", "").split(",")))
    if found.sitemap is not None:
        return _with_sitemap(project, _folder(found.sitemap), asked)
    variants = asked or DEFAULT_VARIANTS
    check_names(variants)
    return plan_adoption(project, variants)


def _with_sitemap(project: ExistingProject, path: Path, asked: tuple[str, ...]) -> Plan:
    from variantdocs.starter.adopt import DEFAULT_VARIANTS, check_names, plan_adoption
    from variantdocs.starter.sitemap import parse_sitemap
    from variantdocs.starter.sitemap_import import import_sitemap

    filename = shown_path(path)
    try:
        home = parse_sitemap(path.read_text("utf-8"), filename=filename)
    except OSError as error:
        raise ConfigurationError((f"{filename}: cannot be read: {error.strerror}",)) from None
    except UnicodeDecodeError:
        raise ConfigurationError((f"{filename}: is not UTF-8; save it as UTF-8",)) from None
    if project.variants_file.exists():
        variants = load_variants(project.variants_file).names
    else:
        variants = asked or home.variant_names() or DEFAULT_VARIANTS
        check_names(variants)
    unknown = [
        f"{filename}:{node.line}: there is no variant {name!r}; there are {', '.join(variants)}"
        for node in home.walk()
        for name in node.variants or ()
        if name not in variants
    ]
    if unknown:
        raise ConfigurationError(tuple(unknown))
    imported = import_sitemap(project, home, variants, filename=filename)
    plan = plan_adoption(project, variants, imported.rules)
    return Plan(
        changes=(*plan.changes, *imported.toctrees.changes),
        notes=(*imported.toctrees.notes, *plan.notes),
        problems=(*plan.problems, *imported.toctrees.problems),
    )


def _folder(text: str) -> Path:
    return Path(os.path.abspath(text))  # noqa: PTH100 - Path.resolve would follow links

"""The commands: parse, call, print, exit status.

Exit status: 0 done, warnings included; 1 an error, a failed variant, a warning under ``-W``, or
findings; 2 wrong usage or configuration.
"""

from __future__ import annotations

import argparse
import gc
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs import __version__
from variantdocs.console import Console
from variantdocs.errors import ConfigurationError, OutputError
from variantdocs.paths import shown_path

if TYPE_CHECKING:
    from variantdocs.multibuild.arguments import BuildArguments
    from variantdocs.multibuild.coordinator import BuildResult


def build(argv: list[str]) -> int:
    """Build all variants, or those that -D variant=… names; return the exit status."""
    from variantdocs.multibuild.arguments import add_part_option, from_command_line, make_parser, with_part

    parser = make_parser("variantdocs build", "Build all variants, or those that -D variant=a,b names.")
    add_part_option(parser)
    found = parser.parse_args(argv)
    arguments = from_command_line(found)
    if found.part is not None:
        arguments = with_part(arguments, found.part)
    return _build(arguments, Console.from_arguments(arguments))[0]


def _build(arguments: BuildArguments, console: Console) -> tuple[int, BuildResult]:
    """Build and print the result; return the exit status, too."""
    from variantdocs.multibuild.coordinator import build_variants

    result = build_variants(arguments, progress=console.progress())
    status = console.result(result, folder=arguments.output, fail_on_warning=arguments.fail_on_warning)
    return status, result


def check(argv: list[str]) -> int:
    """Build, and look for leaks, dead links and bad redirects; return the exit status."""
    from variantdocs.multibuild.arguments import from_command_line, make_parser

    parser = make_parser(
        "variantdocs check", "Build all variants and check the output: links, leaks and redirects."
    )
    parser.add_argument("--json", action="store_true", help="print what was found as one JSON object")
    found = parser.parse_args(argv)
    found.quiet = found.quiet or found.json  # the object has the standard output for itself
    arguments = from_command_line(found)
    return _build_and_check(arguments, Console.from_arguments(arguments), as_json=found.json)


def _build_and_check(arguments: BuildArguments, console: Console, *, as_json: bool) -> int:
    """Build, check the output, and print the result."""
    import json
    from dataclasses import replace

    from variantdocs.check import findings
    from variantdocs.multibuild.coordinator import variants_to_build
    from variantdocs.pages.index import read_indexes
    from variantdocs.publish.redirects.problems import read_redirects
    from variantdocs.sources.project import load_project

    status, result = _build(arguments, console)
    project = load_project(arguments.source, arguments.conf, variants_file=arguments.variants_file)
    project = replace(project, prepared=result.prepared)
    names = variants_to_build(project.variant_set, arguments.variants)
    indexes = read_indexes(arguments.index, project.variant_set.names)
    found = findings.check_site(arguments.output, names, project, indexes, jobs=arguments.jobs)
    if len(indexes) == len(project.variant_set.names):  # a redirect may lead to any variant
        found = replace(found, redirects=tuple(read_redirects(project, indexes)[1]))
    if as_json:
        print(json.dumps(findings.as_json(found, shown_path), indent=2, ensure_ascii=False))
    for line in () if as_json else findings.lines_of(found, shown_path):
        console.error(line)
    if not arguments.really_quiet:
        print(found.summary, file=sys.stderr if found or arguments.quiet else sys.stdout)
    return 1 if found else status


def publish(argv: list[str]) -> int:
    """Build the folder to upload from nothing; return the exit status."""
    from variantdocs.publish.command import publish as run

    return run(argv)


def assemble(argv: list[str]) -> int:
    """Put variants that were built apart together into the folder to upload."""
    from variantdocs.publish.command import assemble as run

    return run(argv)


def redirects(argv: list[str]) -> int:
    """Propose redirects for the pages that a change moves or removes."""
    from variantdocs.publish.redirects.command import run

    return run(argv)


def serve(argv: list[str]) -> int:
    """Show a live preview of all variants; return the exit status."""
    from variantdocs.preview.serve import serve as run

    return run(argv)


def lint(argv: list[str]) -> int:
    """Find mistakes in the source, without building it."""
    from variantdocs.lint.command import run

    return run(argv)


def explain(argv: list[str]) -> int:
    """Say why a page or line is in a variant or not."""
    from variantdocs.explain.command import run

    return run(argv)


def diff(argv: list[str]) -> int:
    """Show how two variants differ."""
    from variantdocs.report.command import run_diff

    return run_diff(argv)


def report(argv: list[str]) -> int:
    """Show how much the variants share."""
    from variantdocs.report.command import run_report

    return run_report(argv)


def changes(argv: list[str]) -> int:
    """Say what a change does to each variant."""
    from variantdocs.changes.command import run

    return run(argv)


def rename(argv: list[str]) -> int:
    """Give a variant or group another name."""
    from variantdocs.refactor.command import run_rename

    return run_rename(argv)


def retire(argv: list[str]) -> int:
    """Remove a variant or group."""
    from variantdocs.refactor.command import run_retire

    return run_retire(argv)


def add(argv: list[str]) -> int:
    """Add a variant or group like another."""
    from variantdocs.refactor.command import run_add

    return run_add(argv)


def remote(argv: list[str]) -> int:
    """Lock, check or vendor the code of other repositories."""
    from variantdocs.remote.commands.arguments import add_arguments, run

    parser = argparse.ArgumentParser(prog="variantdocs remote", description="Code from other repositories.")
    add_arguments(parser)
    arguments = parser.parse_args(argv)
    return run(arguments, variants=_variants_of(arguments.conf_dir))


def init(argv: list[str]) -> int:
    """Start a project of two variants, or add variants to an existing Sphinx project."""
    from variantdocs.starter.command import init as run

    return run(argv)


def migrate(argv: list[str]) -> int:
    """Rewrite other ways of writing for one variant into blocks."""
    from variantdocs.migrate.command import migrate as run

    return run(argv)


def _variants_of(conf: Path) -> tuple[str, ...]:
    """The names of the project's variants; none if there is no ``variants.yaml``.

    :raises ConfigurationError: ``conf.py`` or ``variants.yaml`` cannot be used.
    """
    from variantdocs.config.load import load_variants
    from variantdocs.multibuild.arguments import variants_file_of

    path = variants_file_of(conf)
    return load_variants(path).names if path.exists() else ()


COMMANDS: dict[str, tuple[Callable[[list[str]], int], str]] = {
    "init": (init, "start a project, or add variants to an existing one"),
    "migrate": (migrate, "rewrite `only`, `ifconfig` and Jinja into blocks"),
    "build": (build, "build all variants"),
    "serve": (serve, "live preview of all variants"),
    "lint": (lint, "find mistakes in the source, without building it"),
    "explain": (explain, "say why a page or line is in a variant or not"),
    "diff": (diff, "show how two variants differ, page by page"),
    "report": (report, "show how much the variants share, as a page"),
    "changes": (changes, "say what a change does to each variant"),
    "rename": (rename, "give a variant or group another name"),
    "retire": (retire, "remove a variant or group"),
    "add": (add, "add a variant or group like another"),
    "check": (check, "build, and look for leaks, dead links and bad redirects"),
    "publish": (publish, "build the folder to upload from nothing"),
    "assemble": (assemble, "put variants that were built apart into the folder to upload"),
    "redirects": (redirects, "propose redirects for pages that a change moves or removes"),
    "remote": (remote, "lock, check or vendor code of other repositories"),
}
"""Name → the function that runs the command, and what it does."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line; returns the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] in COMMANDS:
        _clean_up_on_sigterm()
        if arguments[0] != "serve":  # it goes on for hours
            _collect_rarely()
        try:
            return COMMANDS[arguments[0]][0](arguments[1:])
        except ConfigurationError as error:
            print(error, file=sys.stderr)
            return 2
        except OutputError as error:
            print(error, file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 130
    parser = argparse.ArgumentParser(
        prog="variantdocs",
        description="One documentation source, one complete site per edition of the product.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="commands:\n" + "\n".join(f"  {name:10} {text}" for name, (_, text) in COMMANDS.items()),
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    parser.add_argument(
        "command", choices=tuple(COMMANDS), metavar="command", help="see below; each has --help"
    )
    parser.parse_args(arguments)
    return 2


def _collect_rarely() -> None:
    """Keep Python's collector from walking what commands import and load, which stays to the end.

    By default it comes whenever 700 objects are new: some hundred times while Sphinx is imported.
    """
    gc.set_threshold(100_000, *gc.get_threshold()[1:])


def _clean_up_on_sigterm() -> None:
    """Make SIGTERM raise SystemExit, so that temporary folders are removed and workers end."""
    in_main_thread = threading.current_thread() is threading.main_thread()
    if in_main_thread and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))

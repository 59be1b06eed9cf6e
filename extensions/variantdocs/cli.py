"""The commands: parse, call, print, exit status.

Exit status: 0 done, warnings included; 1 an error, a failed variant, a warning under ``-W``, or
findings; 2 wrong usage or configuration.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs import __version__
from variantdocs.console import Console
from variantdocs.errors import ConfigurationError
from variantdocs.paths import shown_path

if TYPE_CHECKING:
    from pathlib import Path

    from variantdocs.multibuild.arguments import BuildArguments


def build(argv: list[str]) -> int:
    """Build all variants, or those that -D variant=… names."""
    from variantdocs.multibuild.arguments import from_command_line, make_parser

    parser = make_parser("variantdocs build", "Build all variants, or those that -D variant=a,b names.")
    arguments = from_command_line(parser.parse_args(argv))
    return _build(arguments, Console.from_arguments(arguments))


def _build(arguments: BuildArguments, console: Console, *, shown: Path | None = None) -> int:
    """Build, and say what came of it; ``shown`` is the output folder to name, if another."""
    from variantdocs.multibuild.coordinator import build_variants

    result = build_variants(arguments, progress=console.status)
    console.messages(result.messages)
    for name, failure in result.failed.items():
        console.error(f"[{name}] {failure.reason}")
    errors = sum(shared.message.is_error for shared in result.messages) + len(result.failed)
    warnings = len(result.messages) - errors + len(result.failed)
    console.status(
        f"build {'finished with problems' if errors else 'succeeded'}, "
        f"{len(result.messages)} {'message' if len(result.messages) == 1 else 'messages'}, "
        f"{result.seconds:.1f} s; "
        f"the pages are in {shown_path(shown or arguments.output)}, a folder per variant"
    )
    return 1 if errors or (arguments.fail_on_warning and warnings > 0) else 0


def check(argv: list[str]) -> int:
    """Build, and look for text that must not be in a variant's output."""
    from variantdocs.check.leaks import find_leaks
    from variantdocs.config.load import load_variants
    from variantdocs.multibuild.arguments import from_command_line, make_parser

    parser = make_parser("variantdocs check", "Build all variants and check what came out: links and leaks.")
    arguments = from_command_line(parser.parse_args(argv))
    console = Console.from_arguments(arguments)
    status = _build(arguments, console)
    leaks = list(find_leaks(arguments.output, load_variants(arguments.variants_file).forbid))
    for leak in leaks:
        console.error(
            f"{shown_path(leak.file)}: ERROR: {leak.found!r} is forbidden here "
            f"(forbid: {leak.forbidden!r}); put it into a block of another variant "
            f"[{leak.variant}] [variants.leak]"
        )
    return 1 if leaks else status


def publish(argv: list[str]) -> int:
    """Build the site anew, as it is uploaded."""
    from variantdocs.multibuild.arguments import from_command_line, make_parser
    from variantdocs.multibuild.publish import publish_site

    parser = make_parser(
        "variantdocs publish", "Build all variants from nothing into a folder to be uploaded."
    )
    arguments = from_command_line(parser.parse_args(argv))
    console = Console.from_arguments(arguments)
    return publish_site(arguments, lambda clean: _build(clean, console, shown=arguments.output))


def serve(argv: list[str]) -> int:
    """Show a live preview of all variants."""
    from variantdocs.preview import serve as run

    return run(argv)


def lint(argv: list[str]) -> int:
    """Find mistakes in the source, without building it."""
    from variantdocs.lint.command import run

    return run(argv)


def explain(argv: list[str]) -> int:
    """Say why a page or line is in a variant or not."""
    from variantdocs.explain.command import run

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
    from variantdocs.remote.commands.commands import add_arguments

    parser = argparse.ArgumentParser(prog="variantdocs remote", description="Code from other repositories.")
    add_arguments(parser)
    arguments = parser.parse_args(argv)
    return int(arguments.run_remote(arguments, variants=_variants_of(arguments.conf_dir)))


def _variants_of(conf: Path) -> tuple[str, ...]:
    """The names of the project's variants; none where there is no ``variants.yaml``.

    :raises ConfigurationError: ``conf.py`` or ``variants.yaml`` cannot be used.
    """
    from variantdocs.config.load import load_variants
    from variantdocs.multibuild.arguments import variants_file_of

    path = variants_file_of(conf)
    return load_variants(path).names if path.exists() else ()


_COMMANDS: dict[str, tuple[Callable[[list[str]], int], str]] = {
    "build": (build, "build all variants"),
    "serve": (serve, "live preview of all variants"),
    "lint": (lint, "find mistakes in the source, without building it"),
    "explain": (explain, "say why a page or line is in a variant or not"),
    "rename": (rename, "give a variant or group another name"),
    "retire": (retire, "remove a variant or group"),
    "add": (add, "add a variant or group like another"),
    "check": (check, "build, and find text that must not be in a variant"),
    "publish": (publish, "build the site anew, to be uploaded"),
    "remote": (remote, "lock, check or vendor code of other repositories"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line; returns the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] in _COMMANDS:
        try:
            return _COMMANDS[arguments[0]][0](arguments[1:])
        except ConfigurationError as error:
            print(error, file=sys.stderr)
            return 2
        except KeyboardInterrupt:
            return 130
    parser = argparse.ArgumentParser(
        prog="variantdocs",
        description="One documentation source, one complete site per edition of the product.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="commands:\n" + "\n".join(f"  {name:10} {text}" for name, (_, text) in _COMMANDS.items()),
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    parser.add_argument(
        "command", choices=tuple(_COMMANDS), metavar="command", help="see below; each has --help"
    )
    parser.parse_args(arguments)
    return 2

"""The command line of ``variantdocs remote``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.errors import ConfigurationError
from variantdocs.remote.commands.check import check
from variantdocs.remote.commands.lock import lock
from variantdocs.remote.commands.vendor import vendor
from variantdocs.remote.loader import Loader

if TYPE_CHECKING:
    import argparse

_COMMANDS = {
    "lock": (lock, "write remote.lock: what every remote file is now"),
    "check": (check, "compare remote.lock with what the remote files are now; exit 1 if code changed"),
    "vendor": (vendor, "copy the remote files into this project, and say how to build from the copies"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the three commands; :func:`run` runs the chosen one."""
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, (command, text) in _COMMANDS.items():
        subparser = commands.add_parser(name, help=text, description=text)
        subparser.set_defaults(command=command)
        subparser.add_argument(
            "sources", nargs="?", type=Path, default=Path("source"), help="folder of pages"
        )
        subparser.add_argument(
            "-c", "--conf-dir", type=Path, default=Path(), help="folder of conf.py (default: here)"
        )
        if name == "check":
            subparser.add_argument("--format", choices=("text", "json"), default="text", help="how to report")
        if name == "vendor":
            subparser.add_argument(
                "--into", type=Path, default=Path("vendor"), help="folder for the copies (default: vendor)"
            )


def run(
    arguments: argparse.Namespace,
    *,
    variants: Sequence[str] = (),
    make_loader: Callable[..., Loader] = Loader,
) -> int:
    """Run the chosen command.

    :param variants: The variants of the project.
    :param make_loader: For tests: gives a loader that trusts an address on loopback.
    :returns: The exit status: 0 done, 1 findings, 2 wrong usage or configuration.
    """
    try:
        status: int = arguments.command(arguments, variants, make_loader)
    except ConfigurationError as exc:
        print(exc, file=sys.stderr)
        return 2
    return status

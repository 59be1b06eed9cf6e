"""The options of sphinx-autobuild, which ``variantdocs serve`` takes beside those of a build."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_autobuild_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of sphinx-autobuild 2025.8.25; a test compares them."""
    group = parser.add_argument_group("preview options, as those of sphinx-autobuild")
    add = group.add_argument
    add("--port", type=int, default=8000, help="port to serve on; 0 is any free one (default: %(default)s)")
    add("--host", default="127.0.0.1", help="address to serve on (default: %(default)s)")
    add("--re-ignore", action="append", default=[], help="regular expression for files not to watch")
    add("--ignore", action="append", default=[], help="glob pattern for files not to watch")
    add("--no-initial", dest="no_initial_build", action="store_true", help="do not build at the start")
    add("--open-browser", action="store_true", help="open a browser")
    add("--delay", type=float, default=0, help="seconds before the browser is opened (default: %(default)s)")
    add(
        "--watch",
        action="append",
        metavar="DIR",
        default=[],
        dest="additional_watched_dirs",
        help="one more folder to watch",
    )
    add("--pre-build", action="append", metavar="COMMAND", default=[], help="command before each build")
    add("--post-build", action="append", metavar="COMMAND", default=[], help="command after each build")

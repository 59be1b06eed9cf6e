"""Read the command line of ``variantdocs serve``: that of ``build``, and sphinx-autobuild's options."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from variantdocs.errors import ConfigurationError
from variantdocs.multibuild.arguments import folder_problems, folders_of, make_parser
from variantdocs.preview.autobuild_options import add_autobuild_options


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewArguments:
    """A preview. Folders are absolute; ``build`` holds the arguments of the build, as parsed."""

    build: argparse.Namespace
    source: Path
    conf: Path
    output: Path
    host: str
    port: int
    watched: tuple[Path, ...] = ()
    ignored: tuple[str, ...] = ()
    ignored_patterns: tuple[str, ...] = ()
    initial_build: bool = True
    open_browser: bool = False
    delay: float = 0.0
    pre_build: tuple[str, ...] = ()
    post_build: tuple[str, ...] = ()


def parse_arguments(argv: list[str]) -> PreviewArguments:
    """The preview that ``argv`` requests; options may stand anywhere.

    :raises ConfigurationError: a folder is missing.
    """
    parser = make_parser("variantdocs serve", "Live preview of all variants, with sphinx-autobuild.")
    add_autobuild_options(parser)
    found = parser.parse_args(argv)
    if problems := folder_problems(found):
        raise ConfigurationError(tuple(problems))
    source, conf, output = folders_of(found)
    doctrees = Path(found.doctreedir).absolute() if found.doctreedir else output.parent / "doctrees"
    written = [output, doctrees, *([Path(found.warnfile).absolute()] if found.warnfile else [])]
    return PreviewArguments(
        build=found,
        source=source,
        conf=conf,
        output=output,
        host=found.host,
        port=found.port,
        watched=tuple(Path(name).absolute() for name in found.additional_watched_dirs),
        ignored=(*IGNORED_FOLDERS, *found.ignore, *map(str, written)),
        ignored_patterns=tuple(found.re_ignore),
        initial_build=not found.no_initial_build,
        open_browser=found.open_browser,
        delay=found.delay,
        pre_build=tuple(found.pre_build),
        post_build=tuple(found.post_build),
    )


IGNORED_FOLDERS = (
    *(".git", ".hg", ".idea", ".mypy_cache", "node_modules", ".nox", ".ruff_cache", ".pytest_cache"),
    *(".pytype", ".svn", ".tox", ".venv", "venv", ".vscode"),
)
"""What sphinx-autobuild ignores by itself."""

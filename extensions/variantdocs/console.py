"""Print the messages of a build to the terminal, and to the file of ``-w``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from variantdocs.build_messages import SharedMessage
from variantdocs.multibuild.arguments import BuildArguments

_RED, _RESET = "\x1b[91m", "\x1b[39;49;00m"


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """The terminal, with the options of a build applied."""

    quiet: bool = False
    really_quiet: bool = False
    color: bool = False
    warning_file: Path | None = None

    @classmethod
    def from_arguments(cls, arguments: BuildArguments) -> Console:
        """Apply ``-q``, ``-Q``, ``--color`` and ``-w``."""
        automatic = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        color = automatic if arguments.color is None else arguments.color
        return cls(
            quiet=arguments.quiet,
            really_quiet=arguments.really_quiet,
            color=color,
            warning_file=arguments.warning_file,
        )

    def status(self, text: str) -> None:
        """Print a line about progress."""
        if not self.quiet:
            print(text, flush=True)

    def messages(self, messages: Sequence[SharedMessage]) -> None:
        """Print warnings and errors; write them to the file of ``-w``."""
        if not self.really_quiet:
            for message in messages:
                self.error(str(message))
        if self.warning_file is not None:
            text = "".join(f"{message}\n" for message in messages)
            self.warning_file.write_text(text, "utf-8")

    def error(self, text: str) -> None:
        """Print a line to the error stream."""
        print(f"{_RED}{text}{_RESET}" if self.color else text, file=sys.stderr, flush=True)

"""Print the messages of a build to the terminal, and to the file of ``-w``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.build_messages import SharedMessage
from variantdocs.hyperlinks import link_kind, manual_address, shows_links
from variantdocs.multibuild.progress.display import NoProgress, Progress, ProgressDisplay, shows_live_line
from variantdocs.paths import shown_path

if TYPE_CHECKING:
    from variantdocs.multibuild.arguments import BuildArguments
    from variantdocs.multibuild.coordinator import BuildResult

_RED, _RESET = "\x1b[91m", "\x1b[39;49;00m"


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """The terminal, with the options of a build applied.

    ``manual`` is the address of the page to which kinds of messages are linked; empty for no links.
    """

    quiet: bool = False
    really_quiet: bool = False
    color: bool = False
    warning_file: Path | None = None
    manual: str = ""

    @classmethod
    def from_arguments(cls, arguments: BuildArguments) -> Console:
        """Apply ``-q``, ``-Q``, ``--color`` and ``-w``."""
        automatic = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        color = automatic if arguments.color is None else arguments.color
        links = arguments.color is not False and shows_links(os.environ, is_terminal=sys.stderr.isatty())
        return cls(
            quiet=arguments.quiet,
            really_quiet=arguments.really_quiet,
            color=color,
            warning_file=arguments.warning_file,
            manual=manual_address(os.environ) if links else "",
        )

    def status(self, text: str) -> None:
        """Print a line about progress."""
        if not self.quiet:
            print(text, flush=True)

    def progress(self) -> Progress:
        """Where a build says what it is doing."""
        if self.quiet:
            return NoProgress()
        return ProgressDisplay(self.status, terminal=sys.stdout if shows_live_line(sys.stdout) else None)

    def result(self, result: BuildResult, *, folder: Path, fail_on_warning: bool) -> int:
        """Print what a build said.

        :param folder: Where the pages are, or will be.
        :returns: The exit status of the build.
        """
        if not self.really_quiet:
            for line in result.python_warnings:
                self.error(line)
        self.messages(result.messages)
        for name, failure in result.failed.items():
            self.error(f"[{name}] {failure.reason}")
        errors = sum(shared.message.is_error for shared in result.messages) + len(result.failed)
        warnings = len(result.messages) - errors + len(result.failed)
        self.status(
            f"build {'finished with problems' if errors else 'succeeded'}, "
            f"{len(result.messages)} {'message' if len(result.messages) == 1 else 'messages'}, "
            f"{result.seconds:.1f} s; "
            f"the pages are in {shown_path(folder)}, a folder per variant"
        )
        return 1 if errors or (fail_on_warning and warnings > 0) else 0

    def messages(self, messages: Sequence[SharedMessage]) -> None:
        """Print warnings and errors; write them to the file of ``-w``."""
        if not self.really_quiet:
            for shared in messages:
                line, kind = str(shared), shared.message.kind
                self.error(link_kind(line, kind, self.manual) if self.manual else line)
        if self.warning_file is not None:
            text = "".join(f"{message}\n" for message in messages)
            self.warning_file.write_text(text, "utf-8")

    def error(self, text: str) -> None:
        """Print a line to the error stream."""
        print(f"{_RED}{text}{_RESET}" if self.color else text, file=sys.stderr, flush=True)

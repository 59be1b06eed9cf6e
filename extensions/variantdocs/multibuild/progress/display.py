"""Print the progress of a build: a live line in a terminal, plain lines at intervals elsewhere."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Mapping
from typing import Protocol, TextIO

from variantdocs.multibuild.progress.page_counts import PageCounts
from variantdocs.multibuild.progress.wording import progress_line

_LINE_EVERY = 1.5
"""Seconds between plain lines: with what a build cannot interrupt, never two seconds without one."""
_REDRAW_EVERY = 0.1
"""Seconds between changes of the live line."""
_CLEAR = "\r\x1b[K"


class Progress(Protocol):
    """Where a build says what it is doing."""

    def line(self, text: str) -> None:
        """Print a line."""

    def pages(self, counts: Mapping[str, PageCounts]) -> None:
        """Show how far the variants are; called several times a second while the build waits for them."""

    def activity(self, text: str) -> None:
        """Show what else the build is doing; called several times a second while that lasts."""

    def close(self) -> None:
        """Leave nothing on the screen but lines: the build has ended."""


class ProgressDisplay:
    """Shows the progress of a build while it is running.

    :param print_line: Prints the lines.
    :param terminal: Where a live line can be shown; ``None`` for plain lines.
    :param clock: Gives seconds.
    :param columns: Gives the width of the terminal.
    """

    def __init__(
        self,
        print_line: Callable[[str], None],
        *,
        terminal: TextIO | None,
        clock: Callable[[], float] = time.monotonic,
        columns: Callable[[], int] = lambda: shutil.get_terminal_size().columns,
    ) -> None:
        self._print_line = print_line
        self._terminal = terminal
        self._clock = clock
        self._columns = columns
        self._started = self._last = clock()
        self._shown = ""

    def line(self, text: str) -> None:
        """Print a line."""
        self.close()
        self._print_line(text)
        self._last = self._clock()

    def pages(self, counts: Mapping[str, PageCounts]) -> None:
        """Show how far the variants are."""
        if self._is_due():
            columns = self._columns() - 1 if self._terminal is not None else None
            self._show(progress_line(counts, seconds=self._seconds, columns=columns))

    def activity(self, text: str) -> None:
        """Show what the build is doing."""
        if self._is_due():
            self._show(f"{text}  {self._seconds:.0f} s")

    def close(self) -> None:
        """Take the live line away."""
        if self._shown and self._terminal is not None:
            self._terminal.write(_CLEAR)
            self._terminal.flush()
        self._shown = ""

    @property
    def _seconds(self) -> float:
        return self._clock() - self._started

    def _is_due(self) -> bool:
        interval = _LINE_EVERY if self._terminal is None else _REDRAW_EVERY
        return self._clock() - self._last >= interval or (self._terminal is not None and not self._shown)

    def _show(self, text: str) -> None:
        self._last = self._clock()
        if self._terminal is None:
            self._print_line(text)
        elif text != self._shown:
            self._terminal.write(f"{_CLEAR}{text[: max(1, self._columns() - 1)]}")
            self._terminal.flush()
            self._shown = text


class NoProgress:
    """Shows no progress."""

    def line(self, text: str) -> None:
        """Print nothing."""

    def pages(self, counts: Mapping[str, PageCounts]) -> None:
        """Show nothing."""

    def activity(self, text: str) -> None:
        """Show nothing."""

    def close(self) -> None:
        """Nothing is shown."""


def shows_live_line(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether ``stream`` is a terminal that can write a line again."""
    return stream.isatty() and environment.get("TERM") != "dumb" and "CI" not in environment

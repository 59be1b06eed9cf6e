"""Search with a regular expression that someone wrote into ``variants.yaml``, for a limited time."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from variantdocs.errors import ConfigurationError

LONGEST_SEARCH = 10.0
"""Seconds of processor time for one expression and one file."""


class _TimeIsUpError(Exception):
    pass


def search(pattern: re.Pattern[str], texts: Iterable[str], *, rule: str, where: str) -> re.Match[str] | None:
    """The first match of ``pattern`` in any of ``texts``.

    :param rule: The expression as it is written, for the message.
    :param where: What ``texts`` are of, for the message.
    :raises ConfigurationError: the search takes too long. Only on systems with interval timers, and in a
        process's main thread; elsewhere, it takes as long as it takes.
    """
    try:
        with _at_most(LONGEST_SEARCH):
            return next((match for text in texts if (match := pattern.search(text))), None)
    except _TimeIsUpError:
        raise ConfigurationError(
            (
                f"variants.yaml: the expression {rule!r} takes longer than {LONGEST_SEARCH:g} s for {where}; "
                "repeat nothing that is itself repeated, as in `(a+)+`",
            )
        ) from None


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: Any) -> None:
        raise _TimeIsUpError

    # Python's matcher looks for signals now and then.
    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)

"""What time it is, and how to wait: one object, so that tests need not wait."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading


class Clock:
    """The machine's clocks."""

    def time(self) -> float:
        """Give the seconds since 1970, as written in the cache."""
        return time.time()

    def monotonic(self) -> float:
        """Give seconds that never jump, for deadlines."""
        return time.monotonic()

    def wait(self, woken: threading.Event, seconds: float) -> None:
        """Wait, unless woken before the time is over."""
        woken.wait(seconds)


SYSTEM_CLOCK = Clock()

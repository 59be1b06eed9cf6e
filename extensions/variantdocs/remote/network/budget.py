"""Count the time that a build spends on fetching."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variantdocs.remote.network.deadline import Clock


class Budget:
    """Seconds for all fetching of one build.

    Time counts once however many fetch at the same time, and not at all while nobody does: reading
    pages between two fetches costs nothing.
    """

    def __init__(self, seconds: float, *, clock: Clock) -> None:
        self.seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._spenders = 0
        self._since = 0.0
        self._spent = 0.0

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Count the time within as spent."""
        with self._lock:
            if self._spenders == 0:
                self._since = self._clock.monotonic()
            self._spenders += 1
        try:
            yield
        finally:
            with self._lock:
                self._spenders -= 1
                if self._spenders == 0:
                    self._spent += self._clock.monotonic() - self._since

    def left(self) -> float:
        """Give the seconds that are left; not below 0."""
        with self._lock:
            running = self._clock.monotonic() - self._since if self._spenders else 0.0
            return max(0.0, self.seconds - self._spent - running)

    def after_fork(self) -> Budget:
        """Give a worker process what is left, with a lock of its own."""
        return Budget(max(0.0, self.seconds - self._spent), clock=self._clock)

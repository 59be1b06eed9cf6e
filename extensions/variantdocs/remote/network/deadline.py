"""Count time: the clock, the time of one request, and the time of all fetching of a build."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Clock:
    """The machine's clocks. An object, so that tests need not wait."""

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


class DeadlinePassedError(TimeoutError):
    """A request used up its time, although no single read was slow."""


class RequestDeadline(threading.local):
    """How long the request of the current thread may go on.

    A timeout of a socket is per read, so a server that sends a byte now and then is never late. The
    sockets of a request ask here before each read.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.timeout = 0.0
        """Seconds that one operation may take."""
        self.until = 0.0
        """When the request must be over, by the monotonic clock."""

    def seconds(self) -> float:
        """Give the seconds that the next operation may take.

        :raises DeadlinePassedError: if there are none.
        """
        left = self.until - self._clock.monotonic()
        if left <= 0:
            raise DeadlinePassedError
        return min(self.timeout, left)


class Budget:
    """Seconds for all fetching of one build.

    Concurrent requests count once, and time without a request does not count: reading pages between
    two requests costs nothing.
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

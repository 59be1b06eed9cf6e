"""Let the workers of a build use the processors that no other worker needs at the moment.

The coordinator limits how many workers run at a time. Where fewer run than it allows, it offers the rest. A
worker that has work left takes one, and forks a process that does a part of it. No process waits for an
offer, so one that is killed while it has one holds nothing up.
"""

from __future__ import annotations

import os
from io import FileIO

_OFFER = b"\n"


class IdleProcessors:
    """Offers of idle processors: a byte for each, in a pipe that forked processes inherit."""

    def __init__(self) -> None:
        taken_from, put_into = os.pipe()
        for end in (taken_from, put_into):
            os.set_blocking(end, False)
        self._taken_from = FileIO(taken_from, "r")
        self._put_into = FileIO(put_into, "w")

    def offer(self, count: int = 1) -> None:
        """Let workers take ``count`` processors; none if it is not positive."""
        if count > 0:
            self._put_into.write(_OFFER * count)  # does nothing if there are thousands already

    def take(self) -> bool:
        """Take one processor; false if there is none."""
        return bool(self._taken_from.read(1))

    def withdraw(self) -> None:
        """Take all that are left."""
        while self.take():
            pass

    def close(self) -> None:
        """Close the pipe in this process."""
        self._taken_from.close()
        self._put_into.close()

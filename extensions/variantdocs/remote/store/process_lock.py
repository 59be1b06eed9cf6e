"""Let one process at a time fetch a URL, so that the others find its bytes in the cache.

This saves requests, and no more than that: files appear whole in the cache whoever writes them. So a
process that would have to wait too long, or that cannot wait, fetches as well.
"""

from __future__ import annotations

import hashlib
import sys
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from variantdocs.remote.network.deadline import Clock

_LOOK_AGAIN = 0.01
"""Seconds between two looks at whether it is our turn."""
_DIGITS = 3
"""Hexadecimal digits of a URL's hash in the name of its file: so there are at most 4,096 files."""


@contextmanager
def turn(folder: Path, url: str, *, seconds: float, clock: Clock) -> Iterator[None]:
    """Wait until no other process has the turn for ``url``, then have it.

    A process that is killed gives up its turn: the system lets go of its locks.

    :param folder: The folder of the files that are locked. Need not exist. Need not be writable.
    :param seconds: How long to wait at most; after that, go on without the turn.
    """
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            name = hashlib.sha256(url.encode()).hexdigest()[:_DIGITS]
            file = stack.enter_context((folder / name).open("ab"))
        except OSError:
            pass
        else:
            ends = clock.monotonic() + seconds
            nobody_wakes = threading.Event()
            while not _locked(file) and clock.monotonic() < ends:
                clock.wait(nobody_wakes, _LOOK_AGAIN)
        yield


if sys.platform == "win32":

    def _locked(file: BinaryIO) -> bool:
        return True  # there are no such locks; two processes may fetch the same

else:
    import fcntl

    def _locked(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks
        return True

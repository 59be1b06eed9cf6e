"""Let one process at a time fetch a URL, so that the others find its bytes in the cache.

This saves requests, and no more than that: files appear whole in the cache whoever writes them. So a
process that would have to wait too long, or that cannot lock a file, fetches as well.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from filelock import FileLock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_POLL_INTERVAL = 0.01
_DIGITS = 3
"""Hexadecimal digits of a URL's hash in the name of its file: so there are at most 4,096 files."""


@contextmanager
def process_lock(folder: Path, url: str, *, seconds: float) -> Iterator[None]:
    """Wait until no other process holds the lock for ``url``, then hold it.

    The system releases the lock of a process that is killed.

    :param folder: The folder of the lock files. Need not exist. Need not be writable.
    :param seconds: How long to wait at most; after that, go on without the lock.
    """
    name = hashlib.sha256(url.encode()).hexdigest()[:_DIGITS]
    lock = FileLock(folder / name, poll_interval=_POLL_INTERVAL)
    # OSError is also what filelock raises when the time is over.
    with suppress(OSError, NotImplementedError):
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=seconds)
    try:
        yield
    finally:
        lock.release(force=True)

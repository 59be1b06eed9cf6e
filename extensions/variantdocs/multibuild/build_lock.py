"""Let builds that use the same doctrees folder run one after the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from variantdocs.errors import OutputError
from variantdocs.output import write_bytes
from variantdocs.paths import shown_path

_NAME = ".build-lock"
_WAIT = 0.2  # seconds


@contextmanager
def build_lock(
    doctrees: Path, progress: Callable[[str], None], *, on_wait: Callable[[], None] | None = None
) -> Iterator[None]:
    """Wait until no other build uses ``doctrees``, and keep others out until the end of the block.

    :param progress: Called with a line to print if another build has to be waited for.
    :param on_wait: Called several times a second while it is.
    """
    lock = acquire_build_lock(doctrees, progress, on_wait=on_wait)
    try:
        yield
    finally:
        lock.release()


def acquire_build_lock(
    doctrees: Path, progress: Callable[[str], None], *, on_wait: Callable[[], None] | None = None
) -> FileLock:
    """The lock of ``doctrees``, acquired; a process that holds it already gets it again.

    The parameters are those of :func:`build_lock`.

    :raises OutputError: the lock file cannot be opened.
    """
    doctrees.mkdir(parents=True, exist_ok=True)
    lock = FileLock(doctrees / _NAME, is_singleton=True)
    holder = doctrees / f"{_NAME}.pid"
    try:
        lock.acquire(blocking=False)
    except Timeout:
        progress(f"waiting for another build in {shown_path(doctrees)}{_process(holder)}")
        _acquire(lock, on_wait)
    except OSError as error:
        raise OutputError(
            f"{shown_path(doctrees / _NAME)}: cannot be opened: {error.strerror}; remove it and build again"
        ) from None
    write_bytes(holder, str(os.getpid()).encode("ascii"))  # not through a symbolic link
    return lock


def _acquire(lock: FileLock, on_wait: Callable[[], None] | None) -> None:
    while True:
        try:
            lock.acquire(timeout=_WAIT)
        except Timeout:
            if on_wait is not None:
                on_wait()
        else:
            return


def _process(holder: Path) -> str:
    try:
        return f" (process {int(holder.read_text('ascii'))})"
    except (OSError, ValueError):
        return ""

"""Keep what was computed from files, for processes that need it again and again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Generic, TypeVar

_T = TypeVar("_T")

_SETTLED_NS = 2_000_000_000
"""How long ago a file must have changed for its status to tell it from a later version.

A file that changes twice within one tick of the file system's clock keeps its times. Ticks take up to 2 s.
"""


class FileValues(Generic[_T]):
    """A value for each file, computed again when the file's status differs.

    The status consists of device, inode, size, time of modification and time of change. The last cannot be
    set, so a copy that keeps the time of modification is noticed.

    :param compute: Computes the value from the file at a path; it may take further arguments of :meth:`of`.
    """

    def __init__(self, compute: Callable[..., _T]) -> None:
        self._compute = compute
        self._known: dict[str, tuple[tuple[int, ...], _T]] = {}

    def of(self, path: str | os.PathLike[str], *arguments: object) -> _T:
        """The value of the file at ``path``.

        :param arguments: Help to compute it. The value does not depend on them.
        :raises OSError: there is no such file.
        """
        name = os.fspath(path)
        found = os.stat(name)  # noqa: PTH116 - called for every file of a site in each build of the preview
        status = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        known = self._known.get(name)
        if known is not None and known[0] == status:
            return known[1]
        started = time.time_ns()
        value = self._compute(name, *arguments)
        if max(found.st_mtime_ns, found.st_ctime_ns) < started - _SETTLED_NS:
            self._known[name] = status, value
        else:
            self._known.pop(name, None)
        return value

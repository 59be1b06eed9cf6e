"""Hand out the pages that a process has yet to write to other processes, the last page first.

So the process and its helpers begin at opposite ends, and seldom take the same page.
"""

from __future__ import annotations

import os
import struct
import tempfile
from collections.abc import Sequence

_ENTRY = struct.Struct("=I")
_BEGUN = _ENTRY.pack(0)


class PagesAhead:
    """The pages that one process writes in their order, and that forked processes take from the end.

    They are numbers in a file, those of the last pages first. Forked processes share the position in it,
    which the system moves on with each read: no process holds a lock when it is killed.
    """

    def __init__(self, docnames: Sequence[str]) -> None:
        self._docnames = docnames
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed in close()
        self._file.write(b"".join(map(_ENTRY.pack, range(len(docnames), 0, -1))))
        self._file.seek(0)

    def begin(self, index: int) -> None:
        """The process writes the page ``index``: no other process takes that page, or one before it."""
        os.pwrite(self._file.fileno(), _BEGUN, (len(self._docnames) - 1 - index) * _ENTRY.size)

    def left_after(self, index: int) -> int:
        """How many pages after ``index`` have not been taken."""
        return max(0, len(self._docnames) - 1 - index - self._file.tell() // _ENTRY.size)

    def take(self) -> str | None:
        """The last page that has not been taken; ``None`` if there is none left."""
        found = self._file.read(_ENTRY.size)
        number = _ENTRY.unpack(found)[0] if found else 0
        return self._docnames[number - 1] if number else None

    def stop(self) -> None:
        """Let no process take another page."""
        self._file.seek(0, os.SEEK_END)

    def close(self) -> None:
        """Close the file in this process."""
        self._file.close()

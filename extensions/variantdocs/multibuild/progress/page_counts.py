"""Count the pages that a worker has read and written, in memory that the coordinator reads.

Only the worker's own process writes to it, so there is no lock that a killed process could leave locked.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from multiprocessing.context import BaseContext
from typing import Any


class BuildStep(IntEnum):
    """What a worker is doing."""

    STARTING = 0
    READING = 1
    WAITING = 2
    """It has read its pages; it waits for those that others read, and merges them."""
    WRITING = 3
    FINISHING = 4
    """All pages are written; search index, static files and publishing are left."""
    DONE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCounts:
    """The pages of one variant: how many have been ``read`` of those ``to_read``; the same for writing.

    A page that another variant reads is not counted.
    """

    step: BuildStep = BuildStep.STARTING
    read: int = 0
    to_read: int = 0
    written: int = 0
    to_write: int = 0


class SharedPageCounts:
    """The counts of one variant, in memory that its worker and the coordinator share.

    :param context: Starts the worker.
    """

    _STEP, _READ, _TO_READ, _WRITTEN, _TO_WRITE = range(5)

    def __init__(self, context: BaseContext) -> None:
        self._numbers: Any = context.RawArray("Q", 5)

    def now(self) -> PageCounts:
        """The counts at the moment."""
        step, read, to_read, written, to_write = self._numbers
        return PageCounts(
            step=BuildStep(step), read=read, to_read=to_read, written=written, to_write=to_write
        )

    def reset(self) -> None:
        """Another build begins."""
        self._numbers[:] = [0] * 5

    def enter(self, step: BuildStep) -> None:
        """The worker begins this step."""
        self._numbers[self._STEP] = step

    def expect_reading(self, pages: int) -> None:
        """So many pages will be read."""
        self._numbers[self._TO_READ] += pages

    def expect_writing(self, pages: int) -> None:
        """So many more pages will be written."""
        self._numbers[self._TO_WRITE] += pages

    def add_read(self, pages: int = 1) -> None:
        """So many more pages have been read."""
        self._numbers[self._READ] += pages

    def add_written(self, pages: int = 1) -> None:
        """So many more pages have been written."""
        self._numbers[self._WRITTEN] += pages

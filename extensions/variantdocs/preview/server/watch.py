"""Wait for changes of the files on which a build depends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path

import watchfiles

from variantdocs.preview.protocol import WatchedPaths

_STEP_MS = 10
"""A change is reported when so long nothing else has changed; editors write a file in several steps."""


class Watcher:
    """Collects changed files; the folders to watch may be replaced at any time.

    :param is_ignored: Whether changes of a file are no reason to build.
    """

    def __init__(self, is_ignored: Callable[[str], bool]) -> None:
        self._is_ignored = is_ignored
        self._changed: set[Path] = set()
        self._may_have_missed = False
        self._event = asyncio.Event()
        self._watched = WatchedPaths()
        self._tasks: list[asyncio.Task[None]] = []
        self._stop = asyncio.Event()

    async def changes(self) -> frozenset[Path] | None:
        """Wait until something has changed; gives all that has since the last call.

        :returns: The changed files; ``None`` if something else may have changed as well.
        """
        await self._event.wait()
        self._event.clear()
        found = None if self._may_have_missed else frozenset(self._changed)
        self._changed.clear()
        self._may_have_missed = False
        return found

    async def watch(self, watched: WatchedPaths) -> None:
        """Watch these paths, and no others."""
        watched = _existing(watched)
        if watched == self._watched:
            return
        is_first = self._watched == WatchedPaths()
        await self.close()
        self._stop = asyncio.Event()
        self._watched = watched
        files = frozenset(map(str, watched.files))
        self._start(watched.folders, recursive=True, wanted=lambda path: not self._is_ignored(path))
        self._start({path.parent for path in watched.files}, recursive=False, wanted=files.__contains__)
        if not is_first:
            # Something may have changed while no watcher was running.
            self._may_have_missed = True
            self._event.set()

    async def close(self) -> None:
        """Watch nothing any more."""
        self._stop.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    def _start(self, folders: Iterable[Path], *, recursive: bool, wanted: Callable[[str], bool]) -> None:
        if paths := sorted(folders):
            self._tasks.append(asyncio.create_task(self._collect(paths, recursive, wanted)))

    async def _collect(self, folders: list[Path], recursive: bool, wanted: Callable[[str], bool]) -> None:
        async for changes in watchfiles.awatch(
            *folders,
            watch_filter=lambda _, path: wanted(path),
            step=_STEP_MS,
            stop_event=self._stop,
            recursive=recursive,
            ignore_permission_denied=True,
        ):
            self._changed.update(Path(path) for _, path in changes)
            self._event.set()


def _existing(watched: WatchedPaths) -> WatchedPaths:
    """The folders that are there, without those that lie in others."""
    folders = {path for path in watched.folders if path.is_dir()}
    outer = frozenset(path for path in folders if not folders.intersection(path.parents))
    return WatchedPaths(
        folders=outer,
        files=frozenset(
            path for path in watched.files if path.parent.is_dir() and not outer.intersection(path.parents)
        ),
    )

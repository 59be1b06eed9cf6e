"""Ask the build process for builds, without making the server wait."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from multiprocessing.connection import Connection

from variantdocs.preview.protocol import (
    Build,
    BuildReport,
    PageRendered,
    PagesReady,
    RenderPage,
    StartOver,
)

Answer = PagesReady | BuildReport


class Builds:
    """The server's end of the pipe to the build process."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._answers: asyncio.Queue[Answer | StartOver | None] = asyncio.Queue()
        self._rendering: deque[asyncio.Future[str | None]] = deque()
        self._on_end: Callable[[], None] | None = None

    def listen(self, on_end: Callable[[], None]) -> None:
        """Receive answers in the running event loop.

        :param on_end: Called when the build process has ended.
        """
        self._on_end = on_end
        asyncio.get_running_loop().add_reader(self._connection.fileno(), self._receive)

    async def build(self, request: Build) -> AsyncIterator[Answer]:
        """Build; gives the answers as they come, the report last.

        :raises EOFError: the build process has ended.
        """
        self._send(request)
        while True:
            answer = await self._answers.get()
            if answer is None:
                raise EOFError
            if isinstance(answer, StartOver):
                self._send(request)
                continue
            yield answer
            if isinstance(answer, BuildReport):
                return

    async def render(self, request: RenderPage) -> str | None:
        """The HTML of a page in the writer's view; ``None`` if it cannot be had."""
        waiting: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._rendering.append(waiting)
        try:
            self._send(request)
        except EOFError:
            self._rendering.remove(waiting)
            return None
        return await waiting

    def close(self) -> None:
        """Let the build process end."""
        self._connection.close()

    def _send(self, request: Build | RenderPage) -> None:
        try:
            self._connection.send(request)
        except OSError:
            raise EOFError from None

    def _receive(self) -> None:
        try:
            answer = self._connection.recv()
        except (EOFError, OSError):
            asyncio.get_running_loop().remove_reader(self._connection.fileno())
            answer = None
        if isinstance(answer, PageRendered):
            self._give(answer.html)
        else:
            self._answers.put_nowait(answer)
            if answer is None:
                while self._rendering:
                    self._give(None)
                if self._on_end is not None:
                    self._on_end()

    def _give(self, page: str | None) -> None:
        waiting = self._rendering.popleft()
        if not waiting.done():  # the browser may have gone
            waiting.set_result(page)

"""Ask the build process for builds, without making the server wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from multiprocessing.connection import Connection

from variantdocs.preview.protocol import Build, BuildReport, PagesReady, StartOver

Answer = PagesReady | BuildReport


class Builds:
    """The server's end of the pipe to the build process."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._answers: asyncio.Queue[Answer | StartOver | None] = asyncio.Queue()

    def listen(self) -> None:
        """Receive answers in the running event loop."""
        asyncio.get_running_loop().add_reader(self._connection.fileno(), self._receive)

    async def build(self, request: Build) -> AsyncIterator[Answer]:
        """Build; gives the answers as they come, the report last.

        :raises EOFError: the build process has ended.
        """
        self._connection.send(request)
        while True:
            answer = await self._answers.get()
            if answer is None:
                raise EOFError
            if isinstance(answer, StartOver):
                self._connection.send(request)
                continue
            yield answer
            if isinstance(answer, BuildReport):
                return

    def close(self) -> None:
        """Let the build process end."""
        self._connection.close()

    def _receive(self) -> None:
        try:
            self._answers.put_nowait(self._connection.recv())
        except (EOFError, OSError):
            asyncio.get_running_loop().remove_reader(self._connection.fileno())
            self._answers.put_nowait(None)

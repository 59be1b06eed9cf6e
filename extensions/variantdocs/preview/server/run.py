"""The preview's server: serves the site, builds when files change, and keeps open pages up to date."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from sphinx_autobuild.filter import IgnoreFilter
from sphinx_autobuild.server import RebuildServer
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, WebSocketRoute
from starlette.staticfiles import StaticFiles

from variantdocs.errors import ConfigurationError
from variantdocs.preview.protocol import Build, BuildReport, PagesReady, RenderPage, WatchedPaths
from variantdocs.preview.server.builds import Builds
from variantdocs.preview.server.clients import OpenPage, OpenPages
from variantdocs.preview.server.editor import VARIABLE, editor_address
from variantdocs.preview.server.site import CLIENT_PATH, PreviewScript, Site
from variantdocs.preview.server.watch import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.websockets import WebSocket

    from variantdocs.preview.arguments import PreviewArguments

_CHECK_AFTER_S = 10
"""How long nothing must have changed until a build looks at all files: a watcher can miss a change."""
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, a polite request to end, and the closing of the terminal."""
_CLIENT_FILES = Path(__file__).with_name("static")


class PreviewServer(RebuildServer):  # type: ignore[misc]
    """sphinx-autobuild's server: its life and its reload, with our builds and a message per page.

    :param say: Prints a line.
    :param stop: Ends the web server. Called when there will be no more builds.
    """

    def __init__(
        self,
        arguments: PreviewArguments,
        builds: Builds,
        *,
        url: str,
        say: Callable[[str], None],
        stop: Callable[[], None],
    ):
        ignored = IgnoreFilter(arguments.ignored, arguments.ignored_patterns)
        super().__init__([arguments.source], ignored, self._build)
        self._arguments, self._builds, self._url = arguments, builds, url
        self._say, self._stop = say, stop
        self._watcher = Watcher(ignored)
        self._is_first = True
        self._unbuilt: frozenset[Path] | None = None
        """What has changed since the last build began; ``None`` if it may be anything."""
        self._needs_check = False
        """Whether the last build has looked only at the files of which it is known that they have changed."""
        self._announced: list[str] = []
        self._rendered: dict[OpenPage, tuple[int, str | None]] = {}
        self.pages = OpenPages(editor=editor_address(os.environ.get(VARIABLE, "")))
        self.has_lost_builds = False

    async def main(self) -> None:
        """Build until the web server ends; a server that builds nothing any more would show old pages."""
        try:
            await super().main()
        except EOFError:
            pass  # said by _lose_builds
        finally:
            self._stop()

    def _lose_builds(self) -> None:
        self.has_lost_builds = True
        self._say("the process that builds has been killed; start the preview again")
        self._stop()

    async def watch(self) -> None:
        """Build once, and then whenever something changes."""
        self._builds.listen(self._lose_builds)
        try:
            await self._watch_also(WatchedPaths())
            if self._arguments.initial_build:
                await self._build()
            while True:
                await self._build_after_changes()
        finally:
            await self._watcher.close()

    async def _build_after_changes(self) -> None:
        """Wait until something has changed, and build.

        After a build that has looked only at changed files, another looks at all of them as soon as no edit
        has followed for a while.
        """
        try:
            patience = _CHECK_AFTER_S if self._needs_check else None
            changed = await asyncio.wait_for(self._watcher.changes(), patience)
        except TimeoutError:
            self._unbuilt = None
            await self._build(is_check=True)
            return
        # A command that runs before the build may change what it likes.
        if self._unbuilt is None or changed is None or self._arguments.pre_build:
            self._unbuilt = None
        else:
            self._unbuilt |= changed
        await self._build()

    async def watch_reloads(self, ws: WebSocket) -> None:
        """Keep one page up to date until its browser leaves it."""
        await self.pages.serve(ws)

    async def render(self, address: str) -> str | None:
        """The page at an address in the writer's view, rendered once for each build that replaces pages."""
        page, generation = OpenPage.from_url_path(address), self.pages.generation
        if self._rendered.get(page, (-1, None))[0] != generation:
            request = RenderPage(variant=page.variant, path=page.path)
            self._rendered[page] = generation, await self._builds.render(request)
        return self._rendered[page][1]

    async def _build(self, *, is_check: bool = False) -> None:
        """Build; a check that no save has caused is not shown unless it finds something."""
        if not is_check:
            await self.pages.update(is_building=True)
        if not await self._run(self._arguments.pre_build):
            await self.pages.update(is_building=False)
            return
        request = Build(open_pages=self.pages.by_variant(), changed=self._unbuilt, is_first=self._is_first)
        self._is_first, self._unbuilt = False, frozenset()
        has_built = not is_check
        async for answer in self._builds.build(request):
            if isinstance(answer, PagesReady):
                has_built = True
                await self.pages.published(answer.variant, answer.paths)
            else:
                self._needs_check = request.changed is not None
                await self._finish(answer, has_built=has_built)

    async def _finish(self, report: BuildReport, *, has_built: bool) -> None:
        await self.pages.update(is_building=False, report=report)
        if report.variants:
            await self._watch_also(report.watched)
            self._announce(report)
        if has_built and not report.failures:
            await self._run(self._arguments.post_build)

    async def _watch_also(self, watched: WatchedPaths) -> None:
        folders = {self._arguments.source, *self._arguments.watched}
        await self._watcher.watch(
            WatchedPaths(
                folders=watched.folders | {path for path in folders if path.is_dir()},
                files=watched.files | {path for path in folders if not path.is_dir()},
            )
        )

    def _announce(self, report: BuildReport) -> None:
        """Say where the variants are, once and when there are others."""
        lines = [f"{variant.title}: {self._url}/{variant.name}/" for variant in report.variants]
        if lines != self._announced:
            self._announced = lines
            self._say("\n".join(lines))

    async def _run(self, commands: tuple[str, ...]) -> bool:
        """Run commands before or after a build; whether all of them succeeded."""
        for command in commands:
            try:
                process = await asyncio.create_subprocess_exec(*shlex.split(command))
            except OSError as error:
                self._say(f"{command} cannot be run: {error.strerror}")
                return False
            try:
                status = await process.wait()
            finally:
                if process.returncode is None:  # the preview ends
                    process.terminate()
            if status:
                self._say(f"{command} ended with {status}")
                return False
        return True


class _Uvicorn(uvicorn.Server):
    """uvicorn, which leaves signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End when asked to, with status 0."""
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at the address; port 0 is any free one.

    :raises ConfigurationError: the address cannot be used.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except OSError as error:
        # asyncio and socket add to the text of the error what the address is.
        known = error.errno is not None and error.errno > 0
        reason = os.strerror(error.errno) if known and error.errno else str(error.strerror or error)
        advice = "end what uses it, or give another port with --port (0: any free one)"
        raise ConfigurationError((f"cannot serve at {host}:{port}: {reason}; {advice}",)) from None


def url_of(listening: socket.socket) -> str:
    """The address at which a browser on this machine finds the server."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"


def run_server(
    arguments: PreviewArguments, builds: Builds, listening: socket.socket, *, say: Callable[[str], None]
) -> int:
    """Serve until a signal arrives. Returns the exit status: 1 if the build process was lost."""

    def stop() -> None:
        web_server.should_exit = True

    arguments.output.mkdir(parents=True, exist_ok=True)
    server = PreviewServer(arguments, builds, url=url_of(listening), say=say, stop=stop)
    application = Starlette(
        routes=[
            WebSocketRoute("/websocket-reload", server),
            Mount(CLIENT_PATH, app=StaticFiles(directory=_CLIENT_FILES)),
            Mount("/", app=Site(arguments.output, server.render)),
        ],
        middleware=[Middleware(PreviewScript, generation=lambda: server.pages.generation)],
        lifespan=server.lifespan,
    )
    config = uvicorn.Config(application, log_level="warning", timeout_graceful_shutdown=1)
    web_server = _Uvicorn(config)
    web_server.run(sockets=[listening])
    return int(server.has_lost_builds)

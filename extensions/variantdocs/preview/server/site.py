"""Serve the built site, with the preview's script in each page."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_autobuild.middleware import JavascriptInjectorMiddleware
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

CLIENT_PATH = "/_preview"
"""Where the preview's own files are served; no variant has a name that begins with ``_``."""


_NOTHING_YET = """\
<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Preview</title>
    <style>:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }</style>
  </head>
  <body><main><h1>Preview</h1><p>The site is being built; it will be shown here.</p></main></body>
</html>
"""


class Site(StaticFiles):
    """The folder of a site; a page that is not there is the 404 page of its variant.

    :param render: Gives the page at an address in the writer's view; ``None`` where there is none.
    """

    def __init__(self, folder: Path, render: Callable[[str], Awaitable[str | None]]) -> None:
        super().__init__(directory=folder, html=True)
        self._render = render

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The answer to a request. Browsers ask each time whether it is still true."""
        found = await self._file(path, scope)
        if isinstance(found, HTMLResponse) and found.status_code == 200 and _is_for_writer(scope):
            page = await self._render(scope["path"])
            found = found if page is None else HTMLResponse(page)
        if found is None or found.status_code == 404:
            variant = path.partition("/")[0]
            own = await self._file(f"{variant}/404.html", scope)
            found = own or found or HTMLResponse(_NOTHING_YET, 503)
            found.status_code = 404 if own else found.status_code
        found.headers["Cache-Control"] = "no-cache"
        return found

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, *arguments: Any, **options: Any
    ) -> Response:
        """The answer for a file. A page is read at once, since it may be replaced at any moment."""
        found = super().file_response(full_path, stat_result, *arguments, **options)
        if found.media_type == "text/html" and found.status_code in (200, 404):
            return HTMLResponse(Path(full_path).read_bytes(), found.status_code)
        return found

    async def _file(self, path: str, scope: Scope) -> Response | None:
        """The answer that Starlette gives; ``None`` where there is neither a file nor a 404 page."""
        try:
            return await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404:
                raise
            return None


def _is_for_writer(scope: Scope) -> bool:
    return Request(scope).cookies.get("variantdocs-view") == "writer"


class PreviewScript:
    """Adds the preview's script to each page that ``app`` serves.

    :param generation: The number of the build that is being served. It is asked for before a page is read,
        so that the script can tell whether the page has been replaced since.
    """

    def __init__(self, app: ASGIApp, generation: Callable[[], int]) -> None:
        self._app = app
        self._generation = generation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        injector = JavascriptInjectorMiddleware(self._app, "")
        injector.script = script_tag(self._generation())
        await injector(scope, receive, send)


def script_tag(generation: int) -> bytes:
    """What is added to a page."""
    return (
        f'\n<script src="{CLIENT_PATH}/preview.js" data-generation="{generation}" defer></script>\n'.encode()
    )

"""Keep the open pages up to date: which is to be loaded again, and what its bar says."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from starlette.websockets import WebSocketDisconnect

from variantdocs.preview.protocol import BuildReport, PreviewedVariant
from variantdocs.preview.server.problems import problems_of_page

if TYPE_CHECKING:
    from starlette.websockets import WebSocket


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPage:
    """A page that a browser shows: the variant, and the file below its folder."""

    variant: str
    path: str

    @classmethod
    def from_url_path(cls, path: str) -> OpenPage:
        """``/byoc/guide/`` → the file ``guide/index.html`` of ``byoc``."""
        variant, _, rest = unquote(path).lstrip("/").partition("/")
        return cls(variant=variant, path=f"{rest}index.html" if rest.endswith("/") or not rest else rest)


def absent_pages(variants: Sequence[PreviewedVariant], name: str) -> list[dict[str, Any]]:
    """The pages that the variant ``name`` lacks: their files, and the variants that have them."""
    found: dict[str, list[dict[str, str]]] = {}
    own = next((variant.sources for variant in variants if variant.name == name), {})
    for variant in variants:
        for path in sorted(variant.sources.keys() - own.keys()):
            found.setdefault(path, []).append({"name": variant.name, "title": variant.title})
    return [{"path": path, "variants": names} for path, names in sorted(found.items())]


def removed_pages(
    before: Sequence[PreviewedVariant], now: Sequence[PreviewedVariant]
) -> Mapping[str, frozenset[str]]:
    """variant → the files of pages that it had, and has no longer."""
    known = {variant.name: variant.sources.keys() for variant in before}
    found = {
        variant.name: frozenset(known.get(variant.name, frozenset()) - variant.sources.keys())
        for variant in now
        if variant.sources  # else it has never been built
    }
    return {name: paths for name, paths in found.items() if paths}


@dataclass(slots=True)
class OpenPages:
    """All pages that browsers show.

    ``generation`` counts publications of pages. ``editor`` is the address that opens a line in an editor.
    """

    generation: int = 0
    editor: str = ""
    report: BuildReport = field(default_factory=BuildReport)
    is_building: bool = False
    _pages: dict[WebSocket, OpenPage] = field(default_factory=dict)
    _writers: set[WebSocket] = field(default_factory=set)
    """Those that show the writer's view, in which there is something of every variant."""
    _published: dict[OpenPage, int] = field(default_factory=dict)
    _replaced: dict[str, int] = field(default_factory=dict)
    """variant → the generation in which any of its pages may have been replaced"""

    def by_variant(self) -> Mapping[str, frozenset[str]]:
        """variant → the files in its folder that are open in a browser."""
        pages = set(self._pages.values())
        return {
            variant: frozenset(page.path for page in pages if page.variant == variant)
            for variant in sorted({page.variant for page in pages})
        }

    async def published(self, variant: str, paths: frozenset[str] | None) -> None:
        """Pages of a variant have been replaced, any if ``paths`` is ``None``: load those that are shown."""
        self.generation += 1
        if paths is None:
            self._replaced[variant] = self.generation
        else:
            found = {OpenPage(variant=variant, path=path): self.generation for path in paths}
            self._published.update(found)
        shown = [
            websocket
            for websocket, page in self._pages.items()
            if (page.variant == variant or websocket in self._writers)
            and (paths is None or page.path in paths)
        ]
        await self._send(shown, {"reload": True})

    async def update(self, *, is_building: bool, report: BuildReport | None = None) -> None:
        """Show in the bars what is going on, and what came of it; load pages that are gone again."""
        self.is_building = is_building
        before, self.report = self.report, report or self.report
        for name, paths in removed_pages(before.variants, self.report.variants).items():
            await self.published(name, paths)
        for websocket, page in list(self._pages.items()):
            await self._send([websocket], self._state(page))

    async def serve(self, websocket: WebSocket) -> None:
        """Keep one page up to date until this is cancelled."""
        page = OpenPage.from_url_path(websocket.query_params.get("page", "/"))
        since = int(websocket.query_params.get("generation", "0"))
        self._pages[websocket] = page
        if websocket.query_params.get("view") == "writer":
            self._writers.add(websocket)
        try:
            if since < max(self._replaced.get(page.variant, 0), self._published.get(page, 0)):
                await self._send([websocket], {"reload": True})
            await self._send([websocket], self._state(page))
            await asyncio.Event().wait()
        finally:
            self._pages.pop(websocket, None)
            self._writers.discard(websocket)

    def _state(self, page: OpenPage) -> Mapping[str, Any]:
        problems = problems_of_page(self.report, page.variant, page.path)
        return {
            "building": self.is_building,
            "problems": [asdict(problem) for problem in problems],
            "absent": absent_pages(self.report.variants, page.variant),
            "titles": {variant.name: variant.title for variant in self.report.variants},
            "editor": self.editor,
        }

    async def _send(self, websockets: list[WebSocket], data: Mapping[str, Any]) -> None:
        async def send(websocket: WebSocket) -> None:
            # A page that has just been closed.
            with contextlib.suppress(RuntimeError, OSError, WebSocketDisconnect):
                await websocket.send_json(data)

        await asyncio.gather(*map(send, websockets))

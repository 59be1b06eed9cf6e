"""Keep the workers of one build for the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from variantdocs.multibuild.processes import Workers
from variantdocs.multibuild.protocol import VariantBuilt, VariantFailed, VariantTask
from variantdocs.preview.builder.warm_worker import keep_building
from variantdocs.preview.builder.worker_protocol import (
    CheckStart,
    PagesPublished,
    StartChecked,
    VariantDetails,
)
from variantdocs.preview.protocol import PageRendered, RenderPage


class WarmWorkers(Workers):
    """The worker processes of all builds with the same configuration.

    :param on_published: Called when pages of a variant can be served: with their files, or ``None`` where
        it is not known which they are.
    """

    def __init__(self, on_published: Callable[[str, frozenset[str] | None], None]) -> None:
        super().__init__(keep_building, method="fork")
        self._on_published = on_published
        self._announced: set[str] = set()
        self.details: dict[str, VariantDetails] = {}
        self._open_pages: Mapping[str, frozenset[str]] = {}

    def start(self, task: VariantTask) -> None:
        """Give ``task`` to the worker of its variant, or start one."""
        self._announced.discard(task.variant)
        if task.variant in self._processes:
            self.send(task.variant, task)
        else:
            super().start(task)

    def run_step(
        self, names: Iterable[str], begin: Callable[[str], None], *, limit: int
    ) -> Iterator[tuple[str, Any]]:
        """Let each worker do one step, first those of variants that somebody looks at."""
        ordered = sorted(names, key=lambda name: name not in self._open_pages)
        return super().run_step(ordered, begin, limit=limit)

    def receive(self, variants: set[str]) -> tuple[str, Any]:
        """Wait for a report; what only the preview wants to know is kept here."""
        while True:
            name, report = super().receive(variants)
            if isinstance(report, PagesPublished):
                self._announced.add(name)
                self._on_published(name, report.paths)
            elif isinstance(report, VariantDetails):
                self.details[name] = report
            else:
                self._note_end(name, report)
                return name, report

    def are_current(self, open_pages: Mapping[str, frozenset[str]]) -> bool:
        """Whether all workers, which are idle, would be started again as they are.

        :param open_pages: variant → the files in its folder that somebody looks at; they come first in the
            next build.
        """
        self._open_pages = open_pages
        names = set(self._processes)
        for name in names:
            self.send(name, CheckStart(open_pages=open_pages.get(name, frozenset())))
        answers = [super(WarmWorkers, self).receive({name})[1] for name in names]
        return all(isinstance(answer, StartChecked) and answer.is_current for answer in answers)

    def render(self, request: RenderPage) -> PageRendered:
        """Have the idle worker of a variant render a page."""
        answer: Any = None
        if request.variant in self._processes:
            self.send(request.variant, request)
            _, answer = super().receive({request.variant})
        return answer if isinstance(answer, PageRendered) else PageRendered(html=None)

    def close(self, *, kill: bool = False) -> None:
        """Keep the workers; with ``kill``, end them."""
        if kill:
            self.end()

    def end(self) -> None:
        """Let all workers end."""
        for name in list(self._processes):
            self._forget(name)

    def _note_end(self, name: str, report: Any) -> None:
        if isinstance(report, VariantBuilt):
            if report.written and name not in self._announced:
                self._on_published(name, None)
            if self.details[name].is_last:
                self._forget(name)
        elif isinstance(report, VariantFailed):
            self._forget(name)

    def _forget(self, name: str) -> None:
        """Close the pipe to a worker, which makes it end."""
        self._connections.pop(name).close()
        self._processes.pop(name).join()

"""Keep the workers of one build for the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from variantdocs.multibuild.processes import Workers
from variantdocs.multibuild.protocol import VariantBuilt, VariantFailed, VariantTask
from variantdocs.preview.builder.edits import only_edited
from variantdocs.preview.builder.warm_worker import keep_building
from variantdocs.preview.builder.worker_protocol import (
    BuildAgain,
    CheckStart,
    PagesPublished,
    StartChecked,
    VariantDetails,
)
from variantdocs.preview.protocol import Build, PageRendered, RenderPage


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
        self._edited: frozenset[Path] | None = None
        self._has_failed = False

    def start(self, task: VariantTask) -> None:
        """Give ``task`` to the worker of its variant, or start one."""
        self._announced.discard(task.variant)
        if task.variant in self._processes:
            self.send(task.variant, BuildAgain(task=task, edited=self._edited))
        else:
            super().start(task)

    def run_step(
        self, names: Iterable[str], begin: Callable[[str], None], *, limit: int
    ) -> Iterator[tuple[str, Any]]:
        """Let each worker do one step, first those of variants that are open in a browser."""
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

    def are_current(self, request: Build) -> bool:
        """Whether all workers, which are idle, would be started again as they are.

        The next build is then the one that is requested.
        """
        self._open_pages = request.open_pages
        changed = None if self._has_failed else request.changed
        self._has_failed = False
        names = set(self._processes)
        for name in names:
            self.send(name, CheckStart(open_pages=request.open_pages.get(name, frozenset()), changed=changed))
        answers = [super(WarmWorkers, self).receive({name})[1] for name in names]
        checked = [answer for answer in answers if isinstance(answer, StartChecked)]
        self._edited = None if changed is None else only_edited(changed, [one.edited for one in checked])
        return len(checked) == len(names) and all(answer.is_current for answer in checked)

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
            self._has_failed = True
            self._forget(name)

    def _forget(self, name: str) -> None:
        """Close the pipe to a worker, which makes it end."""
        self._connections.pop(name).close()
        self._processes.pop(name).join()

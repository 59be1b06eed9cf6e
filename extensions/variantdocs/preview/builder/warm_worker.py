"""Build one variant again and again, from an application that stays in memory.

The worker reads, so that it has what was read last; for writing it forks, so that nothing of a page
that was rendered stays: themes keep navigation on the application. A worker that has failed, or has imported
code of the project while it read, ends, and the next build starts another.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.bodies.shared_bodies import RENDERED_HERE
from variantdocs.crossrefs.indexes import write_sources
from variantdocs.multibuild.progress.page_counts import SharedPageCounts
from variantdocs.multibuild.protocol import VariantTask
from variantdocs.multibuild.worker.build import Outcome, run_build, start_or_report
from variantdocs.multibuild.worker.message_collector import collect_messages
from variantdocs.multibuild.worker.start import StartedBuild, prepare_process
from variantdocs.output import publish_early
from variantdocs.pages.sphinx_hooks import leave_out_pages
from variantdocs.preview.builder.edits import edited_files
from variantdocs.preview.builder.project_code import project_modules
from variantdocs.preview.builder.variant_details import details_of, files_of_all_pages, output_file
from variantdocs.preview.builder.warm_up import warm_up
from variantdocs.preview.builder.worker_protocol import BuildAgain, CheckStart, PagesPublished, StartChecked
from variantdocs.preview.builder.writers_view.render import render_for_writer
from variantdocs.preview.protocol import PageRendered, RenderPage, WatchedPaths
from variantdocs.rebuild.build_state import LastBuild, read_last_build
from variantdocs.rebuild.digests import Digests
from variantdocs.rebuild.freshness import Freshness, pages_made_from
from variantdocs.rebuild.page_fingerprints import FINGERPRINTS
from variantdocs.rebuild.toolchain import output_fingerprint
from variantdocs.remote.sphinx_hooks import Remote
from variantdocs.sphinx_patches.performance.highlighted_blocks import (
    highlighted_blocks,
    keep_highlighted_blocks,
    remember_highlighted_blocks,
)
from variantdocs.sphinx_patches.performance.pydata_theme.prepared_sidebars import (
    forget_sidebars,
    prepare_sidebars,
    sidebars_written,
)
from variantdocs.sphinx_patches.search_index import load_index_later
from variantdocs.sphinx_patches.split_build import (
    PagesToWrite,
    copy_static_files,
    forget_catalogs,
    forget_doctrees,
    forget_environment,
    read_pages,
    save_environment,
    write_pages,
)
from variantdocs.templating.sphinx_hooks import expander_of, prepare_application

if TYPE_CHECKING:
    from sphinx.application import Sphinx


_THOROUGHLY_EVERY = 5
"""Builds after which garbage is collected among what earlier builds have kept, which takes about 0.2 s."""


_FEW_PAGES = 8
"""So many pages that were read are rendered faster by every variant than by one for all."""


class _WriterForkedError(BaseException):
    """Another process goes on with this build. Not an Exception: Sphinx would wrap that in one of its own."""


def keep_building(task: VariantTask, channel: Connection, counts: SharedPageCounts) -> None:
    """Build ``task``'s variant, and then whatever the coordinator sends, until it is gone."""
    # A closed pipe: the preview has ended, and this build is of no use.
    with suppress(BrokenPipeError, EOFError):
        _keep_building(task, channel, counts)


def _keep_building(task: VariantTask, channel: Connection, counts: SharedPageCounts) -> None:
    started_at = time.monotonic()
    prepare_process(reset_registries=task.reset_registries)
    started = start_or_report(task, channel)
    if started is None:
        return
    worker = WarmWorker(started, channel, counts)
    request = BuildAgain(task=task, edited=None)
    while True:
        outcome = worker.build(request, started_at=started_at)
        if worker.is_writer or outcome is Outcome.FAILED or worker.has_imported_project_code():
            return
        next_request = worker.next_request()
        if next_request is None:
            worker.save_index()
            return
        request, started_at = next_request, time.monotonic()


class WarmWorker:
    """A started application and the builds that are made with it."""

    def __init__(self, started: StartedBuild, channel: Connection, counts: SharedPageCounts) -> None:
        self._started = started
        self._channel = channel
        self._counts = counts
        self._app = started.app
        self._modules = frozenset(sys.modules)
        keep_highlighted_blocks(self._app.builder)
        self._early_messages = tuple(collect_messages(self._app).messages)
        self._builds = 0
        self._open_pages: Collection[str] = ()
        self._writer: _Writer | None = None
        self._outdated: frozenset[str] | None = None
        """The pages to read; ``None`` if Sphinx is to look for them."""
        self._task: VariantTask
        self._state: tuple[int, int] | None = None
        self._of_all_pages = WatchedPaths()
        self._shown: tuple[object, object] | None = None
        """What pages show of other pages, as the prepared sidebars do."""
        self.is_writer = False

    def build(self, request: BuildAgain, *, started_at: float) -> Outcome:
        """Build once; in the process that writes, ``is_writer`` is set when this returns."""
        started, task = self._started, request.task
        self._task = task
        self._builds += 1
        with _restored(self._app):
            if self._builds > 1:
                last = read_last_build(task.paths.state)
                started = replace(started, last=last, rewrite_all=False)
                self._prepare_again(last, request.edited)
            try:
                outcome = run_build(
                    started, task, self._channel, self._counts, started_at=started_at, run=self._run
                )
            except _WriterForkedError:
                outcome = self._wait_for_writer()
        if not self.is_writer:
            self._state = _signature(task.paths.state)
            if request.edited is None:
                self._of_all_pages = files_of_all_pages(self._app)
                self.save_index()
            forget_doctrees(self._app)
            _collect_garbage(thoroughly=self._builds % _THOROUGHLY_EVERY == 0)
        elif outcome is not Outcome.BUILT:
            sys.exit(1)
        else:
            copy_static_files(self._app)  # for the next build, which begins with its pages
        return outcome

    def _prepare_again(self, last: LastBuild, edited: Collection[Path] | None) -> None:
        """Do what happens when an application starts, as far as it is true for one build only."""
        app, messages = self._app, self._early_messages
        forget_catalogs()
        self._outdated = None
        if edited is None:
            prepare_application(app)
            _call_again(app, Freshness.set_times)
        else:
            self._outdated = pages_made_from(app, edited)
            expander_of(app).expanded_ahead.clear()
            # Nothing is started, and no page comes or goes: what was said about that still holds.
            messages = tuple(
                message
                for message in last.messages
                if message.phase == "starting" and message.page not in self._outdated
            )
            _leave_out(app, leave_out_pages, Freshness.pages_with_other_values)
        collect_messages(app).start_again(messages)
        _call_again(app, Remote.configure)

    def save_index(self) -> None:
        """Write what other builds ask of the index, and no build of the preview."""
        write_sources(self._app)

    def next_request(self) -> BuildAgain | None:
        """Wait for the coordinator; ``None`` if it is gone."""
        while True:
            try:
                request = self._channel.recv()
            except EOFError:
                return None
            if isinstance(request, BuildAgain):
                return request
            if isinstance(request, RenderPage):
                self._render(request.path)
                continue
            assert isinstance(request, CheckStart)
            self._open_pages = request.open_pages
            edited = edited_files(self._app, request.changed, of_all_pages=self._of_all_pages)
            self._channel.send(
                StartChecked(is_current=self._is_current(only_edits=edited is not None), edited=edited)
            )

    def _render(self, path: str) -> None:
        """Answer a request for the writer's view from another process, which ends then."""
        docname = next(iter(self._docnames_of({path})), None)
        pid = os.fork() if docname is not None else 0
        if docname is not None and not pid:
            self._channel.send(PageRendered(html=render_for_writer(self._app, docname)))
            sys.exit()
        if docname is None or os.waitpid(pid, 0)[1]:
            self._channel.send(PageRendered(html=None))

    def _docnames_of(self, paths: Collection[str]) -> list[str]:
        """The pages that are written to files below the variant's folder."""
        app = self._app
        return [name for name in app.env.all_docs if output_file(app, name) in paths] if paths else []

    def _is_current(self, *, only_edits: bool) -> bool:
        """Whether another application would be the same, and no other process has built the variant since.

        :param only_edits: No file has changed that an application reads when it starts.
        """
        if _signature(self._task.paths.state) != self._state:
            return False
        return only_edits or output_fingerprint(self._app, Digests()) == self._started.output_fingerprint

    def has_imported_project_code(self) -> bool:
        """Whether reading has imported what may be changed: documented code, first of all."""
        extensions = {name.partition(".")[0] for name in self._app.extensions}
        new = [
            name for name in sys.modules.keys() - self._modules if name.partition(".")[0] not in extensions
        ]
        return bool(project_modules(new))

    def _run(self, app: Sphinx, force_all: bool, filenames: Collection[Path]) -> Collection[str]:
        """Read here, and write in another process; else as ``multibuild.worker.build.run_sphinx``.

        :raises _WriterForkedError: in the process that stays.
        """
        pages = read_pages(
            app, force_all=force_all, all_written=self._builds > 1, outdated_pages=self._outdated
        )
        few = self._builds > 1 and len(pages.read) <= _FEW_PAGES
        RENDERED_HERE.set(app, pages.read if few else frozenset())
        fingerprints = FINGERPRINTS.of(app)
        shown = fingerprints.site_wide, fingerprints.targets
        if shown != self._shown:
            forget_sidebars(app)
            self._shown = shown
        ours, theirs = multiprocessing.Pipe()
        pid = os.fork()
        if pid:
            theirs.close()
            self._writer = _Writer(pid=pid, pipe=ours, saves_environment=bool(pages.updated))
            raise _WriterForkedError
        ours.close()
        self.is_writer = True
        return self._write(pages, theirs, early=not force_all and self._builds > 1)

    def _write(self, pages: PagesToWrite, worker: Connection, *, early: bool) -> Collection[str]:
        app, published = self._app, list[str]()
        complete_search_index = load_index_later(app.builder)

        def publish_pages(docnames: Collection[str]) -> None:
            if early:
                found = _publish(app, self._task, docnames)
                published.extend(found)
                self._channel.send(PagesPublished(paths=frozenset(found)))

        def complete() -> None:
            # The worker saves the environment now.
            worker.send((sidebars_written(app), highlighted_blocks(app.builder)))
            complete_search_index()

        write_pages(
            app,
            pages,
            copy_static=not early,
            order=(self._docnames_of(self._open_pages), pages.read),
            on_written=publish_pages,
            on_all_written=complete,
        )
        self._channel.send(details_of(app, is_last=self.has_imported_project_code()))
        worker.recv()  # it has been saved, so the build is complete
        return published

    def _wait_for_writer(self) -> Outcome:
        writer, self._writer = self._writer, None
        assert writer is not None
        if self._builds == 1:
            warm_up(self._app)
        with suppress(EOFError, OSError):
            sidebars, blocks = writer.pipe.recv()
            remember_highlighted_blocks(self._app.builder, blocks)
            if writer.saves_environment:
                save_environment(self._app)
            writer.pipe.send(None)
            prepare_sidebars(self._app, sidebars)
        writer.pipe.close()
        _, status = os.waitpid(writer.pid, 0)
        if status:
            forget_environment(self._app)
            return Outcome.FAILED
        return Outcome.BUILT


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    """The worker's handle of the process that writes."""

    pid: int
    pipe: Connection
    saves_environment: bool


def _collect_garbage(*, thoroughly: bool) -> None:
    """Collect garbage, and keep the collectors of the next processes away from what is left."""
    if thoroughly:
        # What has been read again was frozen, and refers to itself: nothing else would ever free it.
        gc.unfreeze()
    gc.collect()
    gc.freeze()


def _signature(path: Path) -> tuple[int, int] | None:
    """What differs when another build has replaced the file; ``None`` if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _publish(app: Sphinx, task: VariantTask, docnames: Collection[str]) -> Collection[str]:
    """Publish pages and the images and files that they show; return what has changed."""
    env, builder = app.env, app.builder
    pages = {Path(builder.get_output_path(docname)) for docname in docnames}  # type: ignore[attr-defined]
    images = {Path(builder.outdir, builder.imagedir, name) for name in builder.images.values()}
    downloads = {
        Path(builder.outdir, "_downloads", name)
        for users, name in env.dlfiles.values()
        if not users.isdisjoint(docnames)
    }
    return publish_early(
        task.paths.staging,
        task.paths.output,
        task.paths.manifest,
        [
            path.relative_to(task.paths.staging).as_posix()
            for path in pages | images | downloads
            if path.is_file()
        ],
    )


def _call_again(app: Sphinx, method: Callable[..., None]) -> None:
    """Call a handler of the events with which an application starts."""
    for event in ("config-inited", "builder-inited"):
        for listener in app.events.listeners[event]:
            if getattr(listener.handler, "__func__", None) is method:
                listener.handler(app, *((app.config,) if event == "config-inited" else ()))


def _leave_out(app: Sphinx, *handlers: Callable[..., object]) -> None:
    """Disconnect handlers of ``env-get-outdated``."""
    listeners = app.events.listeners["env-get-outdated"]
    listeners[:] = [
        listener
        for listener in listeners
        if getattr(listener.handler, "__func__", listener.handler) not in handlers
    ]


@contextmanager
def _restored(app: Sphinx) -> Iterator[None]:
    """Take away what one build connects to the application, and the builder's methods that it replaces."""
    before = {event: list(listeners) for event, listeners in app.events.listeners.items()}
    known = set(vars(app.builder))
    try:
        yield
    finally:
        for event, listeners in app.events.listeners.items():
            listeners[:] = before.get(event, [])
        for name in vars(app.builder).keys() - known:
            if callable(getattr(type(app.builder), name, None)):
                delattr(app.builder, name)

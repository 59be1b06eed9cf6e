"""Build one variant in a worker process: read, report, wait for the other variants, write."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs import events
from variantdocs.build_messages import Message
from variantdocs.errors import OutputError
from variantdocs.multibuild.parts.record import write_part_record
from variantdocs.multibuild.protocol import Channel, VariantBuilt, VariantFailed, VariantTask
from variantdocs.multibuild.worker.idle_reading import IdleReading
from variantdocs.multibuild.worker.part_writing import PartWriting
from variantdocs.multibuild.worker.recorder import BuildRecorder, messages_to_repeat
from variantdocs.multibuild.worker.render_helpers import RenderHelpers
from variantdocs.multibuild.worker.sharing_steps import BuildStoppedError, SharingSteps
from variantdocs.multibuild.worker.start import StartedBuild, prepare_process, start_build
from variantdocs.output import Published, publish, read_manifest, write_bytes
from variantdocs.paths import shown_path
from variantdocs.rebuild.build_state import LastBuild, write_last_build
from variantdocs.sphinx_patches.builder_steps import copy_assets_only_if, finish_only_if
from variantdocs.sphinx_patches.versions.older_sphinx import current_docname, ends_without_outdated_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from variantdocs.bodies.shared_bodies import SharedBodies
    from variantdocs.multibuild.progress.page_counts import SharedPageCounts
    from variantdocs.multibuild.worker.message_collector import MessageCollector
    from variantdocs.rebuild.generated_pages import GeneratedPages
    from variantdocs.rebuild.page_fingerprints import PageFingerprints


class Outcome(Enum):
    """What came of the build of one variant."""

    BUILT = "built"
    FAILED = "failed"
    STOPPED = "stopped"
    """It has been read, and the coordinator wants no output."""


def build_variant(task: VariantTask, channel: Channel, counts: SharedPageCounts) -> None:
    """Build ``task``'s variant, and report to the coordinator through ``channel`` and ``counts``.

    Errors that a user can fix are sent as :class:`VariantFailed`; any other is a defect and ends the
    process with its traceback.
    """
    started_at = time.monotonic()
    prepare_process(reset_registries=task.reset_registries)
    started = start_or_report(task, channel)
    if started is not None:
        run_build(started, task, channel, counts, started_at=started_at)


def start_or_report(task: VariantTask, channel: Channel) -> StartedBuild | None:
    """Start the application for ``task``; report to the coordinator why it cannot be started."""
    from sphinx.errors import SphinxError

    from variantdocs.multibuild.worker.early_messages import early_messages

    try:
        return start_build(task)
    except SphinxError as error:
        task.paths.in_progress.unlink(missing_ok=True)
        channel.send(_failure(error, early_messages(getattr(error, "early_output", ""))))
        return None


def run_sphinx(app: Sphinx, force_all: bool, filenames: list[Path]) -> Collection[str]:
    """Let Sphinx read and write.

    :returns: The files that have been published already: none.
    """
    app.build(force_all, filenames)
    return ()


def run_build(
    started: StartedBuild,
    task: VariantTask,
    channel: Channel,
    counts: SharedPageCounts,
    *,
    started_at: float,
    run: Callable[[Sphinx, bool, list[Path]], Collection[str]] = run_sphinx,
) -> Outcome:
    """Build with an application that has been started; it cannot be used for another build after this.

    :param started_at: When the build began, by :func:`time.monotonic`.
    :param run: Has the application read and write, as :func:`run_sphinx` does.
    """
    from sphinx.errors import SphinxError

    from variantdocs.multibuild.worker.early_messages import early_messages
    from variantdocs.multibuild.worker.message_collector import collect_messages
    from variantdocs.multibuild.worker.page_progress import PageProgress

    app = started.app
    early = early_messages(started.early_output)
    collector = collect_messages(app)
    progress = PageProgress(counts)

    def begin_helping() -> None:
        """This process renders pages that another writes."""
        progress.stop()
        collector.log_python_warnings()

    can_help = all(extension.parallel_write_safe for extension in app.extensions.values())
    helpers = RenderHelpers(task.idle, begin_helping) if task.idle is not None and can_help else None
    build = VariantBuild(started, task, channel, collector, helpers)
    progress.connect(app)
    try:
        published_early = build.run(run)
    except BuildStoppedError:
        task.paths.in_progress.unlink(missing_ok=True)
        return Outcome.STOPPED
    except SphinxError as error:
        task.paths.in_progress.unlink(missing_ok=True)
        channel.send(_failure(error, (*early, *collector.messages)))
        return Outcome.FAILED
    except BaseException as error:
        if page := _current_page(app):
            error.add_note(f"This happened at {page}, in the variant {task.variant}.")
        raise
    try:
        published, messages = build.finish()
    except OutputError as error:
        channel.send(_failure(error, (*early, *collector.messages)))
        return Outcome.FAILED
    progress.end()
    channel.send(
        VariantBuilt(
            pages=len(app.env.all_docs),
            read=len(build.recorder.read) - len(build.sharing.merged),
            merged=len(build.sharing.merged),
            written=sum(name.endswith(".html") for name in (*published_early, *published.written)),
            seconds=time.monotonic() - started_at,
            messages=_without_repeats((*early, *messages)),
            python_warnings=tuple(collector.python_warnings),
            conf_warnings=collector.conf_warnings,
        )
    )
    return Outcome.BUILT


class VariantBuild:
    """The build of one variant, from reading to publishing."""

    def __init__(
        self,
        started: StartedBuild,
        task: VariantTask,
        channel: Channel,
        collector: MessageCollector,
        helpers: RenderHelpers | None,
    ) -> None:
        from variantdocs.bodies.shared_bodies import SharedBodies
        from variantdocs.rebuild.generated_pages import GeneratedPages

        self._app, self._last, self._started, self._task = started.app, started.last, started, task
        self._collector = collector
        self._fingerprints: PageFingerprints | None = None
        self._generated: GeneratedPages = GeneratedPages(started.app, started.last.generated)
        self.recorder = BuildRecorder()
        self.sharing = SharingSteps(started.app, channel, collector)
        self._bodies: SharedBodies = SharedBodies(started.app, task.paths.bodies, helpers=helpers)
        self._idle_reading = IdleReading(task.idle) if task.idle is not None else None
        self._part = PartWriting(started.app, task.part) if task.part is not None else None

    def run(self, run: Callable[[Sphinx, bool, list[Path]], Collection[str]]) -> Collection[str]:
        """Read and write, into the staging folder.

        :returns: The files that have been published already.
        """
        from variantdocs.config.current import current_of
        from variantdocs.rebuild.freshness import touch_all
        from variantdocs.rebuild.stale_output import StaleOutput
        from variantdocs.rebuild.translations import compile_catalogs_once
        from variantdocs.sphinx_patches.performance.compiled_templates import keep_compiled_templates
        from variantdocs.sphinx_patches.performance.garbage_collection import collect_between_pages
        from variantdocs.sphinx_patches.performance.kept_doctrees import DOCTREE_BYTES, limit_doctrees
        from variantdocs.sphinx_patches.performance.log_levels import drop_unhandled_records
        from variantdocs.sphinx_patches.performance.pydata_theme.edit_links import compile_edit_links_once
        from variantdocs.sphinx_patches.performance.pydata_theme.sidebar import write_sidebars_in_parts
        from variantdocs.sphinx_patches.performance.pydata_theme.simple_selectors import select_without_parser
        from variantdocs.sphinx_patches.performance.render_caches import keep_objects
        from variantdocs.sphinx_patches.versions.tested import untested_versions
        from variantdocs.templating.sphinx_hooks import expander_of

        app, task = self._app, self._task
        compile_catalogs_once(app.builder, task.doctrees)
        if task.prepared is not None:
            expander_of(app).use(task.prepared)
        if not untested_versions():
            keep_objects(app.builder)
            keep_compiled_templates(app.builder, task.paths.templates, clear=self._started.rewrite_all)
            write_sidebars_in_parts()
            select_without_parser()
            compile_edit_links_once()
            collect_between_pages(app)
            limit_doctrees(app.builder, DOCTREE_BYTES // len(current_of(app).variant_set.variants))
            drop_unhandled_records()
        self._connect()
        stale = StaleOutput(app)
        write_bytes(task.paths.in_progress, b"")
        touch_all(task.paths.staging)
        force_all = task.force_all or self._started.rewrite_all
        if ends_without_outdated_pages() and not self._is_output_there():
            force_all = True  # else what is missing would not be copied again
        published = run(app, force_all, [Path(name) for name in task.filenames])
        stale.remove()
        return published

    def finish(self) -> tuple[Published, tuple[Message, ...]]:
        """Publish what was written, and leave the state of this build for the next one.

        :returns: What was published, and all messages that hold for the variant.
        """
        paths = self._task.paths
        self._bodies.finish()
        published = publish(paths.staging, paths.output, paths.manifest)
        repeated = messages_to_repeat(self._app, self.recorder, self._last.messages)
        messages = _without_repeats_by_page((*self.sharing.messages, *self._collector.messages, *repeated))
        if self._part is not None:
            messages = self._part.messages(messages)
        self._write_part_record()
        paths.in_progress.unlink(missing_ok=True)
        write_last_build(
            paths.state,
            LastBuild(
                # After a build of named pages only, the other pages may show outdated information.
                fingerprints=None if self._task.filenames else self._fingerprints,
                unresolved=self._unresolved(),
                generated=frozenset(self._generated.names),
                output_fingerprint=self._started.output_fingerprint,
                messages=messages,
            ),
        )
        return published, messages

    def _write_part_record(self) -> None:
        """Say what is in the output, if that is a part of the pages.

        :raises OutputError: it cannot be put together with other parts.
        """
        path = self._task.paths.part
        if self._part is None:
            path.unlink(missing_ok=True)
        elif self._fingerprints is not None and (record := self._part.record(self._fingerprints)):
            write_part_record(path, record)

    def _connect(self) -> None:
        if self._part is not None:
            self._part.connect()
        if self._idle_reading is not None:
            self._idle_reading.connect(self._app)
        self.sharing.connect(self._app)
        self.recorder.connect(self._app)
        self._bodies.connect(fresh=self._task.fresh or self._task.force_all)
        events.connect(self._app, self.pages_to_rewrite, self.finish_only_if_changed)

    def _unresolved(self) -> frozenset[str]:
        """The pages with links that a change anywhere may concern."""
        from variantdocs.crossrefs.unresolved import UNRESOLVED_PAGES

        unwritten = self._last.unresolved - self.recorder.written
        return frozenset((unwritten | UNRESOLVED_PAGES.of(self._app)) & self._app.env.all_docs.keys())

    def pages_to_rewrite(self, app: Sphinx, env: BuildEnvironment) -> Collection[str]:
        """The pages that show something of changed pages (event ``env-get-updated``)."""
        from variantdocs.rebuild.page_fingerprints import fingerprint_pages, pages_linking, pages_to_write

        self.recorder.read.update(self.sharing.merged)
        self._fingerprints = fingerprint_pages(app)
        found = pages_to_write(
            self._last.fingerprints,
            self._fingerprints,
            unresolved=self._last.unresolved,
            linking=partial(pages_linking, app),
        )
        if self._fingerprints.own.keys() <= set(found) and not self._task.filenames:
            self._generated.remove()
        return found

    def finish_only_if_changed(self, app: Sphinx, builder: Builder) -> None:
        """Skip the general index, the search index and static files if nothing has changed.

        Sphinx makes them in every build. Static files are part of the output fingerprint, so a changed
        one has all pages written.
        """
        from variantdocs.sphinx_patches.versions.tested import untested_versions

        finish_only_if(builder, lambda: self.recorder.changed)
        if not untested_versions():
            copy_assets_only_if(builder, self._needs_assets)

    def _needs_assets(self, docnames: Collection[str]) -> bool:
        return bool(docnames) or self.recorder.changed or not self._is_output_there()

    def _is_output_there(self) -> bool:
        """Whether the staging folder still has every file that the last build left in it."""
        paths = self._task.paths
        published = read_manifest(paths.manifest)
        return bool(published) and all((paths.staging / name).is_file() for name in published)


def _failure(error: Exception, messages: tuple[Message, ...]) -> VariantFailed:
    from sphinx.errors import ConfigError

    return VariantFailed(reason=str(error), configuration=isinstance(error, ConfigError), messages=messages)


def _current_page(app: Sphinx) -> str:
    """The page that is being read or written, as messages show it; empty if there is none."""
    docname = current_docname(app.env) or getattr(app.builder, "current_docname", "")
    return shown_path(str(app.env.doc2path(docname))) if docname else ""


def _without_repeats(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    return tuple(dict.fromkeys(messages))


def _without_repeats_by_page(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """Two pages may report the same, about a file that both include; each is remembered."""
    return tuple({(message, message.page, message.phase): message for message in messages}.values())

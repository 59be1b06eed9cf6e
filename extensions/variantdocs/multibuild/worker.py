"""Build one variant in a process of its own: read, say so, wait, write.

A variant waits between reading and writing until every variant has been read, because links
across variants are resolved while writing.
"""

from __future__ import annotations

import gc
import io
import multiprocessing
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from variantdocs.locations import shown_path
from variantdocs.multibuild.last_build import (
    LastBuild,
    fingerprint,
    read_last_build,
    still_true,
    write_last_build,
)
from variantdocs.multibuild.message import Message
from variantdocs.output import publish, write_bytes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from variantdocs.multibuild.collect import MessageCollector
    from variantdocs.multibuild.take_over import ReadVariant, TakeOver


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantTask:
    """One variant to build. ``made`` is where Sphinx writes, ``output`` what is published."""

    variant: str
    source: Path
    conf: Path
    output: Path
    made: Path
    record: Path
    doctrees: Path
    builder: str
    overrides: Mapping[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    filenames: tuple[str, ...] = ()
    jobs: int = 1
    reading_jobs: int = 1
    verbosity: int = 0
    force_all: bool = False
    fresh: bool = False
    after_other_application: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WasRead:
    """The variant has been read; it waits for the others."""

    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WasBuilt:
    """The variant is built."""

    pages: int
    read: int
    taken_over: int
    written: int
    seconds: float
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The variant could not be built. ``configuration``: because of its settings."""

    reason: str
    configuration: bool
    messages: tuple[Message, ...] = ()


class Channel(Protocol):
    """The worker's end of a pipe."""

    def send(self, obj: Any, /) -> None:
        """Tell the parent."""

    def recv(self) -> Any:
        """Wait for the parent."""

    def close(self) -> None:
        """Let go of this end."""


class _Stopped(Exception):
    """The parent wants no output."""


def build_variant(
    task: VariantTask,
    channel: Channel,
    others: Sequence[tuple[VariantTask, Channel]] = (),
    read: ReadVariant | None = None,
) -> None:
    """Build ``task``'s variant, talking to the parent through ``channel``.

    :param others: The variants for which processes are forked from this one when it has read.
    :param read: A variant that this process's parent has read, to take pages over from.

    Errors that a user can mend are sent as :class:`Failed`; any other is a defect and ends
    the process with its traceback.
    """
    from sphinx.application import Sphinx
    from sphinx.errors import ConfigError, SphinxError

    from variantdocs.crossrefs.indexes import indexes_of
    from variantdocs.multibuild.collect import collect_messages
    from variantdocs.multibuild.fresh_registries import forget_registrations
    from variantdocs.multibuild.leftovers import Leftovers

    started = time.monotonic()
    # Parsed pages are millions of small objects that live long, and Python's collector walks them
    # again and again: it costs a fifth of a build at its default threshold, and next to nothing here.
    gc.set_threshold(200_000, 20, 100)
    if task.after_other_application or read is not None:
        forget_registrations()
    record = task.record.with_name(task.record.name.replace(".files.", ".last."))
    # There while a build is at work: one that was stopped may have left half of anything.
    at_work = task.record.with_name(task.record.name.replace(".files.json", ".at-work"))
    fresh = task.fresh or at_work.exists()
    last = LastBuild() if fresh else read_last_build(record)
    if fresh:
        shutil.rmtree(task.made, ignore_errors=True)
    early = io.StringIO()
    collector: MessageCollector | None = None
    try:
        app = Sphinx(
            task.source,
            task.conf,
            task.made,
            task.doctrees,
            task.builder,
            confoverrides={**task.overrides, "variant": task.variant},
            status=None,
            warning=early,
            freshenv=fresh,
            tags=list(task.tags),
            verbosity=task.verbosity,
            parallel=task.reading_jobs,
        )
        collector = collect_messages(app)
        counts = _Counts(app=app, task=task, channel=channel, collector=collector, others=others)
        counts.connect(read)
        leftovers = Leftovers(app)
        write_bytes(at_work, b"")
        app.build(task.force_all, [Path(name) for name in task.filenames])
        counts.write_what_sees_changes(last)
        leftovers.remove()
    except _Stopped:
        at_work.unlink(missing_ok=True)
        return
    except SphinxError as error:
        at_work.unlink(missing_ok=True)
        messages = _early_messages(early) + (tuple(collector.messages) if collector else ())
        channel.send(
            Failed(reason=str(error), configuration=isinstance(error, ConfigError), messages=messages)
        )
        return
    published = publish(task.made, task.output, task.record)
    said = _without_repeats(counts.messages_of_taken() + tuple(collector.messages) + counts.still_true(last))
    at_work.unlink(missing_ok=True)
    write_last_build(record, LastBuild(seen=fingerprint(indexes_of(app)), messages=said))
    channel.send(
        WasBuilt(
            pages=len(app.env.all_docs),
            read=counts.read,
            taken_over=len(counts.taken),
            written=sum(name.endswith(".html") for name in published.written),
            seconds=time.monotonic() - started,
            messages=_early_messages(early) + said,
        )
    )


@dataclass(slots=True)
class _Counts:
    """What happens at the seams of Sphinx's build, and how many pages it concerned."""

    app: Sphinx
    task: VariantTask
    channel: Channel
    collector: MessageCollector
    others: Sequence[tuple[VariantTask, Channel]]
    read: int = 0
    built: set[str] = field(default_factory=set)
    waited: bool = False
    take_over: TakeOver | None = None

    @property
    def taken(self) -> tuple[str, ...]:
        """The pages taken over from another variant."""
        return self.take_over.taken if self.take_over else ()

    def messages_of_taken(self) -> tuple[Message, ...]:
        """What was said of the pages taken over."""
        return self.take_over.messages() if self.take_over else ()

    def connect(self, read: ReadVariant | None) -> None:
        """Make the application take pages over, count, and wait before it writes."""
        from variantdocs.crossrefs.sphinx_hooks import WAIT

        if read is not None:
            from variantdocs.multibuild.take_over import TakeOver

            self.take_over = TakeOver(self.app, read)
            self.app.connect("env-before-read-docs", self._take_pages_over, priority=1)
            self.app.connect("env-updated", self._say_what_was_taken)
        self.app.connect("env-before-read-docs", self._count, priority=900)
        self.app.connect("write-started", self._wait, priority=WAIT)
        self.app.connect("doctree-resolved", self._note_written)

    def write_what_sees_changes(self, last: LastBuild) -> None:
        """Write all pages again if what they can see of each other has changed.

        Which pages those are is not known page by page: a title is in the navigation of all.
        """
        from variantdocs.crossrefs.indexes import indexes_of

        builder = self.app.builder
        if not last.seen or last.seen == fingerprint(indexes_of(self.app)):
            return
        if self.built >= self.app.env.found_docs:
            return
        builder.write(["__all__"], set(), "all")
        builder.finish()
        builder.finish_tasks.join()

    def still_true(self, last: LastBuild) -> tuple[Message, ...]:
        """What the last build said of pages that this one has not looked at."""
        env = self.app.env
        paths = {docname: shown_path(str(env.doc2path(docname))) for docname in env.all_docs}
        included = {
            shown_path(str(Path(self.app.srcdir, str(name))))
            for docname in env.all_docs.keys() - self.built
            for name in env.dependencies.get(docname, ())
        }
        built = {paths[docname] for docname in self.built if docname in paths}
        return still_true(last.messages, built=built, files={*paths.values(), *included})

    def _note_written(self, app: Sphinx, doctree: object, docname: str) -> None:
        self.built.add(docname)

    def _take_pages_over(self, app: Sphinx, env: object, docnames: list[str]) -> None:
        assert self.take_over is not None
        self.take_over.take(docnames)

    def _say_what_was_taken(self, app: Sphinx, env: object) -> list[str]:
        # They are as good as read: the environment is to be saved, and the pages written.
        return list(self.taken)

    def _count(self, app: Sphinx, env: object, docnames: list[str]) -> None:
        self.read = len(docnames)
        self.built.update(docnames)

    def _wait(self, app: Sphinx, builder: Any) -> None:
        if self.waited:
            return
        self.waited = True
        self._fork_others()
        # From here on the processes of all variants share the processors.
        app.parallel = self.task.jobs
        builder.parallel_ok = builder.parallel_ok and self.task.jobs > 1
        self.channel.send(WasRead(pages=len(app.env.all_docs)))
        try:
            go_on = self.channel.recv()
        except EOFError:  # the parent is gone
            go_on = False
        if not go_on:
            raise _Stopped

    def _fork_others(self) -> None:
        if not self.others:
            return
        from variantdocs.multibuild.take_over import ReadVariant

        read = ReadVariant(app=self.app, messages=tuple(self.collector.messages))
        context = multiprocessing.get_context("fork")
        for task, channel in self.others:
            context.Process(target=build_variant, args=(task, channel, (), read), name=task.variant).start()
        for _, channel in self.others:
            channel.close()


def _without_repeats(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    return tuple(dict.fromkeys(messages))


def _early_messages(stream: io.StringIO) -> tuple[Message, ...]:
    """What Sphinx printed before its messages could be collected."""
    from sphinx.util.console import strip_colors

    found = []
    for line in strip_colors(stream.getvalue()).splitlines():
        location, level, text = "", "WARNING", line
        for name in ("WARNING", "ERROR", "CRITICAL"):
            before, mark, after = line.partition(f"{name}: ")
            if mark:
                location, level, text = before.removesuffix(": "), name, after
                break
        found.append(Message(level=level, location=location, text=text))
    return tuple(found)

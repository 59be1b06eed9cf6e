"""Build one variant in a process of its own: read, say so, wait, write.

A variant waits between reading and writing until every variant has been read, because links
across variants are resolved while writing.
"""

from __future__ import annotations

import io
import shutil
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from variantdocs import events
from variantdocs.build_messages import Message
from variantdocs.multibuild.protocol import (
    Channel,
    Failed,
    HasRead,
    Read,
    Stop,
    Take,
    VariantTask,
    WasBuilt,
    WasRead,
    Write,
)
from variantdocs.output import publish, write_bytes
from variantdocs.paths import shown_path
from variantdocs.rebuild.build_state import (
    LastBuild,
    read_last_build,
    still_true,
    write_last_build,
)
from variantdocs.sphinx_patches.builder_steps import finish_only_if

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from variantdocs.multibuild.sharing.merge import TakeOver
    from variantdocs.multibuild.worker.message_collector import MessageCollector
    from variantdocs.rebuild.generated_pages import GeneratedPages
    from variantdocs.rebuild.page_fingerprints import Visible

_Word = TypeVar("_Word")


class _Stopped(BaseException):
    """The parent wants no output. Not an Exception: Sphinx makes those of handlers its own."""


def build_variant(task: VariantTask, channel: Channel) -> None:
    """Build ``task``'s variant, talking to the parent through ``channel``.

    Errors that a user can mend are sent as :class:`Failed`; any other is a defect and ends
    the process with its traceback.
    """
    from sphinx.application import Sphinx
    from sphinx.errors import ConfigError, SphinxError

    from variantdocs.multibuild.worker.message_collector import collect_messages
    from variantdocs.rebuild.digests import Digests
    from variantdocs.rebuild.freshness import touch_all
    from variantdocs.rebuild.stale_output import Leftovers
    from variantdocs.rebuild.toolchain import look_of
    from variantdocs.sphinx_patches.findall import walk_faster
    from variantdocs.sphinx_patches.garbage_collection import collect_between_pages, collect_rarely
    from variantdocs.sphinx_patches.log_levels import drop_unheard_records
    from variantdocs.sphinx_patches.registries import forget_registrations
    from variantdocs.sphinx_patches.render_caches import keep_objects

    started = time.monotonic()
    collect_rarely()
    walk_faster()
    if task.after_other_application:
        forget_registrations()
    record = task.record.with_name(task.record.name.replace(".files.", ".last."))
    # There while a build is at work: one that was stopped may have left half of anything.
    at_work = task.record.with_name(task.record.name.replace(".files.json", ".at-work"))
    fresh = task.fresh or at_work.exists()
    last = LastBuild() if fresh else read_last_build(record)
    if fresh:
        shutil.rmtree(task.made, ignore_errors=True)
    has_old_output = task.made.exists()
    early = io.StringIO()
    collector: MessageCollector | None = None
    app: Sphinx | None = None

    def start() -> Sphinx:
        return Sphinx(
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

    try:
        app = start()
        look = look_of(app, Digests())
        if look != last.look and has_old_output:
            # Everything will be written again. What extensions have put there by now, they put there anew.
            write_bytes(at_work, b"")
            shutil.rmtree(task.made)
            forget_registrations()
            early.seek(0)
            early.truncate()
            app = start()
        keep_objects(app.builder)
        collect_between_pages(app)
        collector = collect_messages(app)
        drop_unheard_records()
        steps = BuildSteps(app=app, task=task, channel=channel, collector=collector, last=last)
        steps.connect()
        leftovers = Leftovers(app)
        write_bytes(at_work, b"")
        touch_all(task.made)
        app.build(task.force_all or look != last.look, [Path(name) for name in task.filenames])
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
    except BaseException as error:
        if app is not None and (page := _page_at_work(app)):
            error.add_note(f"This happened at {page}, in the variant {task.variant}.")
        raise
    published = publish(task.made, task.output, task.record)
    said = _without_repeats(steps.messages_of_taken + tuple(collector.messages) + steps.still_true())
    at_work.unlink(missing_ok=True)
    write_last_build(
        record,
        LastBuild(
            # Where only some pages were to be written, others may show what is no longer so.
            visible=None if task.filenames else steps.visible,
            unsettled=steps.unsettled(),
            generated=frozenset(steps.generated.names),
            look=look,
            messages=said,
        ),
    )
    channel.send(
        WasBuilt(
            pages=len(app.env.all_docs),
            read=len(steps.read) - len(steps.take_over.docnames),
            taken_over=len(steps.take_over.docnames),
            written=sum(name.endswith(".html") for name in published.written),
            seconds=time.monotonic() - started,
            messages=_without_repeats(_early_messages(early) + said),
        )
    )


@dataclass(slots=True)
class BuildSteps:
    """What happens at the seams of Sphinx's build, and which pages it concerned."""

    app: Sphinx
    task: VariantTask
    channel: Channel
    collector: MessageCollector
    last: LastBuild
    visible: Visible | None = None
    read: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    checked: bool = False
    removed: bool = False
    leave: Read = field(default_factory=Read)
    take_over: TakeOver = field(init=False)
    generated: GeneratedPages = field(init=False)
    messages_of_taken: tuple[Message, ...] = ()

    def __post_init__(self) -> None:
        from variantdocs.multibuild.sharing.merge import TakeOver
        from variantdocs.rebuild.generated_pages import GeneratedPages

        self.take_over = TakeOver(self.app)
        self.generated = GeneratedPages(self.app, self.last.generated)

    def connect(self) -> None:
        """Make the application share its reading, count, and wait before it writes."""
        events.connect(
            self.app,
            self.note_removed,
            self.leave_pages_to_others,
            self.count,
            self.note_read,
            self.take_pages_over,
            self.wait,
            self.pages_that_see_changes,
            self.note_check,
            self.note_written,
            self.finish_only_what_changed,
        )

    def still_true(self) -> tuple[Message, ...]:
        """What the last build said of what this one has not looked at."""
        env = self.app.env
        paths = {docname: shown_path(str(env.doc2path(docname))) for docname in env.all_docs}

        def files_of(docnames: Iterable[str]) -> set[str]:
            included = (name for docname in docnames for name in env.dependencies.get(docname, ()))
            return {*map(paths.__getitem__, docnames), *(shown_path(str(name)) for name in included)}

        def pages(docnames: Iterable[str]) -> set[str]:
            return {paths[docname] for docname in docnames if docname in paths}

        everything = set(paths)
        unread, unwritten = sorted(everything - self.read), sorted(everything - self.written)
        return still_true(
            self.last.messages,
            looked_at={
                "reading": pages(self.read),
                "checking": pages(everything) if self.checked else (),
                "writing": pages(self.written),
            },
            files={
                "reading": files_of(unread),
                "checking": pages(everything),
                "writing": files_of(unwritten),
            },
        )

    def unsettled(self) -> frozenset[str]:
        """The pages with links that any change elsewhere may concern."""
        from variantdocs.crossrefs.unresolved import UNRESOLVED_PAGES

        unwritten = self.last.unsettled - self.written
        return frozenset((unwritten | UNRESOLVED_PAGES.of(self.app)) & self.app.env.all_docs.keys())

    def pages_that_see_changes(self, app: Sphinx, env: BuildEnvironment) -> Collection[str]:
        """The pages to be written again because they show something else of others."""
        from variantdocs.rebuild.page_fingerprints import pages_showing, pages_to_write, visible_in

        self.visible = visible_in(app)
        found = pages_to_write(
            self.last.visible,
            self.visible,
            unsettled=self.last.unsettled,
            linking=partial(pages_showing, app),
        )
        if self.visible.alone.keys() <= set(found) and not self.task.filenames:
            self.generated.remove()
        return found

    def note_removed(
        self, app: Sphinx, env: object, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
        """Note whether pages are gone (event ``env-get-outdated``)."""
        self.removed = bool(removed)
        return []

    def finish_only_what_changed(self, app: Sphinx, builder: Builder) -> None:
        """Leave out the index, the search index and the static files of a variant without changes.

        Sphinx makes them again in each build, whether or not anything went into them. What static
        files there are is part of the look, and a new one has all pages written.
        """
        finish_only_if(builder, lambda: bool(self.read or self.written or self.removed))

    def note_check(self, app: Sphinx, env: object) -> None:
        """Note that Sphinx checks the whole site (event ``env-check-consistency``)."""
        self.checked = True

    def note_written(self, app: Sphinx, doctree: object, docname: str) -> None:
        """Note that the page is written (event ``doctree-resolved``)."""
        self.written.add(docname)

    def leave_pages_to_others(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Offer pages to other variants, and read only what is left (event ``env-before-read-docs``)."""
        from variantdocs.multibuild.sharing.merge import offer
        from variantdocs.rebuild.reading_order import forget_pages

        self.channel.send(offer(app, docnames))
        self.leave = self._word(Read)
        left = {docname for pages in self.leave.from_others.values() for docname in pages}
        forget_pages(app, env, left)
        docnames[:] = [docname for docname in docnames if docname not in left]

    def count(self, app: Sphinx, env: object, docnames: list[str]) -> None:
        """Note the pages that are about to be read (event ``env-before-read-docs``)."""
        self.read.update(docnames)

    def note_read(self, app: Sphinx, doctree: object) -> None:
        """Note that the page was read (event ``doctree-read``)."""
        self.read.add(app.env.current_document.docname)

    def take_pages_over(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Take over the pages that other variants have read (event ``env-updated``)."""
        from variantdocs.multibuild.sharing.merge import leave_for_others
        from variantdocs.rebuild.reading_order import forget_pages

        if not self.leave.from_others and not self.leave.is_shared:
            return []
        self.channel.send(HasRead(environment=leave_for_others(app) if self.leave.is_shared else None))
        found = self._word(Take)
        rest = self.take_over.take(self.leave.from_others, found.environments)
        forget_pages(app, env, rest)
        for docname in rest:
            app.builder.read_doc(docname)
        # They are as good as read: the environment is to be saved, and the pages written.
        return [*self.take_over.docnames, *rest]

    def wait(self, app: Sphinx, env: object) -> list[str]:
        """Wait until every variant has written its index (event ``env-get-updated``)."""
        from variantdocs.multibuild.sharing.merge import forget_what_was_left

        # From here on the processes of all variants share the processors.
        app.parallel = self.task.jobs
        self.channel.send(WasRead(pages=len(app.env.all_docs), messages=tuple(self.collector.messages)))
        word = self._word(Write)
        forget_what_was_left(Path(app.doctreedir))
        self.messages_of_taken = self.take_over.messages(word.messages)
        self.read.update(self.take_over.docnames)
        return []

    def _word(self, kind: type[_Word]) -> _Word:
        """Wait for the parent.

        :raises _Stopped: the parent wants no output, or is gone.
        """
        try:
            word = self.channel.recv()
        except EOFError:
            raise _Stopped from None
        if isinstance(word, Stop):
            raise _Stopped
        assert isinstance(word, kind)
        return word


def _page_at_work(app: Sphinx) -> str:
    """The page that is being read or written, as messages show it; empty if there is none."""
    docname = app.env.current_document.docname or getattr(app.builder, "current_docname", "")
    return shown_path(str(app.env.doc2path(docname))) if docname else ""


def _without_repeats(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    return tuple(dict.fromkeys(messages))


def _early_messages(stream: io.StringIO) -> tuple[Message, ...]:
    """What Sphinx printed before its messages could be collected."""
    from sphinx.util.console import strip_colors

    found: list[Message] = []
    for line in strip_colors(stream.getvalue()).splitlines():
        for name in ("WARNING", "ERROR", "CRITICAL"):
            before, mark, text = line.partition(f"{name}: ")
            if mark:
                found.append(Message(level=name, location=before.removesuffix(": "), text=text))
                break
        else:
            if found:  # a message of several lines
                found[-1] = replace(found[-1], text=f"{found[-1].text}\n{line}")
            else:
                found.append(Message(level="WARNING", location="", text=line))
    return tuple(found)

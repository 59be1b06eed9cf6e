"""Build one variant in a process of its own: read, say so, wait, write.

A variant waits between reading and writing until every variant has been read, because links
across variants are resolved while writing.
"""

from __future__ import annotations

import io
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from variantdocs.multibuild.message import Message
from variantdocs.output import publish

if TYPE_CHECKING:
    from sphinx.application import Sphinx


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


class _Stopped(Exception):
    """The parent wants no output."""


def build_variant(task: VariantTask, channel: Channel) -> None:
    """Build ``task``'s variant, talking to the parent through ``channel``.

    Errors that a user can mend are sent as :class:`Failed`; any other is a defect and ends
    the process with its traceback.
    """
    from sphinx.application import Sphinx
    from sphinx.errors import ConfigError, SphinxError

    from variantdocs.multibuild.collect import MessageCollector, collect_messages
    from variantdocs.multibuild.fresh_registries import forget_registrations
    from variantdocs.multibuild.leftovers import Leftovers

    started = time.monotonic()
    if task.after_other_application:
        forget_registrations()
    if task.fresh:
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
            freshenv=task.fresh,
            tags=list(task.tags),
            verbosity=task.verbosity,
            parallel=task.jobs,
        )
        collector = collect_messages(app)
        counts = _connect(app, channel)
        leftovers = Leftovers(app)
        app.build(task.force_all, [Path(name) for name in task.filenames])
        leftovers.remove()
    except _Stopped:
        return
    except SphinxError as error:
        messages = _early_messages(early) + (tuple(collector.messages) if collector else ())
        channel.send(
            Failed(reason=str(error), configuration=isinstance(error, ConfigError), messages=messages)
        )
        return
    published = publish(task.made, task.output, task.record)
    channel.send(
        WasBuilt(
            pages=len(app.env.all_docs),
            read=counts.read,
            written=sum(name.endswith(".html") for name in published.written),
            seconds=time.monotonic() - started,
            messages=_early_messages(early) + tuple(collector.messages),
        )
    )


@dataclass(slots=True)
class _Counts:
    read: int = 0


def _connect(app: Sphinx, channel: Channel) -> _Counts:
    """Make ``app`` wait before it writes, and count what it reads."""
    from variantdocs.crossrefs.sphinx_hooks import WAIT

    counts = _Counts()

    def count_pages(app: Sphinx, env: object, docnames: list[str]) -> None:
        counts.read = len(docnames)

    def wait_for_the_others(app: Sphinx, builder: object) -> None:
        channel.send(WasRead(pages=len(app.env.all_docs)))
        if not channel.recv():
            raise _Stopped

    app.connect("env-before-read-docs", count_pages, priority=900)
    app.connect("write-started", wait_for_the_others, priority=WAIT)
    return counts


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

"""What the process that runs a build and the processes of the variants say to each other.

A variant is built in steps, and before each it waits for word from the parent, which lets as many
work at a time as there may be processes:

========================  ==============================================================
The variant says          The parent answers
========================  ==============================================================
:class:`Outdated`         :class:`Read`: what to read, and what another reads for it
:class:`HasRead`          :class:`Take`: where to find what the others have read
:class:`WasRead`          :class:`Write`, or :class:`Stop`
:class:`WasBuilt`         nothing
========================  ==============================================================

:class:`HasRead` is left out where nothing is shared, and :class:`Failed` may come at any step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from variantdocs.build_messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantTask:
    """One variant to build. ``made`` is where Sphinx writes, ``output`` what is published.

    ``reading_jobs`` and ``jobs`` are the processes that it may use itself, for reading and writing.
    """

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
class PageToRead:
    """A page as this variant shows it: what tells it from another, and its length as a measure of work."""

    fingerprint: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """The pages that are to be read.

    ``pages`` are those that another variant could read for this one, by docname; ``other`` is the
    size of those that none can. Only variants with equal ``settings`` read for each other.
    ``obstacle`` says why none can at all.
    """

    settings: str = ""
    pages: Mapping[str, PageToRead] = field(default_factory=dict)
    other: int = 0
    known: int = 0
    obstacle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Go on and read; but not the pages that another variant reads.

    ``from_others`` are those, by variant. ``is_shared`` says that others take over from this one.
    """

    from_others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HasRead:
    """The variant has read its share; ``environment`` is where it has left it for the others."""

    environment: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """Where the environments of the other variants lie; one that has failed has none."""

    environments: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WasRead:
    """The variant has been read; it waits for the others. ``messages``: what was said of it so far."""

    pages: int
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """All have been read: write. ``messages``: what was said so far, by variant."""

    messages: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Write nothing."""


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

"""The messages between the coordinator and the workers, one worker per variant.

A worker builds its variant in steps. After each step it reports and waits for the coordinator, which
limits how many workers run at a time:

======================  ================================================================
The worker reports      The coordinator answers
======================  ================================================================
:class:`OutdatedPages`  :class:`ReadPlan`: which pages to read, and which others read
:class:`ShareReady`     :class:`MergeShares`: where to find what the others have read
:class:`ReadDone`       :class:`WritePlan`, or :class:`Stop`
:class:`VariantBuilt`   nothing
======================  ================================================================

A worker that shares nothing skips :class:`ShareReady`. :class:`VariantFailed` may replace any report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from variantdocs.build_messages import Message
from variantdocs.multibuild.build_paths import VariantPaths
from variantdocs.multibuild.idle_processors import IdleProcessors
from variantdocs.multibuild.parts.part import Part
from variantdocs.templating.prepared_pages import PreparedPages


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantTask:
    """One variant to build.

    ``doctrees`` is the folder for all variants. ``jobs`` is how many processes the worker may use itself.
    ``reset_registries`` says that the process has run another Sphinx application before. ``prepared`` are
    pages that the worker need not prepare, ``idle`` the processors that it may use beside its own; only a
    forked process can have any. ``part`` says which pages to write; ``None`` for all.
    """

    variant: str
    source: Path
    conf: Path
    paths: VariantPaths
    doctrees: Path
    builder: str
    overrides: Mapping[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    filenames: tuple[str, ...] = ()
    jobs: int = 1
    verbosity: int = 0
    force_all: bool = False
    fresh: bool = False
    reset_registries: bool = False
    prepared: PreparedPages | None = None
    part: Part | None = None
    idle: IdleProcessors | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageToRead:
    """A page as this variant shows it: the fingerprint of its text, and its length as a measure of work."""

    fingerprint: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutdatedPages:
    """The pages to read.

    ``pages`` maps the docnames that another variant could read for this one; ``other`` is the total
    size of the rest. Only variants with equal ``settings`` read for each other. ``known`` is the number
    of pages in the environment. ``obstacle`` says why nothing can be shared; empty if it can.
    ``write_obstacle`` says why one process has to write all pages; empty if several can.
    """

    settings: str = ""
    pages: Mapping[str, PageToRead] = field(default_factory=dict)
    other: int = 0
    known: int = 0
    obstacle: str = ""
    write_obstacle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPlan:
    """Read your outdated pages, except those that another variant reads.

    ``from_others`` maps each such variant to the pages. With ``is_shared``, others merge pages from here.
    """

    from_others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareReady:
    """The worker has read its share. ``environment`` is the file with it; ``None`` if none needs it."""

    environment: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeShares:
    """The files with the environments of the other variants; a variant that failed has none."""

    environments: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDone:
    """All pages are read and the index is written. ``messages`` are those reported so far."""

    pages: int
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WritePlan:
    """Every variant has been read: write. ``messages`` are those reported so far, by variant."""

    messages: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """End without writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantBuilt:
    """The variant is built. ``merged`` counts the pages that another variant has read for it.

    ``python_warnings`` are those of Python's own :mod:`warnings`, as it prints them; ``conf_warnings`` those
    of them that came while conf.py ran.
    """

    pages: int
    read: int
    merged: int
    written: int
    seconds: float
    messages: tuple[Message, ...]
    python_warnings: tuple[str, ...] = ()
    conf_warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantFailed:
    """The variant could not be built. ``configuration``: its settings are the reason."""

    reason: str
    configuration: bool
    messages: tuple[Message, ...] = ()


class Channel(Protocol):
    """The worker's end of a pipe."""

    def send(self, obj: Any, /) -> None:
        """Send a report to the coordinator."""

    def recv(self) -> Any:
        """Wait for the coordinator's answer."""

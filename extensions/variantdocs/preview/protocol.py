"""What the server of the preview and the process that builds say to each other.

===================  =================================================================
The server says      The build process answers
===================  =================================================================
:class:`Build`       any number of :class:`PagesReady`, then :class:`BuildReport`; or
                     :class:`StartOver`
:class:`RenderPage`  :class:`PageRendered`, when no build is at work
===================  =================================================================

The server ends the build process by closing its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from variantdocs.build_messages import SharedMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """Build what has changed, first what is open in a browser: ``open_pages``, variant → files in its folder.

    ``changed`` are the files that have changed since the last build; ``None`` if there may be others.
    ``is_first`` marks the first build of the preview, for which options such as ``-E`` are meant.
    """

    open_pages: Mapping[str, frozenset[str]] = field(default_factory=dict)
    changed: frozenset[Path] | None = None
    is_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderPage:
    """Render the page in the file ``path`` of a variant in the writer's view."""

    variant: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRendered:
    """The page's HTML; ``None`` if it cannot be rendered now. Answers come in the order of the requests."""

    html: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartOver:
    """The configuration has changed: a new process takes over, to which the request is to be sent again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesReady:
    """Pages of a variant have been published.

    ``paths`` are files below the variant's folder; ``None`` if it is not known which they are.
    """

    variant: str
    paths: frozenset[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedPaths:
    """What a build depends on: folders with all that is in them, and single files."""

    folders: frozenset[Path] = frozenset()
    files: frozenset[Path] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewedVariant:
    """A variant in the preview. ``sources`` gives by file in its folder the files of which that is made,

    as messages show them.
    """

    name: str
    title: str
    sources: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What came of a build. ``failures`` is what kept it from building something, ready to show.

    ``variants`` is empty where the configuration cannot be read.
    """

    variants: tuple[PreviewedVariant, ...] = ()
    messages: tuple[SharedMessage, ...] = ()
    failures: tuple[str, ...] = ()
    watched: WatchedPaths = field(default_factory=WatchedPaths)
    seconds: float = 0.0

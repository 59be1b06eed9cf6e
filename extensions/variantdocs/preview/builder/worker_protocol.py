"""What warm workers and the coordinator say to each other, beside :mod:`variantdocs.multibuild.protocol`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from variantdocs.multibuild.protocol import VariantTask
from variantdocs.preview.protocol import WatchedPaths


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckStart:
    """Asks an idle worker whether its application is still what starting another would give.

    ``open_pages`` are the files of pages open in a browser: the next build writes them first.
    ``changed`` are the files that have changed since the last build; ``None`` if there may be others.
    """

    open_pages: frozenset[str] = frozenset()
    changed: frozenset[Path] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartChecked:
    """The answer. ``is_current`` is false when settings, templates, static files or extensions changed.

    ``edited`` are those of the changed files that were only edited, as far as this variant is concerned;
    ``None`` if the next build must look at all files.
    """

    is_current: bool
    edited: frozenset[Path] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildAgain:
    """Asks an idle worker to build again; only ``edited`` files have changed, if that is not ``None``."""

    task: VariantTask
    edited: frozenset[Path] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesPublished:
    """These files of the variant can be served; the rest of the build goes on."""

    paths: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantDetails:
    """What the preview wants to know of a built variant; said before the variant is reported as built.

    ``sources`` gives by file in the variant's folder the files of which it is made, as messages show them.
    ``is_last`` says that the worker ends now.
    """

    sources: Mapping[str, frozenset[str]]
    watched: WatchedPaths
    is_last: bool

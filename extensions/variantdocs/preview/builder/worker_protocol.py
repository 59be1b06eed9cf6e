"""What warm workers and the coordinator say to each other, beside :mod:`variantdocs.multibuild.protocol`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from variantdocs.preview.protocol import WatchedPaths


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckStart:
    """Asks an idle worker whether its application is still what starting another would give.

    ``open_pages`` are the files of pages that somebody looks at: the next build writes them first.
    """

    open_pages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class StartChecked:
    """The answer. ``is_current`` is false when settings, templates, static files or extensions changed."""

    is_current: bool


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

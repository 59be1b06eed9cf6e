"""Collect garbage between pages, not in the middle of one.

Replaces: ``get_and_resolve_doctree`` of the environment of a build, to collect before each page is
    resolved. Takes from Sphinx's roles the page that they keep.
Why: A parsed page is thousands of objects that refer to each other, so only Python's collector frees them.
    Left to itself it runs in the middle of a page, walks what is still in use, and finds the dead pages no
    longer in the processor's caches: a seventh of a build. Right after a page nearly all young objects are
    dead.
Upstream: none; there is no event between two pages that are written.
Versions: Sphinx 8.1 to 9.2.
Remove when: Sphinx has an event between written pages, or collects there itself.
"""

from __future__ import annotations

import gc
from itertools import chain
from typing import TYPE_CHECKING, Any

from docutils.parsers.rst import roles
from sphinx.util.docutils import SphinxRole

from variantdocs import events

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

_MOST = 200_000
"""Objects after which the collector comes by itself: on a page of a size that is not usual."""
_NEVER = 1_000_000_000
_OLDER_EVERY = 25
"""Pages after which those that were alive at a collection are collected as well."""


def collect_rarely() -> None:
    """Keep the collector from coming by itself, as long as nothing unusual happens."""
    gc.set_threshold(_MOST, _NEVER, _NEVER)


class PageGarbage:
    """Makes the collector run between two pages, while an application reads and while it writes."""

    def __init__(self) -> None:
        self._pages = 0

    def before_reading(self, app: Sphinx, docname: str, content: list[str]) -> None:
        """Collect what the page before has left (event ``source-read``)."""
        for role in _called_roles(app.env):
            del role.inliner
        self._collect()

    def before_writing(self, app: Sphinx, builder: Builder) -> None:
        """Collect before each page that is resolved from here on (event ``write-started``)."""
        # Sphinx keeps the pages that it has read until they are written. They are not looked at again.
        gc.freeze()
        resolve = app.env.get_and_resolve_doctree

        def collect_and_resolve(*arguments: Any, **options: Any) -> nodes.document:
            self._collect()
            return resolve(*arguments, **options)

        # No event comes while one page is gone and the next is not there yet. The environment has been
        # saved by now, and goes with this process.
        app.env.get_and_resolve_doctree = collect_and_resolve  # type: ignore[method-assign]

    def _collect(self) -> None:
        self._pages += 1
        gc.collect(0 if self._pages % _OLDER_EVERY else 1)


def _called_roles(env: BuildEnvironment) -> Iterator[SphinxRole]:
    """The roles that keep a page."""
    of_domains = (domain.roles.values() for domain in env.domains.sorted())
    for role in chain(roles._roles.values(), *of_domains):  # type: ignore[attr-defined]
        if isinstance(role, SphinxRole) and "inliner" in vars(role):
            yield role


def collect_between_pages(app: Sphinx) -> None:
    """Make the collector run when ``app`` is between two pages."""
    garbage = PageGarbage()
    events.connect(app, garbage.before_reading, garbage.before_writing)

"""Keep what Sphinx would make again for each page and each block of code.

Replaces: ``formatter`` of the builder's highlighters and ``render_partial`` of the builder, in one builder
    only.
Why: Pygments works out a style sheet for each formatter, which takes as long as highlighting a few lines;
    the title of a page is rendered again for the pages before, after and below it.
Upstream: none.
Versions: Sphinx 8.1 to 9.2; what a builder does not have is left alone.
Remove when: the benchmark shows no gain any more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.builders import Builder

_KEPT = 64
"""Formatters at once: with another first line number for each block there would be thousands."""


def keep_objects(builder: Builder) -> None:
    """Make ``builder`` keep formatters, titles, and templates without looking whether they changed.

    Doing so twice does it once.
    """
    for name in ("highlighter", "dark_highlighter"):
        bridge = getattr(builder, name, None)
        if bridge is not None and not isinstance(bridge.formatter, KeptFormatters):
            bridge.formatter = KeptFormatters(bridge.formatter)
    environment = getattr(getattr(builder, "templates", None), "environment", None)
    if environment is not None:
        environment.auto_reload = False
    if hasattr(builder, "render_partial") and not isinstance(builder.render_partial, KeptTitles):
        builder.render_partial = KeptTitles(builder.render_partial)


class KeptFormatters:
    """Stands for a class of Pygments formatters, and gives the same one for the same options.

    A formatter works out a style sheet when it is made, which takes about as long as to highlight a
    few lines, and keeps nothing of the code that it formats.
    """

    def __init__(self, make: Callable[..., Any]) -> None:
        self._make = make
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **options: Any) -> Any:
        """The formatter for ``options``."""
        key = tuple(
            (name, tuple(value) if isinstance(value, list) else value) for name, value in options.items()
        )
        try:
            kept = self._made.get(key)
        except TypeError:  # an option that cannot be looked up
            return self._make(**options)
        if kept is None:
            if len(self._made) >= _KEPT:
                self._made.clear()
            kept = self._made[key] = self._make(**options)
        return kept


class KeptTitles:
    """Stands for a builder's ``render_partial``, and renders each title once.

    The title of a page is shown by the pages before, after and below it. It holds no link or image,
    which would be another from each page: Sphinx takes them out of the titles that it keeps.
    """

    def __init__(self, render: Callable[[nodes.Node | None], dict[str, str]]) -> None:
        self._render = render
        self._rendered: dict[int, tuple[nodes.title, dict[str, str]]] = {}
        """The identity of a title → the title, so that no other gets its identity, and what it is."""

    def __call__(self, node: nodes.Node | None) -> dict[str, str]:
        """What ``render_partial`` gives for ``node``."""
        if not isinstance(node, nodes.title):
            return self._render(node)
        if id(node) not in self._rendered:
            parent = node.parent
            # A copy: before Sphinx 9.0 the builder gives the same mapping each time, with other values.
            self._rendered[id(node)] = node, dict(self._render(node))
            node.parent = parent  # Sphinx made a document for it, which the title would keep in memory
        return dict(self._rendered[id(node)][1])

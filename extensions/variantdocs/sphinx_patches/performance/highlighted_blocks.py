"""Keep highlighted blocks of code for the next build of a process.

Replaces: ``highlight_block`` of the builder's highlighter, in one builder only.
Why: A page that is saved again and again has nearly always the same code, and to highlight it takes a
    quarter of writing the page. In the preview each build writes in a new process, which tells the one that
    stays what it has highlighted.
Upstream: none.
Versions: Sphinx 8.1 to 9.2; what a builder does not have is left alone.
Remove when: the benchmark shows no gain any more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.builders import Builder

Blocks = Mapping[tuple[object, ...], str]
"""What a block is highlighted from → its HTML."""

_KEPT = 256
"""Blocks at once: those of the pages that are being written."""
_LOGGER = logging.getLogger("sphinx.sphinx.highlighting")


def keep_highlighted_blocks(builder: Builder) -> None:
    """Make ``builder`` keep what it highlights. Doing so twice does it once."""
    bridge: Any = getattr(builder, "highlighter", None)
    if bridge is not None and not isinstance(bridge.highlight_block, KeptBlocks):
        bridge.highlight_block = KeptBlocks(bridge.highlight_block)


def highlighted_blocks(builder: Builder) -> Blocks:
    """The blocks that ``builder`` has highlighted or shown last."""
    kept = _kept_by(builder)
    return {} if kept is None else kept.last


def remember_highlighted_blocks(builder: Builder, blocks: Blocks) -> None:
    """Have ``builder`` show ``blocks`` that another process has highlighted."""
    kept = _kept_by(builder)
    if kept is not None:
        kept.remember(blocks)


def _kept_by(builder: Builder) -> KeptBlocks | None:
    found = getattr(getattr(builder, "highlighter", None), "highlight_block", None)
    return found if isinstance(found, KeptBlocks) else None


class KeptBlocks:
    """Stands for ``highlight_block`` of one highlighter.

    A block about which there is something to report is highlighted each time.
    """

    def __init__(self, highlight: Callable[..., str]) -> None:
        self._highlight = highlight
        self._known: dict[tuple[object, ...], str] = {}
        self.last: dict[tuple[object, ...], str] = {}

    def remember(self, blocks: Blocks) -> None:
        """Keep ``blocks``, and forget the oldest of the others if there are too many."""
        rest = {key: block for key, block in self._known.items() if key not in blocks}
        self._known = dict([*rest.items(), *blocks.items()][-_KEPT:])

    def __call__(
        self,
        source: str,
        lang: str,
        opts: dict[str, Any] | None = None,
        force: bool = False,
        location: Any = None,
        **options: Any,
    ) -> str:
        """The HTML of a block."""
        key = _key(source, lang, opts, force, options)
        found = None if key is None else self._known.get(key)
        if found is None:
            reports = _Reports()
            _LOGGER.addFilter(reports)
            try:
                found = self._highlight(source, lang, opts, force, location, **options)
            finally:
                _LOGGER.removeFilter(reports)
            if reports.any:
                return found
        if key is not None and len(self.last) < _KEPT:
            self.last[key] = found
        return found


def _key(
    source: str, lang: str, opts: Mapping[str, Any] | None, force: bool, options: Mapping[str, Any]
) -> tuple[object, ...] | None:
    """All that decides how a block comes out; ``None`` if that cannot be looked up."""
    key = source, lang, _items(opts or {}), force, _items(options)
    try:
        hash(key)
    except TypeError:
        return None
    return key


def _items(values: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(
        (name, tuple(value) if isinstance(value, list) else value) for name, value in sorted(values.items())
    )


class _Reports(logging.Filter):
    """Notes whether anything is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.any = False

    def filter(self, record: logging.LogRecord) -> bool:
        self.any = True
        return True

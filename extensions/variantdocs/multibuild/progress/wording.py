"""Say in one line how far each variant is.

[serverless] reading 12 of 150 pages  [byoc] starting  3 s
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from variantdocs.multibuild.progress.page_counts import BuildStep, PageCounts

_WITHOUT_NUMBERS = {
    BuildStep.STARTING: "starting",
    BuildStep.WAITING: "pages read",
    BuildStep.FINISHING: "finishing",
    BuildStep.DONE: "done",
}


def progress_line(counts: Mapping[str, PageCounts], *, seconds: float, columns: int | None = None) -> str:
    """How far the variants are.

    :param counts: variant → its pages.
    :param seconds: How long the build has taken.
    :param columns: The width of the terminal: with less room, first the words go, then the variants' names.
        ``None`` for no limit.
    """
    elapsed = f"{seconds:.0f} s"
    wordings = (
        "  ".join((*(f"[{name}] {_state(pages)}" for name, pages in counts.items()), elapsed)),
        "  ".join((*(f"{name} {_short_state(pages)}" for name, pages in counts.items()), elapsed)),
    )
    for text in wordings:
        if columns is None or len(text) <= columns:
            return text
    return f"{_total(counts.values())}  {elapsed}"[:columns]


def _state(pages: PageCounts) -> str:
    if pages.step is BuildStep.READING:
        return f"reading {_of(pages.read, pages.to_read)} pages"
    if pages.step is BuildStep.WRITING:
        return f"writing {_of(pages.written, pages.to_write)} pages"
    return _WITHOUT_NUMBERS[pages.step]


def _short_state(pages: PageCounts) -> str:
    if pages.step is BuildStep.READING:
        return f"r {min(pages.read, pages.to_read)}/{pages.to_read}"
    if pages.step is BuildStep.WRITING:
        return f"w {min(pages.written, pages.to_write)}/{pages.to_write}"
    return _WITHOUT_NUMBERS[pages.step]


def _total(counts: Collection[PageCounts]) -> str:
    read, written = sum(pages.read for pages in counts), sum(pages.written for pages in counts)
    to_read, to_write = sum(pages.to_read for pages in counts), sum(pages.to_write for pages in counts)
    return f"{len(counts)} variants: {_of(read, to_read)} read, {_of(written, to_write)} written"


def _of(done: int, expected: int) -> str:
    # A page that has to be read twice counts twice.
    return f"{min(done, expected)} of {expected}"

"""Scenarios of memory, and of sites with many pages and variants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import measure
from benchmarks.scenarios.bench import Row, expanded, fresh, one_plain_build, ours

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.measure import Comparison, Run
    from benchmarks.scenarios.bench import Bench

_PER_PAGE = "cold, per page of the site"


def memory(bench: Bench) -> list[Row]:
    """The highest memory of all processes together, of two variants and of eight."""
    return [_memory(bench, 2, 2.0, min(bench.rounds, 2)), _memory(bench, 8, 4.0, bench.long_rounds)]


def _memory(bench: Bench, variants: int, goal: float, rounds: int) -> Row:
    site, larger, build = bench.site(variants=variants), bench.larger(variants=variants), bench.work / "build"

    def our_turn(_: int) -> float:
        return _megabytes(ours(bench, site, fresh(build), memory=True))

    def their_turn(_: int) -> float:
        tree = expanded(bench, site, build, larger)
        return _megabytes(one_plain_build(bench, site, tree, larger, memory=True))

    found = measure.in_turns(our_turn, their_turn, rounds=rounds)
    return Row(
        scenario="memory",
        what=f"peak memory of all processes, {variants} variants, cold",
        against="one plain `sphinx-build` of the larger variant",
        unit="MB",
        ours=found.ours,
        theirs=found.theirs,
        goal=goal,
    )


def growth(bench: Bench) -> list[Row]:
    """Two variants of a site of many pages: seconds per page, and what it takes in all."""
    many: list[Run] = []

    def build(pages: int) -> float:
        site = bench.site(pages=pages)
        memory = pages == bench.many_pages
        run = ours(bench, site, fresh(bench.work / "build"), memory=memory, interval=measure.LONG_INTERVAL)
        if memory:
            many.append(run)
        return run.seconds

    found = _growth(bench, build)
    row = Row(
        scenario="growth",
        what=f"{_PER_PAGE}: {bench.many_pages} pages, 2 variants",
        against=f"{bench.pages} pages",
        unit="ms",
        ours=found.ours,
        theirs=found.theirs,
        goal=1.15,
    )
    return [row, *_scale_rows(bench, "growth", 2, many)]


def growth_plain(bench: Bench) -> list[Row]:
    """How stock Sphinx itself grows: one plain build of the larger variant."""

    def build(pages: int) -> float:
        site, larger = bench.site(pages=pages), bench.larger(pages=pages)
        tree = expanded(bench, site, bench.work / "build", larger)
        return one_plain_build(bench, site, tree, larger).seconds

    found = _growth(bench, build)
    return [
        Row(
            scenario="growth-plain",
            what=f"one plain `sphinx-build`, {_PER_PAGE}: {bench.many_pages} pages",
            against=f"{bench.pages} pages",
            unit="ms",
            ours=found.ours,
            theirs=found.theirs,
        )
    ]


def _growth(bench: Bench, build: Callable[[int], float]) -> Comparison:
    """Milliseconds per page of the site, many pages against few."""
    return measure.in_turns(
        lambda _: build(bench.many_pages) / bench.many_pages * 1000,
        lambda _: build(bench.pages) / bench.pages * 1000,
        rounds=bench.long_rounds,
    )


def scale_8(bench: Bench) -> list[Row]:
    """Eight variants of a site of many pages: time and memory."""
    return _scale(bench, 8)


def scale_16(bench: Bench) -> list[Row]:
    """Sixteen variants of a site of many pages: time and memory."""
    return _scale(bench, 16)


def _scale(bench: Bench, variants: int) -> list[Row]:
    site = bench.site(variants=variants, pages=bench.many_pages)
    run = ours(bench, site, fresh(bench.work / "build"), memory=True, interval=measure.LONG_INTERVAL)
    return _scale_rows(bench, f"scale-{variants}", variants, [run])


def _scale_rows(bench: Bench, name: str, variants: int, runs: list[Run]) -> list[Row]:
    what = f"{bench.many_pages} pages, {variants} variants, cold"
    return [
        Row(scenario=name, what=what, ours=tuple(run.seconds for run in runs)),
        Row(
            scenario=name,
            what=f"{what}: peak memory of all processes",
            unit="MB",
            ours=tuple(map(_megabytes, runs)),
        ),
    ]


def _megabytes(run: Run) -> float:
    return (run.peak_bytes or 0) / 1e6

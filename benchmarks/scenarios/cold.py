"""Scenarios of builds from nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import measure
from benchmarks.corpus import write_corpus
from benchmarks.scenarios.bench import Row, expanded, fresh, one_plain_build, ours, plain_way_build

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.scenarios.bench import Bench

_THE_PLAIN_WAY = "the plain way"
_ONE_PLAIN_BUILD = "one plain `sphinx-build` of the larger variant"
_FEW, _MANY = 2, 6


def one(bench: Bench) -> list[Row]:
    """One variant from nothing, against the plain way."""
    return _against_the_plain_way(
        bench, bench.site(variants=1), "cold-1", "1 variant, cold", None, bench.long_rounds
    )


def two(bench: Bench) -> list[Row]:
    """Two variants from nothing, against the plain way, and against stock Sphinx building one of them."""
    site, larger, build = bench.site(), bench.larger(), bench.work / "build"
    our_figures, all_figures, one_figures = measure.in_rounds(
        lambda _: ours(bench, site, fresh(build)).seconds,
        lambda _: plain_way_build(bench, site, fresh(build)).seconds,
        lambda _: one_plain_build(bench, site, expanded(bench, site, build, larger), larger).seconds,
        rounds=bench.rounds,
    )
    what = "2 variants, cold"
    return [
        Row(
            scenario="cold-2",
            what=what,
            against=_THE_PLAIN_WAY,
            ours=our_figures,
            theirs=all_figures,
            goal=0.25,
        ),
        Row(
            scenario="cold-2",
            what=what,
            against=_ONE_PLAIN_BUILD,
            ours=our_figures,
            theirs=one_figures,
            goal=0.5,
        ),
    ]


def four(bench: Bench) -> list[Row]:
    """Four variants from nothing, against the plain way."""
    return _against_the_plain_way(
        bench, bench.site(variants=4), "cold-4", "4 variants, cold", 0.2, bench.long_rounds
    )


def eight(bench: Bench) -> list[Row]:
    """Eight variants from nothing, against the plain way."""
    return _against_the_plain_way(
        bench, bench.site(variants=8), "cold-8", "8 variants, cold", 0.16, bench.long_rounds
    )


def at_once(bench: Bench) -> list[Row]:
    """Two variants from nothing, against the plain way with both of its builds at the same time."""
    site = bench.site()
    found = measure.in_turns(
        lambda _: ours(bench, site, fresh(bench.work / "build")).seconds,
        lambda _: plain_way_build(bench, site, fresh(bench.work / "build"), at_once=2).seconds,
        rounds=bench.long_rounds,
    )
    against = "the plain way, both builds at the same time"
    return [
        Row(
            scenario="at-once", what="2 variants, cold", against=against, ours=found.ours, theirs=found.theirs
        )
    ]


def uneven(bench: Bench) -> list[Row]:
    """Four variants of a site that is harder: one lacks pages, tables are wide, sidebars long."""
    site = fresh(bench.work / "site-uneven")
    write_corpus(
        site,
        pages=bench.pages,
        variants=4,
        own=0.05,
        lacking=0.25,
        section_pages=300,
        columns=9,
        words=bench.words,
    )
    what = "4 variants, one lacks a quarter of the pages, cold"
    note = "wide tables, sidebars of 300 entries"
    return _against_the_plain_way(bench, site, "uneven", what, 0.2, bench.long_rounds, note=note)


def further(bench: Bench) -> list[Row]:
    """What a variant adds that shares all its text with the others."""
    sites = {count: fresh(bench.work / f"shared-{count}") for count in (_FEW, _MANY)}
    for count, folder in sites.items():
        write_corpus(folder, pages=bench.pages, variants=count, share=1.0, own=0.0, words=bench.words)
    build, one = bench.work / "build", bench.larger()

    def each_further(_: int) -> float:
        many, few = (ours(bench, sites[count], fresh(build)).seconds for count in (_MANY, _FEW))
        return (many - few) / (_MANY - _FEW)

    found = measure.in_turns(
        each_further,
        lambda _: one_plain_build(bench, sites[_FEW], expanded(bench, sites[_FEW], build, one), one).seconds,
        rounds=bench.rounds,
    )
    return [
        Row(
            scenario="further",
            what="each further variant that shares all its text, cold",
            against="one plain `sphinx-build`",
            ours=found.ours,
            theirs=found.theirs,
            goal=0.15,
        )
    ]


def _against_the_plain_way(
    bench: Bench, site: Path, name: str, what: str, goal: float | None, rounds: int, *, note: str = ""
) -> list[Row]:
    build = bench.work / "build"
    found = measure.in_turns(
        lambda _: ours(bench, site, fresh(build)).seconds,
        lambda _: plain_way_build(bench, site, fresh(build)).seconds,
        rounds=rounds,
    )
    return [
        Row(
            scenario=name,
            what=what,
            against=_THE_PLAIN_WAY,
            ours=found.ours,
            theirs=found.theirs,
            goal=goal,
            note=note,
        )
    ]

"""Scenarios about text that variants share, or that one of them lacks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from benchmarks import measure
from benchmarks.corpus import write_corpus
from benchmarks.scenarios import Row, expanded, fresh, one_plain_build, ours, plain_way_build

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.scenarios import Bench

_FEW, _MANY = 2, 6


def further_variant(bench: Bench) -> list[Row]:
    """What one more variant adds whose pages are all the same as those of the others."""
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


def changed_title(bench: Bench) -> list[Row]:
    """The title of one page is edited, which every page of its section shows."""
    site, build = bench.own_site("site-title"), fresh(bench.work / "build-a")
    ours(bench, site, build)
    page = site / "source" / f"{bench.common_page()}.md"

    def after_an_edit(number: int) -> float:
        _change_title(page, number)
        return ours(bench, site, build).seconds

    def cold(_: int) -> float:
        return ours(bench, site, fresh(bench.work / "build-b")).seconds

    found = measure.in_turns(after_an_edit, cold, rounds=bench.rounds)
    return [
        Row(
            scenario="title",
            what="a title changed, both variants",
            against="cold",
            ours=found.ours,
            theirs=found.theirs,
            goal=0.25,
        )
    ]


def uneven(bench: Bench) -> list[Row]:
    """Four variants, one of which lacks a quarter of the pages; wide tables, sidebars of 300 entries."""
    site, build = fresh(bench.work / "site-uneven"), bench.work / "build"
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
    found = measure.in_turns(
        lambda _: ours(bench, site, fresh(build)).seconds,
        lambda _: plain_way_build(bench, site, fresh(build)).seconds,
        rounds=bench.long_rounds,
    )
    return [
        Row(
            scenario="uneven",
            what="4 variants, one lacks a quarter of the pages, cold",
            against="the plain way",
            ours=found.ours,
            theirs=found.theirs,
            goal=0.2,
            note="wide tables, sidebars of 300 entries",
        )
    ]


def _change_title(page: Path, number: int) -> None:
    text = page.read_text("utf-8")
    page.write_text(
        re.sub(r"^# .*$", f"# Changed for the {number}th time", text, count=1, flags=re.M), "utf-8"
    )

"""Scenario of other generators: one build per variant of the same text."""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING

from benchmarks import measure
from benchmarks.others.environment import InstallError, scripts, versions
from benchmarks.others.sites import commands, write_sites
from benchmarks.scenarios.bench import Row, fresh, ours

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.scenarios.bench import Bench

_WHAT = "2 variants, cold"


def others(bench: Bench) -> list[Row]:
    """Two variants from nothing, against MkDocs with Material and against Zensical."""
    try:
        found = commands(scripts(bench.work.parent / "others"))
    except InstallError as error:
        what = f"{_WHAT}, against MkDocs with Material and Zensical"
        return [
            Row(scenario="others", what=what, note=f"not measured: they cannot be installed here: {error}")
        ]
    site, pins = bench.site(), versions()
    roots = write_sites(site, fresh(bench.work / "others"))

    def their_turn(command: list[str], _: int) -> float:
        return sum(_build(root, command) for root in roots)

    our_figures, *their_figures = measure.in_rounds(
        lambda _: ours(bench, site, fresh(bench.work / "build")).seconds,
        *(partial(their_turn, command) for command in found.values()),
        rounds=bench.rounds,
    )
    packages = ("mkdocs-material", "zensical")
    return [
        Row(
            scenario="others",
            what=_WHAT,
            against=f"{name} {pins[package]}, one build per variant",
            ours=our_figures,
            theirs=figures,
        )
        for name, package, figures in zip(found, packages, their_figures, strict=True)
    ]


def _build(root: Path, command: list[str]) -> float:
    for left in ("site", ".cache"):
        shutil.rmtree(root / left, ignore_errors=True)
    return measure.run(command, cwd=root).seconds

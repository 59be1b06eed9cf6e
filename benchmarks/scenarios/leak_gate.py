"""Scenario of the leak gate: what ``variantdocs check`` does once it has built the site."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import measure
from benchmarks.scenarios.bench import Row, fresh

if TYPE_CHECKING:
    from benchmarks.scenarios.bench import Bench

# By its path, without its package: importing all scenarios would count as a part of the build.
_TIMED_CHECK = (sys.executable, "-P", str(Path(__file__).with_name("timed_check.py")))

_LEAKS, _ALL = "leaks", "all"
_WHAT = {_LEAKS: "leaks", _ALL: "leaks and dead links"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedCheck:
    """The seconds of one ``variantdocs check``: until its site was built, and from then to its end."""

    building: float
    checking: float


def leak_gate(bench: Bench) -> list[Row]:
    """What looking for leaks and dead links adds to a cold build, and to one with nothing to do."""
    cold: dict[str, list[TimedCheck]] = {_LEAKS: [], _ALL: []}
    warm: dict[str, list[TimedCheck]] = {_LEAKS: [], _ALL: []}
    for _ in range(bench.rounds):
        for wanted in cold:
            fresh(bench.work / "build")
            cold[wanted].append(timed_check(bench, wanted))
            warm[wanted].append(timed_check(bench, wanted))
    return [
        Row(
            scenario="leak-gate",
            what=f"{_WHAT[wanted]} in what 2 variants show, looked for after a {after}",
            against="the cold build",
            ours=tuple(check.checking for check in checks),
            theirs=tuple(check.building for check in cold[wanted]),
            goal=0.1 if checks is cold[wanted] else None,
        )
        for after, found in (("cold build", cold), ("build with nothing to do", warm))
        for wanted, checks in found.items()
    ]


def timed_check(bench: Bench, wanted: str) -> TimedCheck:
    """Build and check the site of two variants.

    :param wanted: ``leaks``, or ``all`` for leaks and dead links.
    :raises CommandError: the build failed, or something was found.
    """
    site, build = bench.site(), bench.work / "build"
    file = bench.work / "built-at"
    options = ["-q", "-j", str(bench.jobs), "-c", str(site), "-d", str(build / "doctrees")]
    command = [*_TIMED_CHECK, str(file), wanted, *options, str(site / "source"), str(build / "html")]
    started = time.monotonic()
    seconds = measure.run(command, cwd=site).seconds
    building = float(file.read_text("utf-8")) - started
    return TimedCheck(building=building, checking=seconds - building)

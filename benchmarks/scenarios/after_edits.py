"""Scenarios of builds after a build: an edit, nothing changed, a new checkout."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from benchmarks import measure
from benchmarks.corpus import RARE_VARIABLE
from benchmarks.scenarios.bench import (
    Row,
    delete,
    edit_text,
    expanded,
    fresh,
    one_plain_build,
    ours,
    plain_way_build,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.scenarios.bench import Bench


_ONE_PLAIN_BUILD = "the same in one plain `sphinx-build`"


def nothing_and_edit(bench: Bench) -> list[Row]:
    """Nothing has changed; then one page is edited. Both variants are built by a new process."""
    site, larger, page = bench.own_site("site-edit"), bench.larger(), bench.common_page()
    our_build, their_build = fresh(bench.work / "build-a"), bench.work / "build-b"
    expanded(bench, site, their_build, larger)
    tree = their_build / "trees" / larger

    def our_turn(number: int) -> float:
        return ours(bench, site, our_build).seconds

    def their_turn(number: int) -> float:
        return one_plain_build(bench, site, their_build, larger).seconds

    def our_edit(number: int) -> float:
        edit_text(site / "source" / f"{page}.md", number)
        return our_turn(number)

    def their_edit(number: int) -> float:
        edit_text(tree / f"{page}.md", number)
        return their_turn(number)

    for number in range(2):  # the second finds nothing to do, and leaves everything settled
        our_turn(number)
        their_turn(number)
    rounds = max(bench.rounds, 5)  # these are short
    kinds = (
        ("nothing changed, both variants", 0.5, our_turn, their_turn),
        ("one-page edit, both variants, new process", 1.3, our_edit, their_edit),
    )
    rows = []
    for what, goal, our_figures, their_figures in kinds:
        found = measure.in_turns(our_figures, their_figures, rounds=rounds)
        rows.append(
            Row(
                scenario="edit",
                what=what,
                against=_ONE_PLAIN_BUILD,
                ours=found.ours,
                theirs=found.theirs,
                goal=goal,
            )
        )
    return rows


def checkout(bench: Bench) -> list[Row]:
    """A new checkout, elsewhere and with every time new, over a restored ``build/``; one page edited."""
    kept = fresh(bench.work / "kept")
    first = bench.own_site("kept/site")
    ours(bench, first, kept / "build")

    def new_checkout(number: int) -> Path:
        folder = fresh(bench.work / f"checkout-{number}")
        # What a checkout gives: the same bytes and new times. A cache that is restored keeps its times.
        shutil.copytree(first, folder / "site", copy_function=shutil.copyfile)
        shutil.copytree(kept / "build", folder / "build", copy_function=shutil.copy2, symlinks=True)
        edit_text(folder / "site" / "source" / f"{bench.common_page()}.md", number)
        return folder

    def restored(number: int) -> float:
        folder = new_checkout(number)
        try:
            return ours(bench, folder / "site", folder / "build").seconds
        finally:
            delete(folder)

    def cold(number: int) -> float:
        folder = new_checkout(number)
        try:
            return ours(bench, folder / "site", fresh(folder / "build")).seconds
        finally:
            delete(folder)

    found = measure.in_turns(restored, cold, rounds=bench.rounds)
    what = "new checkout over a restored `build/`, one page changed, both variants"
    return [
        Row(scenario="checkout", what=what, against="cold", ours=found.ours, theirs=found.theirs, goal=0.06)
    ]


def variable(bench: Bench) -> list[Row]:
    """One variable of one variant is edited in ``variants.yaml``."""
    site = bench.own_site("site-variable")
    our_build, their_build = fresh(bench.work / "build-a"), fresh(bench.work / "build-b")
    for _ in range(2):
        ours(bench, site, our_build)
        plain_way_build(bench, site, their_build)
    settings = site / "variants.yaml"
    original = settings.read_text("utf-8")

    def write(number: int) -> None:
        changed = re.sub(rf"({RARE_VARIABLE}:) .*", rf"\1 {number} to 23", original, count=1)
        settings.write_text(changed, "utf-8")

    def our_turn(number: int) -> float:
        write(number)
        return ours(bench, site, our_build).seconds

    def their_turn(number: int) -> float:
        write(number)
        return plain_way_build(bench, site, their_build).seconds

    found = measure.in_turns(our_turn, their_turn, rounds=bench.rounds)
    uses = sum(RARE_VARIABLE in path.read_text("utf-8") for path in (site / "source").rglob("*.md"))
    return [
        Row(
            scenario="variable",
            what="one-variable edit, both variants",
            against="the plain way after the same edit",
            ours=found.ours,
            theirs=found.theirs,
            note=f"{uses} pages use it",
        )
    ]


def title(bench: Bench) -> list[Row]:
    """A title is edited, which every page of its section shows."""

    def change(page: Path, number: int) -> None:
        text = page.read_text("utf-8")
        page.write_text(re.sub(r"^# .*$", f"# Changed for time {number}", text, count=1, flags=re.M), "utf-8")

    return _against_cold(bench, "title", "a title changed, both variants", 0.25, change)


def open_tag(bench: Bench) -> list[Row]:
    """A tag is left open in one page, and closed again: the build after each."""

    def change(page: Path, number: int) -> None:
        text = page.read_text("utf-8")
        opened = "\n{@@ if byoc @@}\nNot closed.\n"
        page.write_text(text + opened if number % 2 == 0 else text.removesuffix(opened), "utf-8")

    what = "a tag left open in one page, then closed, both variants"
    return _against_cold(bench, "open-tag", what, 0.08, change, faulty=True)


def _against_cold(
    bench: Bench,
    name: str,
    what: str,
    goal: float,
    change: Callable[[Path, int], None],
    *,
    faulty: bool = False,
) -> list[Row]:
    """Change a page, round by round, and build; against a cold build.

    :param faulty: Every other change is a mistake, and builds after it end with exit status 1.
    """
    site, build = bench.own_site(f"site-{name}"), fresh(bench.work / "build-a")
    ours(bench, site, build)
    page = site / "source" / f"{bench.common_page()}.md"

    def after_a_change(number: int) -> float:
        change(page, number)
        return ours(bench, site, build, findings=faulty).seconds

    def cold(_: int) -> float:
        return ours(bench, site, fresh(bench.work / "build-b"), findings=faulty).seconds

    rounds = max(bench.rounds, 2) // 2 * 2 if faulty else bench.rounds
    found = measure.in_turns(after_a_change, cold, rounds=rounds)
    return [Row(scenario=name, what=what, against="cold", ours=found.ours, theirs=found.theirs, goal=goal)]

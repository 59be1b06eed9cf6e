"""Scenarios of the commands that judge the source: lint, and what a change does."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks import measure
from benchmarks.scenarios.bench import Row, edit_text, fresh, ours

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.scenarios.bench import Bench

_LINT = (sys.executable, "-m", "variantdocs", "lint")
_CHANGES = (sys.executable, "-m", "variantdocs", "changes")
_GIT = ("git", "-c", "user.name=bench", "-c", "user.email=bench@example.com")


def lint(bench: Bench) -> list[Row]:
    """The source of many pages is judged without a build."""
    site = bench.site(pages=bench.many_pages)
    command = [*_LINT, "-c", str(site), str(site / "source")]
    runs = [measure.run(command, cwd=site, findings=True) for _ in range(bench.rounds)]
    return [
        Row(
            scenario="lint",
            what=f"`variantdocs lint` of {bench.many_pages} pages",
            ours=tuple(run.seconds for run in runs),
            limit=5.0,
        )
    ]


def changes(bench: Bench) -> list[Row]:
    """What the change of one page does to each variant, between two git revisions."""
    site = bench.own_site("site-changes")
    _git(site, "init", "-q")
    _commit(site)
    edit_text(site / "source" / f"{bench.common_page()}.md", 1)
    _commit(site)
    command = [*_CHANGES, "-c", str(site), "--since", "HEAD~1", "--until", "HEAD", str(site / "source")]
    found = measure.in_turns(
        lambda _: measure.run(command, cwd=site, findings=True).seconds,
        lambda _: ours(bench, site, fresh(bench.work / "build")).seconds,
        rounds=bench.rounds,
    )
    return [
        Row(
            scenario="changes",
            what="`variantdocs changes` between two revisions, one page changed",
            against="2 variants, cold",
            ours=found.ours,
            theirs=found.theirs,
            goal=0.1,
        )
    ]


def _git(site: Path, *arguments: str) -> None:
    subprocess.run([*_GIT, "-C", str(site), *arguments], check=True, capture_output=True)


def _commit(site: Path) -> None:
    _git(site, "add", "--all")
    _git(site, "commit", "-q", "-m", "Write")

"""Scenarios of the preview: saves, the start, memory."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks import measure
from benchmarks.preview import our_command, running, their_command
from benchmarks.preview import start as start_preview
from benchmarks.scenarios.bench import ROOT, Row, expanded, fresh, one_plain_build, ours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.preview import Preview
    from benchmarks.scenarios.bench import Bench

_KINDS = (("text", 0.2, False), ("heading", 0.4, True))
_OWN_PAGE = "development-cycle/running-locally"
_OWN_VARIANTS = ("serverless", "byoc")
_FEW, _MANY = 5, 100


def saves(bench: Bench) -> list[Row]:
    """A page of the large site is saved, in turns with sphinx-autobuild previewing one variant."""
    larger, page = bench.larger(), bench.common_page()
    their_build = bench.work / "build-b"
    with _our_preview(bench) as our:
        site = bench.work / "site-preview"
        expanded(bench, site, their_build, larger)
        one_plain_build(bench, site, their_build, larger)
        with running(
            [*their_command(site, their_build, larger, bench.plain_jobs), "--port", "0"],
            cwd=site,
            page=their_build / "trees" / larger / f"{page}.md",
            shown=[their_build / "html" / larger / f"{page}.html"],
        ) as their:
            rows = []
            for what, goal, heading in _KINDS:
                found = measure.in_turns(
                    lambda _, heading=heading: our.save(heading=heading),
                    lambda _, heading=heading: their.save(heading=heading),
                    rounds=max(bench.rounds, 5),
                )
                rows.append(
                    Row(
                        scenario="preview",
                        what=f"a saved {what} in the preview, until both variants show it",
                        against="the same with sphinx-autobuild, one plain variant",
                        ours=found.ours,
                        theirs=found.theirs,
                        goal=goal,
                    )
                )
    return rows


def own_site(bench: Bench) -> list[Row]:
    """A page of the site of this repository is saved."""
    site, build = bench.work / "own-site", fresh(bench.work / "build-a")
    shutil.rmtree(site, ignore_errors=True)
    for name in ("source", "examples"):
        shutil.copytree(ROOT / name, site / name)
    for name in ("conf.py", "variants.yaml"):
        shutil.copy(ROOT / name, site)
    ours(bench, site, build)
    with running(
        [*our_command(site, build, bench.jobs), "--port", "0"],
        cwd=site,
        page=site / "source" / f"{_OWN_PAGE}.md",
        shown=[build / "html" / name / f"{_OWN_PAGE}.html" for name in _OWN_VARIANTS],
    ) as our:
        return [
            Row(
                scenario="preview-own",
                what="a saved text in the preview of this repository's site, until both variants show it",
                ours=tuple(our.save() for _ in range(max(bench.rounds, 5))),
                limit=0.2,
            )
        ]


def start(bench: Bench) -> list[Row]:
    """A preview of the large site starts, which has been built."""
    site, build = bench.own_site("site-preview"), fresh(bench.work / "build-a")
    ours(bench, site, build)
    command = our_command(site, build, bench.jobs)
    path = f"/{bench.larger()}/{bench.common_page()}.html"
    found = [start_preview(command, cwd=site, path=path) for _ in range(bench.rounds)]
    return [
        Row(
            scenario="preview-start",
            what="a preview starts on a built site, until it serves a page",
            ours=tuple(one.served for one in found),
            limit=3.0,
        ),
        Row(
            scenario="preview-start",
            what="the same, until it has made sure that all pages are up to date",
            ours=tuple(one.current for one in found),
        ),
    ]


def memory(bench: Bench) -> list[Row]:
    """The memory of the preview of the large site, after few and after many saves."""
    with _our_preview(bench) as our:
        found = []
        for count in (_FEW, _MANY - _FEW):
            for _ in range(count):
                our.save()
            found.append(our.memory() / 1e6)
    return [
        Row(
            scenario="preview-memory",
            what=f"memory of the preview after {_MANY} saves",
            against=f"after {_FEW}",
            unit="MB",
            ours=(found[1],),
            theirs=(found[0],),
            goal=1.1,
        )
    ]


@contextmanager
def _our_preview(bench: Bench) -> Iterator[Preview]:
    """The preview of the large site, which has been built."""
    site, page = bench.own_site("site-preview"), bench.common_page()
    build = fresh(bench.work / "build-a")
    ours(bench, site, build)
    with running(
        [*our_command(site, build, bench.jobs), "--port", "0"],
        cwd=site,
        page=site / "source" / f"{page}.md",
        shown=[build / "html" / name / f"{page}.html" for name in bench.plan().variants],
    ) as found:
        yield found

"""Measure what builds cost and say whether the goals are met.

::

    python -m benchmarks.run --write docs/performance.md   # all of it: about an hour
    python -m benchmarks.run cold-2 edit --rounds 5        # two scenarios
    python -m benchmarks.run --quick                       # a few small builds: does it run?
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

from benchmarks import report
from benchmarks.scenarios import GOALS, ROOT, SCENARIOS, Bench, Row, measured

_BENCH = ROOT / "build" / "bench"


def main(arguments: list[str] | None = None) -> int:
    """Measure what the command line asks for.

    :returns: 0, or 1 if a build failed. A goal that is not met is told, not punished: the machine
        may be busy.
    """
    options = _parser().parse_args(arguments)
    if options.render:
        rows, made = report.from_json(options.render.read_text("utf-8"))
    else:
        bench = _bench(options)
        made = report.conditions(bench, ROOT)
        rows = tuple(_measure(options.scenarios or _chosen(options), bench))
        if not options.keep:
            shutil.rmtree(bench.work, ignore_errors=True)
        written = options.json or _BENCH / f"{made['commit'].replace(' ', '-')}.json"
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(report.to_json(rows, made), "utf-8")
    print(report.to_text(rows))
    if options.write:
        options.write.write_text(report.to_markdown(rows, made), "utf-8")
    return int(any(row.failure for row in rows))


def _parser() -> argparse.ArgumentParser:
    about = "\n".join(f"  {name:13} {(run.__doc__ or '').strip()}" for name, run in SCENARIOS.items())
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.run",
        description="Measure what builds cost, in turns with the plain way.",
        epilog=f"scenarios:\n{about}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "scenarios", nargs="*", type=_scenario, metavar="SCENARIO", help="what to measure; by default all"
    )
    parser.add_argument("--goals", action="store_true", help="only the scenarios that have a goal")
    parser.add_argument("--rounds", type=int, default=3, help="pairs to measure (3)")
    parser.add_argument("--long-rounds", type=int, default=1, help="pairs of the long scenarios (1)")
    parser.add_argument("--pages", type=int, default=300, help="pages of the site (300)")
    parser.add_argument("--many-pages", type=int, help="pages of the large site (ten times --pages)")
    parser.add_argument("--words", type=int, default=1600, help="words in a page (1600)")
    parser.add_argument("-j", dest="jobs", type=int, default=2, help="processes of our build (2)")
    parser.add_argument("--plain-jobs", type=int, default=1, help="processes of each plain sphinx-build (1)")
    parser.add_argument("--quick", action="store_true", help="12 pages of 300 words, one round: a smoke test")
    parser.add_argument("--work", type=Path, default=_BENCH / "work", help="where the sites are built")
    parser.add_argument("--keep", action="store_true", help="leave the sites and builds there")
    parser.add_argument("--json", type=Path, help="where the figures go (build/bench/COMMIT.json)")
    parser.add_argument("--write", type=Path, metavar="FILE.md", help="write the Markdown page too")
    parser.add_argument(
        "--render", type=Path, metavar="FILE.json", help="measure nothing: show these figures"
    )
    return parser


def _scenario(name: str) -> str:
    if name not in SCENARIOS:
        raise argparse.ArgumentTypeError(f"there is no scenario {name!r}; there are {', '.join(SCENARIOS)}")
    return name


def _chosen(options: argparse.Namespace) -> tuple[str, ...]:
    return GOALS if options.goals else tuple(SCENARIOS)


def _bench(options: argparse.Namespace) -> Bench:
    if options.quick:
        options.pages, options.words, options.rounds = 12, 300, 1
        options.many_pages = options.many_pages or 24
    return Bench(
        work=options.work.absolute(),
        pages=options.pages,
        many_pages=options.many_pages or options.pages * 10,
        words=options.words,
        rounds=options.rounds,
        long_rounds=options.long_rounds,
        jobs=options.jobs,
        plain_jobs=options.plain_jobs,
    )


def _measure(names: tuple[str, ...] | list[str], bench: Bench) -> list[Row]:
    rows: list[Row] = []
    for name in names:
        print(f"{time.strftime('%H:%M:%S')} {name} …", file=sys.stderr, flush=True)
        rows += measured(name, bench)
    return rows


if __name__ == "__main__":
    raise SystemExit(main())

"""Measure what builds cost and say whether the goals are met.

::

    python -m benchmarks.run --write docs/performance.md   # all of it: about three quarters of an hour
    python -m benchmarks.run --continue --write docs/performance.md   # after an interruption: the rest
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
from benchmarks.measure import ended_in_order
from benchmarks.results import Results
from benchmarks.scenarios import GOALS, ROOT, SCENARIOS, USUAL, Bench, measured

_BENCH = ROOT / "build" / "bench"


def main(arguments: list[str] | None = None) -> int:
    """Measure what the command line asks for.

    :returns: 0, or 1 if a build failed. A goal that is not met is told, not punished: the machine
        may be busy.
    """
    options = _parser().parse_args(arguments)
    if options.render:
        results = Results.of_folder(options.render)
    else:
        bench = _bench(options)
        results = Results.of_conditions(options.results.absolute(), report.conditions(bench, ROOT))
        names = options.scenarios or (GOALS if options.goals else USUAL)
        done = results.measured() if options.resume else frozenset()
        with ended_in_order():
            for name in (name for name in names if name not in done):
                _measure(name, bench, results)
                _write_page(results, options.write)
        if not options.keep:
            shutil.rmtree(bench.work, ignore_errors=True)
    _write_page(results, options.write)
    rows = results.rows()
    print(report.to_text(rows))
    print(f"The figures are in {results.folder}", file=sys.stderr)
    for name in report.without_note(rows):
        print(f"{name} misses its goal, and benchmarks/notes.md does not say why", file=sys.stderr)
    return int(any(row.failure for row in rows))


def _measure(name: str, bench: Bench, results: Results) -> None:
    print(f"{time.strftime('%H:%M:%S')} {name} …", file=sys.stderr, flush=True)
    started = time.monotonic()
    rows = measured(name, bench)
    results.add(name, rows, seconds=time.monotonic() - started)
    print(report.to_text(rows), file=sys.stderr, flush=True)


def _write_page(results: Results, page: Path | None) -> None:
    if page:
        page.write_text(report.to_markdown(results.rows(), results.made), "utf-8")


def _parser() -> argparse.ArgumentParser:
    about = "\n".join(f"  {name:13} {(run.__doc__ or '').strip()}" for name, run in SCENARIOS.items())
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.run",
        description="Measure what builds cost, in turns with the plain way.",
        epilog=f"scenarios:\n{about}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "scenarios",
        nargs="*",
        type=_scenario,
        metavar="SCENARIO",
        help="what to measure; by default all but growth-plain",
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
    parser.add_argument(
        "--continue", dest="resume", action="store_true", help="measure what is not there yet"
    )
    parser.add_argument(
        "--results",
        type=Path,
        default=_BENCH / "results",
        help="where the figures go, each scenario in a file",
    )
    parser.add_argument("--write", type=Path, metavar="FILE.md", help="write the Markdown page too")
    parser.add_argument("--render", type=Path, metavar="FOLDER", help="measure nothing: show these figures")
    return parser


def _scenario(name: str) -> str:
    if name not in SCENARIOS:
        raise argparse.ArgumentTypeError(f"there is no scenario {name!r}; there are {', '.join(SCENARIOS)}")
    return name


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


if __name__ == "__main__":
    raise SystemExit(main())

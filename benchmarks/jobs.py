"""What the jobs of a divided build cost: processor time of each, as a share of building all in one job.

``python -m benchmarks.jobs build/bench/jobs --write docs/hosting/README.md`` writes the table below the
heading "What a job costs" of that file. Wall-clock time depends on the machines; shares of processor time
hardly do.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.corpus import write_corpus

_ROOT = Path(__file__).parents[1]
_HEADING = "## What a job costs\n\n"
_EDITIONS = ("serverless", "byoc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A step that is measured: ``words`` are its command line, within the site's folder unless ``folder``."""

    title: str
    words: tuple[str, ...]
    folder: Path | None = None


def jobs(site: Path, parts: Sequence[int]) -> list[Job]:
    """The whole build first; what ``assemble`` needs is built before it."""

    def build(title: str, name: str, *options: str) -> Job:
        folders = ("-d", f"{name}/doctrees", "source", f"{name}/html")
        return Job(title=title, words=("build", "-q", *options, "-c", ".", *folders))

    first, second = _EDITIONS
    found = [build("building both editions in one job", "whole")]
    found += [
        build(f"a job with one of two editions ({name})", name, "--variant", name) for name in _EDITIONS
    ]
    for count in parts:
        options = ("--variant", first, "--part")
        found += [
            build(f"a job with 1/{count} of an edition", f"{number}-{count}", *options, f"{number}/{count}")
            for number in range(1, count + 1)
        ]
    pieces = [f"{number}-{parts[0]}" for number in range(1, parts[0] + 1)]
    return [
        *found,
        Job(
            title="`assemble`, with all its checks",
            words=("assemble", "-q", "-c", ".", "source", *pieces, second, "site"),
        ),
        Job(
            title="`publish`: both editions in one job, with the same checks",
            words=("publish", "-q", "-c", ".", "-d", "all/doctrees", "source", "all/site"),
        ),
        Job(
            title="setting up `.venv`, in every job",
            words=("make", "-s", ".venv/.installed"),
            folder=site / "clone",
        ),
    ]


def measure(job: Job, site: Path) -> float:
    """The processor time of ``job`` and of its processes, in seconds."""
    words = job.words if job.folder else (sys.executable, "-m", "variantdocs", *job.words)
    before = os.times()
    subprocess.run(words, cwd=job.folder or site, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def table(shares: dict[str, float], pages: int, words: int) -> str:
    """What the documentation says of it."""
    rows = "".join(f"| {title} | {share:.2f} |\n" for title, share in shares.items())
    return (
        f"Processor time with {pages} pages of about {words} words; building both editions in one job is 1. "
        "Measured by\n`benchmarks/jobs.py`.\n\n"
        f"| Work | Share |\n|---|---:|\n{rows}"
    )


def with_table(text: str, made: str) -> str:
    """``text`` with what it says below its heading replaced."""
    pattern = re.compile(f"{re.escape(_HEADING)}.*?(?=\n## |\\Z)", re.S)
    return pattern.sub(lambda _: _HEADING + made, text)


def main() -> None:
    """Measure in the folder that the command line names, which is replaced."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder to work in")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--words", type=int, default=400, help="of each page")
    parser.add_argument("--parts", type=int, nargs="+", default=[2, 4], help="numbers of parts")
    parser.add_argument("--write", type=Path, help="the file that says it")
    found = parser.parse_args()
    site = found.folder.absolute()
    shutil.rmtree(site, ignore_errors=True)
    write_corpus(site, pages=found.pages, words=found.words)
    subprocess.run(("git", "clone", "--quiet", str(_ROOT), str(site / "clone")), check=True)
    seconds: dict[str, list[float]] = {}
    for job in jobs(site, found.parts):
        seconds.setdefault(job.title, []).append(measure(job, site))
        print(f"{seconds[job.title][-1]:7.1f} s  {job.title}", flush=True)
    shares = {title: median(each) for title, each in seconds.items()}
    whole = next(iter(shares.values()))
    made = table({title: share / whole for title, share in shares.items()}, found.pages, found.words)
    print(made, end="")
    if found.write:
        found.write.write_text(with_table(found.write.read_text("utf-8"), made), "utf-8")


if __name__ == "__main__":
    main()

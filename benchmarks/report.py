"""What a benchmark run looks like: as a table, and as the page that the repository keeps."""

from __future__ import annotations

import os
import platform
import re
import statistics
import subprocess
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.scenarios import GOALS, Bench, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_PACKAGES = ("Sphinx", "myst-parser", "pydata-sphinx-theme", "sphinx-design", "docutils", "PyStemmer")


def conditions(bench: Bench, root: Path) -> dict[str, Any]:
    """How a run was made: the commit, the machine, the versions, the sizes."""
    return {
        "commit": _git(root, "rev-parse", "--short=12", "HEAD") or "not committed",
        "date": _git(root, "show", "-s", "--format=%cs", "HEAD"),
        "changed": bool(_git(root, "status", "--porcelain", "--untracked-files=no")),
        "cpus": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "pages": bench.pages,
        "many_pages": bench.many_pages,
        "words": bench.words,
        "jobs": bench.jobs,
        "plain_jobs": bench.plain_jobs,
    }


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "none"


def _figure(values: Iterable[float], unit: str) -> str:
    values = tuple(values)
    if not values:
        return "-"
    middle = statistics.median(values)
    return (
        f"{middle:.0f} {unit}"
        if middle >= 100
        else f"{middle:.2f} {unit}"
        if middle < 10
        else f"{middle:.1f} {unit}"
    )


def _goal(row: Row) -> str:
    if row.limit is not None:
        return f"at most {row.limit:g} {row.unit}"
    return f"at most {row.goal:g}" if row.goal is not None else "-"


def cells(row: Row) -> tuple[str, ...]:
    """The row as it stands in a table: work, ours, against, theirs, ratio, spread, goal, met."""
    what = f"{row.what} ({row.note})" if row.note else row.what
    if row.failure:
        return (what, "failed", row.against, "", "", "", "", "no" if row.scenario in GOALS else "-")
    ratios = tuple(our / their for our, their in zip(row.ours, row.theirs, strict=True)) if row.theirs else ()
    return (
        what,
        _figure(row.ours, row.unit),
        row.against,
        _figure(row.theirs, row.unit),
        f"{row.ratio:.3f}" if row.ratio is not None else "-",
        _spread(row, ratios),
        _goal(row),
        "-" if row.met is None else "yes" if row.met else "**no**",
    )


def _spread(row: Row, ratios: Sequence[float]) -> str:
    if len(row.ours) < 2:
        return "one round" if row.ours else "-"
    if ratios:
        return f"{min(ratios):.3f} to {max(ratios):.3f}, {len(ratios)} rounds"
    return f"{min(row.ours):.2f} to {max(row.ours):.2f} {row.unit}, {len(row.ours)} rounds"


_HEAD = ("Work", "Ours", "Against", "Theirs", "Ratio", "Spread", "Goal", "Met")


def to_text(rows: Sequence[Row]) -> str:
    """The table for a terminal."""
    lines = [_HEAD, *(tuple(cell.replace("**", "").replace("`", "") for cell in cells(row)) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEAD))]
    text = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    failures = [f"{row.scenario}: {row.failure}" for row in rows if row.failure]
    return "\n".join((text[0], "-" * len(text[0]), *text[1:], *failures))


NOTES = Path(__file__).parent / "notes.md"


def notes(text: str) -> dict[str, str]:
    """The paragraphs of ``notes.md``, by the scenario that its heading names.

    >>> notes("# Notes\n\n## cold-2\n\nMost of it is rendering.\n")
    {'cold-2': 'Most of it is rendering.'}
    """
    sections = re.split(r"^## +(\S+)\s*$", text, flags=re.M)[1:]
    return {name: body.strip() for name, body in zip(sections[::2], sections[1::2], strict=True)}


def without_note(rows: Sequence[Row]) -> tuple[str, ...]:
    """The scenarios with a goal that is not met and of which ``notes.md`` says nothing."""
    said = notes(NOTES.read_text("utf-8"))
    return tuple(dict.fromkeys(row.scenario for row in rows if row.met is False and row.scenario not in said))


def _shortfalls(rows: Sequence[Row], said: Mapping[str, str]) -> str:
    """The section on goals that are not met; empty if all are."""
    short: dict[str, list[Row]] = {}
    for row in rows:
        if row.met is False:
            short.setdefault(row.scenario, []).append(row)
    if not short:
        return ""
    parts = ["## Goals that are not met"]
    for scenario, missed in short.items():
        parts.append("\n".join(f"- **{_shortfall(row)}**" for row in missed))
        parts.append(said.get(scenario, "Not looked into yet."))
    return "\n\n".join(parts) + "\n\n"


def _remarks(rows: Sequence[Row], said: Mapping[str, str]) -> str:
    """The section on scenarios without a goal of which something is ``said``; empty if there is none."""
    without_goal = dict.fromkeys(row.scenario for row in rows if row.scenario not in GOALS)
    parts = [said[scenario] for scenario in without_goal if scenario in said]
    return "\n\n".join(("## Remarks", *parts)) + "\n\n" if parts else ""


def _shortfall(row: Row) -> str:
    if row.failure:
        return f"{row.what} failed"
    if row.limit is not None:
        return f"{row.what}: {_figure(row.ours, row.unit)}; the goal is {_goal(row)}"
    return f"{row.what}, against {row.against}: {row.ratio:.3f}; the goal is {_goal(row)}"


def to_markdown(rows: Sequence[Row], made: Mapping[str, Any]) -> str:
    """The page ``docs/performance.md``."""
    said = notes(NOTES.read_text("utf-8"))
    measured = ["| " + " | ".join(line) + " |" for line in (_HEAD, *map(cells, rows))]
    measured.insert(1, "| --- | ---: | --- | ---: | ---: | --- | --- | --- |")
    changed = ", with changes that are not committed" if made["changed"] else ""
    packages = ", ".join(f"{name} {version}" for name, version in made["packages"].items())
    date = f" of {made['date']}" if made["date"] else ""
    return f"""\
# Performance

This page is written by `make bench`; do not edit it.

{chr(10).join(measured)}

Each figure is the median of its rounds. A ratio is the median of the ratios of pairs: what is compared is
measured in turns (ours, theirs, ours, theirs), so that a slow minute of the machine slows both of a pair.
The spread is the lowest and the highest ratio of a pair. Scenarios that take minutes have one round.

What builds cost that several machines share, and from which size on they pay:
[hosting/README.md](hosting/README.md#a-job-per-edition-or-per-part).

{_shortfalls(rows, said)}{_remarks(rows, said)}## How it was made

- Commit {made["commit"]}{date}{changed}.
- {made["cpus"]} processors, {made["system"]}, Python {made["python"]}; {packages}.
- The site: {made["pages"]} pages ({made["many_pages"]} for growth) of about {made["words"]} words, with
  tables, code, admonitions, cards, images and cross-references; 26 % of the pages are in one variant only,
  spread evenly; three quarters of the others have the same text in all variants. `benchmarks/corpus.py`
  writes it, the same each time. A larger site has more sections of the same size.
- **4 variants, one lacks a quarter of the pages**: the same generator, made harder as real sites are: nine
  columns in each table, one section whose sidebar has an entry for every page, links from any page to any
  other, and a quarter of the pages in all variants but the last, so that the processes have unequal work.
- **Each further variant**: 6 variants less 2 variants, by 4, on a site whose pages are the same in all.
- **Ours**: `python -m variantdocs build -q -j {made["jobs"]}`.
- **MkDocs with Material, Zensical** (`benchmarks/others/`): one build per variant of the same text,
  expanded before the clock started, one after the other, each from nothing. They read plain Markdown:
  directives, roles and labels of MyST stay text or code blocks, so they resolve, check and index less than
  our build does. Their environment is their own, with the pins of `benchmarks/others/requirements.txt`.
- **Leaks, leaks and dead links**: `variantdocs check -q -j {made["jobs"]}`, from the end of its build to the
  end of the process. The cold build is the same process until then, or, for a build with nothing to do, the
  one just before. Leaks alone are measured in runs that leave out the search for dead links.
- **The preview**: `python -m variantdocs serve`, against `sphinx-autobuild` of one variant that has been
  expanded. A save is measured from the end of writing the page to its text in the published file of every
  variant. The next one follows when all processes of the preview have come to rest.
- **The plain way** (`benchmarks/plain_way.py`): each variant is expanded into a tree of its own, then
  `sphinx-build -b html -q -j {made["plain_jobs"]}` runs on each tree, one after the other, with the same
  theme, the same extensions but variantdocs, and the same installed packages.
- **One plain `sphinx-build`**: the same command on the tree of one variant, which was expanded before the
  clock started.
- Every build is a new process. Seconds are wall clock, from its start to its end.
- **Peak memory** is the highest sum of the proportional set sizes (PSS) of all processes of a build,
  sampled every 20 ms in runs of their own, because sampling slows a build; of {made["many_pages"]} pages,
  every half second in the run whose time is given.
- **New checkout**: the source is copied to another folder, so that every modification time is new; the
  kept `build/` is copied beside it with its times; one page is edited.
"""

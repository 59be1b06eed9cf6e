"""What every scenario uses: the sites, the three kinds of build, and the rows of the table."""

from __future__ import annotations

import re
import shutil
import statistics
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import measure, plain_way
from benchmarks.corpus import write_corpus
from benchmarks.measure import Comparison

if TYPE_CHECKING:
    from benchmarks.plan import Site

OUR_COMMAND = (sys.executable, "-m", "variantdocs", "build", "-q")
"""Our build; ``-j``, ``-c``, ``-d``, the source and the output folder follow."""

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table; ``ours`` and ``theirs`` are every round's figure, in ``unit``.

    ``goal`` is for the ratio; ``limit`` is for our own figure, where there is nothing to compare it with.
    """

    scenario: str
    what: str
    against: str = ""
    unit: str = "s"
    ours: tuple[float, ...] = ()
    theirs: tuple[float, ...] = ()
    goal: float | None = None
    limit: float | None = None
    note: str = ""
    failure: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours to theirs: the median of the pairs."""
        if not self.ours or not self.theirs:
            return None
        return Comparison(ours=self.ours, theirs=self.theirs).ratio

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; ``None`` where there is none."""
        if self.limit is not None:
            return bool(self.ours) and statistics.median(self.ours) <= self.limit
        if self.goal is None:
            return None
        return self.ratio is not None and self.ratio <= self.goal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where and how large everything is."""

    work: Path
    pages: int = 300
    many_pages: int = 3000
    words: int = 1600
    rounds: int = 3
    long_rounds: int = 1
    jobs: int = 2
    plain_jobs: int = 1
    _sites: dict[tuple[int, int], Site] = field(default_factory=dict)

    def site(self, *, variants: int = 2, pages: int | None = None) -> Path:
        """The folder of the site with so many variants and pages, written on first use."""
        pages = pages or self.pages
        folder = self.work / f"site-{variants}-{pages}"
        if (variants, pages) not in self._sites:
            delete(folder)
            self._sites[variants, pages] = write_corpus(
                folder, pages=pages, variants=variants, words=self.words
            )
        return folder

    def plan(self, *, variants: int = 2, pages: int | None = None) -> Site:
        """What is in :meth:`site`."""
        self.site(variants=variants, pages=pages)
        return self._sites[variants, pages or self.pages]

    def own_site(self, name: str, *, variants: int = 2) -> Path:
        """A copy of the site that a scenario may edit."""
        folder = self.work / name
        delete(folder)
        shutil.copytree(self.site(variants=variants), folder)
        return folder

    def larger(self, *, variants: int = 2, pages: int | None = None) -> str:
        """The variant with the most pages."""
        site = self.plan(variants=variants, pages=pages)
        return max(site.variants, key=lambda name: sum(name in page.variants for page in site.pages.values()))

    def common_page(self) -> str:
        """A page that all variants have, with the same text: the one that is edited."""
        pages = self.plan().pages.values()
        return next(
            page.docname
            for page in pages
            if not (page.said_in or page.varying or page.is_index or page.docname == "glossary")
        )


# ---- the three kinds of build --------------------------------------------------------------------


def ours(
    bench: Bench,
    site: Path,
    build: Path,
    *,
    memory: bool = False,
    interval: float = measure.INTERVAL,
    findings: bool = False,
) -> measure.Run:
    """Build all variants with variantdocs."""
    command = [
        *(*OUR_COMMAND, "-j", str(bench.jobs), "-c", str(site), "-d", str(build / "doctrees")),
        *(str(site / "source"), str(build / "html")),
    ]
    return measure.run(command, cwd=site, memory=memory, interval=interval, findings=findings)


def plain_way_build(bench: Bench, site: Path, build: Path, *, at_once: int = 1) -> measure.Run:
    """Expand every variant and build each with stock Sphinx."""
    options = ["-j", str(bench.plain_jobs), "--at-once", str(at_once)]
    return measure.run(
        [sys.executable, "-m", "benchmarks.plain_way", *options, str(site), str(build)], cwd=ROOT
    )


def one_plain_build(
    bench: Bench, site: Path, build: Path, variant: str, *, memory: bool = False
) -> measure.Run:
    """Build one variant, already expanded, with stock Sphinx."""
    return measure.run(
        plain_way.sphinx_build(site, build, variant, jobs=bench.plain_jobs), cwd=site, memory=memory
    )


def delete(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def fresh(folder: Path) -> Path:
    """The folder, with nothing in it."""
    delete(folder)
    folder.mkdir(parents=True)
    return folder


def expanded(bench: Bench, site: Path, folder: Path, variant: str) -> Path:
    """A fresh build folder that holds nothing but the tree of one variant."""
    plain_way.expand_tree(site, fresh(folder) / "trees" / variant, variant)
    return folder


def edit_text(page: Path, number: int) -> None:
    """Add a sentence at the end of the page's first paragraph; another one each time."""
    text = page.read_text("utf-8")
    page.write_text(
        re.sub(
            r"(^# .*\n\n.*\n)", rf"\1Edit number{number} changes thing{number}.\n", text, count=1, flags=re.M
        )
    )

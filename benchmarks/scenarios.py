"""What is measured, and how much it may cost.

Each scenario is a function from a :class:`Bench` to rows. A row says what variantdocs took, what
it is compared with took, and the goal for the ratio. The two are measured in turns.
"""

from __future__ import annotations

import re
import shutil
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import measure, plain_way
from benchmarks.corpus import RARE_VARIABLE, write_corpus
from benchmarks.measure import CommandError, Comparison

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.plan import Site
    from variantdocs.templating.names import Names

OUR_COMMAND = (sys.executable, "-m", "variantdocs", "build", "-q")
"""Our build; ``-j``, ``-c``, ``-d``, the source and the output folder follow."""

ROOT = Path(__file__).parents[1]


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
            _delete(folder)
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
        _delete(folder)
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


def ours(bench: Bench, site: Path, build: Path, *, memory: bool = False) -> measure.Run:
    """Build all variants with variantdocs."""
    command = [
        *(*OUR_COMMAND, "-j", str(bench.jobs), "-c", str(site), "-d", str(build / "doctrees")),
        *(str(site / "source"), str(build / "html")),
    ]
    return measure.run(command, cwd=site, memory=memory)


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


def _delete(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def fresh(folder: Path) -> Path:
    """The folder, with nothing in it."""
    _delete(folder)
    folder.mkdir(parents=True)
    return folder


def expanded(bench: Bench, site: Path, folder: Path, variant: str) -> Path:
    """A fresh build folder that holds nothing but the tree of one variant."""
    plain_way.expand_tree(site, fresh(folder) / "trees" / variant, variant)
    return folder


def _edit(page: Path, number: int) -> None:
    """Add a sentence at the end of the page's first paragraph; another one each time."""
    text = page.read_text("utf-8")
    page.write_text(
        re.sub(
            r"(^# .*\n\n.*\n)", rf"\1Edit number{number} changes thing{number}.\n", text, count=1, flags=re.M
        )
    )


# ---- cold builds ----------------------------------------------------------------------------------


def _cold(bench: Bench, variants: int, goal: float | None, name: str, rounds: int) -> list[Row]:
    site = bench.site(variants=variants)
    build = bench.work / "build"
    found = measure.in_turns(
        lambda _: ours(bench, site, fresh(build)).seconds,
        lambda _: plain_way_build(bench, site, fresh(build)).seconds,
        rounds=rounds,
    )
    what = f"{variants} variants, cold" if variants > 1 else "1 variant, cold"
    return [
        Row(
            scenario=name, what=what, against="the plain way", ours=found.ours, theirs=found.theirs, goal=goal
        )
    ]


def cold_2(bench: Bench) -> list[Row]:
    """Two variants from nothing, against the plain way."""
    return _cold(bench, 2, 0.25, "cold-2", bench.rounds)


def cold_4(bench: Bench) -> list[Row]:
    """Four variants from nothing, against the plain way."""
    return _cold(bench, 4, 0.20, "cold-4", bench.rounds)


def cold_one(bench: Bench) -> list[Row]:
    """Two variants from nothing, against stock Sphinx building one of them."""
    site, larger = bench.site(), bench.larger()
    found = measure.in_turns(
        lambda _: ours(bench, site, fresh(bench.work / "build")).seconds,
        lambda _: (
            one_plain_build(bench, site, expanded(bench, site, bench.work / "build", larger), larger).seconds
        ),
        rounds=bench.rounds,
    )
    against = "one plain `sphinx-build` of the larger variant"
    return [
        Row(
            scenario="cold-one",
            what="2 variants, cold",
            against=against,
            ours=found.ours,
            theirs=found.theirs,
            goal=0.75,
        )
    ]


def at_once(bench: Bench) -> list[Row]:
    """Two variants from nothing, against the plain way with both of its builds at the same time."""
    site = bench.site()
    found = measure.in_turns(
        lambda _: ours(bench, site, fresh(bench.work / "build")).seconds,
        lambda _: plain_way_build(bench, site, fresh(bench.work / "build"), at_once=2).seconds,
        rounds=bench.long_rounds,
    )
    against = "the plain way, both builds at the same time"
    return [
        Row(
            scenario="at-once", what="2 variants, cold", against=against, ours=found.ours, theirs=found.theirs
        )
    ]


def variants(bench: Bench) -> list[Row]:
    """One, two, four and eight variants from nothing, against the plain way."""
    return [row for count in (1, 2, 4, 8) for row in _cold(bench, count, None, "variants", bench.long_rounds)]


# ---- builds after a build --------------------------------------------------------------------------


def _against_one_build(
    bench: Bench, name: str, what: str, against: str, goal: float, *, page: str | None
) -> list[Row]:
    """Build all and one plainly; then, round by round, edit ``page`` and build both again."""
    site, larger = bench.own_site(f"site-{name}"), bench.larger()
    our_build, their_build = fresh(bench.work / "build-a"), bench.work / "build-b"
    expanded(bench, site, their_build, larger)
    tree = their_build / "trees" / larger
    for _ in range(2):  # the second finds nothing to do, and leaves everything settled
        ours(bench, site, our_build)
        one_plain_build(bench, site, their_build, larger)

    def edited(folder: Path, number: int) -> None:
        if page:
            _edit(folder / f"{page}.md", number)

    def our_turn(number: int) -> float:
        edited(site / "source", number)
        return ours(bench, site, our_build).seconds

    def their_turn(number: int) -> float:
        edited(tree, number)
        return one_plain_build(bench, site, their_build, larger).seconds

    found = measure.in_turns(our_turn, their_turn, rounds=max(bench.rounds, 3))
    return [Row(scenario=name, what=what, against=against, ours=found.ours, theirs=found.theirs, goal=goal)]


def edit(bench: Bench) -> list[Row]:
    """One page is edited, and both variants are built by a new process."""
    what = "one-page edit, both variants, new process"
    against = "the same edit in one plain `sphinx-build`"
    return _against_one_build(bench, "edit", what, against, 1.3, page=bench.common_page())


def nothing(bench: Bench) -> list[Row]:
    """Nothing has changed."""
    what, against = "nothing changed, both variants", "the same in one plain `sphinx-build`"
    return _against_one_build(bench, "nothing", what, against, 1.2, page=None)


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
        _edit(folder / "site" / "source" / f"{bench.common_page()}.md", number)
        return folder

    def restored(number: int) -> float:
        folder = new_checkout(number)
        try:
            return ours(bench, folder / "site", folder / "build").seconds
        finally:
            _delete(folder)

    def cold(number: int) -> float:
        folder = new_checkout(number)
        try:
            return ours(bench, folder / "site", fresh(folder / "build")).seconds
        finally:
            _delete(folder)

    found = measure.in_turns(restored, cold, rounds=bench.rounds)
    what = "new checkout over a restored `build/`, one page changed, both variants"
    return [
        Row(scenario="checkout", what=what, against="cold", ours=found.ours, theirs=found.theirs, goal=0.15)
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


# ---- memory, growth, expansion --------------------------------------------------------------------


def memory(bench: Bench) -> list[Row]:
    """The highest memory of all processes together."""
    site, larger = bench.site(), bench.larger()

    def megabytes(run: measure.Run) -> float:
        return (run.peak_bytes or 0) / 1e6

    found = measure.in_turns(
        lambda _: megabytes(ours(bench, site, fresh(bench.work / "build"), memory=True)),
        lambda _: megabytes(
            one_plain_build(
                bench, site, expanded(bench, site, bench.work / "build", larger), larger, memory=True
            )
        ),
        rounds=bench.rounds,
    )
    what, against = (
        "peak memory of all processes, 2 variants, cold",
        "one plain `sphinx-build` of the larger variant",
    )
    return [
        Row(
            scenario="memory",
            what=what,
            against=against,
            unit="MB",
            ours=found.ours,
            theirs=found.theirs,
            goal=2.2,
        )
    ]


def _growth(bench: Bench, build: Callable[[int], float]) -> Comparison:
    """Milliseconds per page of the site, many pages against few."""
    return measure.in_turns(
        lambda _: build(bench.many_pages) / bench.many_pages * 1000,
        lambda _: build(bench.pages) / bench.pages * 1000,
        rounds=bench.long_rounds,
    )


def growth(bench: Bench) -> list[Row]:
    """Cold seconds per page, ten times as many pages."""

    def build(pages: int) -> float:
        return ours(bench, bench.site(pages=pages), fresh(bench.work / "build")).seconds

    found = _growth(bench, build)
    what = f"per page of {bench.many_pages} pages, 2 variants, cold"
    against = f"per page of {bench.pages} pages"
    return [
        Row(
            scenario="growth",
            what=what,
            against=against,
            unit="ms",
            ours=found.ours,
            theirs=found.theirs,
            goal=1.15,
        )
    ]


def growth_plain(bench: Bench) -> list[Row]:
    """How stock Sphinx itself grows: one plain build of the larger variant."""

    def build(pages: int) -> float:
        site, larger = bench.site(pages=pages), bench.larger(pages=pages)
        return one_plain_build(
            bench, site, expanded(bench, site, bench.work / "build", larger), larger
        ).seconds

    found = _growth(bench, build)
    what = f"one plain `sphinx-build`: per page of {bench.many_pages} pages"
    against = f"per page of {bench.pages} pages"
    return [
        Row(
            scenario="growth-plain",
            what=what,
            against=against,
            unit="ms",
            ours=found.ours,
            theirs=found.theirs,
        )
    ]


def expansion(bench: Bench) -> list[Row]:
    """Expanding every page for every variant: its share of a cold build."""
    site = bench.site()
    texts = [path.read_text("utf-8") for path in (site / "source").rglob("*.md")]
    found = measure.in_turns(
        lambda _: seconds_to_expand(site, texts),
        lambda _: ours(bench, site, fresh(bench.work / "build")).seconds,
        rounds=bench.rounds,
    )
    what, against = "expanding all pages for 2 variants, in one process", "2 variants, cold"
    return [
        Row(scenario="expansion", what=what, against=against, ours=found.ours, theirs=found.theirs, goal=0.03)
    ]


def seconds_to_expand(site: Path, texts: list[str]) -> float:
    """How long variantdocs takes to turn these texts into those of each variant; the median of five."""
    # Imported here: the rest measures commands and works for whatever is installed.
    from variantdocs.templating.expand import prepare
    from variantdocs.templating.sandbox.environment import PageEnvironment

    names = names_of(site)
    timings = []
    for _ in range(5):
        started = time.perf_counter()
        environment = PageEnvironment()
        for text in texts:
            prepared = prepare(text, names, environment)
            for variant in names.values:
                prepared.expand(variant, names)
        timings.append(time.perf_counter() - started)
    return statistics.median(timings)


def names_of(site: Path) -> Names:
    """What the pages of the site may name, as variantdocs takes it."""
    from variantdocs.config.variants import Variant, VariantSet
    from variantdocs.templating.names import Names

    editions = plain_way.Settings.from_site(site).editions
    found = tuple(
        Variant(
            name=edition.name,
            title=edition.names["variant"]["title"],
            vars={name: value for name, value in edition.names.items() if isinstance(value, str)},
        )
        for edition in editions
    )
    groups = {"self_managed": tuple(variant.name for variant in found[1:])} if len(found) > 1 else {}
    return Names.from_variant_set(VariantSet(variants=found, default=found[0].name, groups=groups))


def remote(bench: Bench) -> list[Row]:
    """Remote code: 62 uses of 32 URLs, from a server that answers in a tenth of a second."""
    from benchmarks.remote import URLS, USES, measure_remote

    found = measure_remote(fresh(bench.work / "remote"), rounds=bench.rounds)
    other = "`sphinxext-remoteliteralinclude`"
    return [
        Row(
            scenario="remote",
            what=f"{USES} uses of {URLS} remote files, cold",
            against=other,
            ours=found.ours,
            theirs=found.theirs,
            goal=0.15,
            note=f"{found.cold_requests[-1]:.0f} requests",
        ),
        Row(
            scenario="remote",
            what="the same with a warm cache",
            against=other,
            unit="requests",
            ours=found.warm_requests,
            theirs=found.their_warm_requests,
            goal=0.0,
        ),
    ]


def further(bench: Bench) -> list[Row]:
    """What a variant adds that shares all its text with the others."""
    from benchmarks.shared_text import further_variant

    return further_variant(bench)


def title(bench: Bench) -> list[Row]:
    """A title is edited, which many pages show."""
    from benchmarks.shared_text import changed_title

    return changed_title(bench)


def preview(bench: Bench) -> list[Row]:
    """A page is saved while a preview runs: until every variant shows it."""
    from benchmarks import preview_scenarios

    return preview_scenarios.saves(bench)


def preview_own(bench: Bench) -> list[Row]:
    """A page of the site of this repository is saved while a preview runs."""
    from benchmarks import preview_scenarios

    return preview_scenarios.own_site(bench)


def preview_start(bench: Bench) -> list[Row]:
    """A preview starts on a site that has been built."""
    from benchmarks import preview_scenarios

    return preview_scenarios.start(bench)


def preview_memory(bench: Bench) -> list[Row]:
    """The memory of a preview after 100 saves."""
    from benchmarks import preview_scenarios

    return preview_scenarios.memory(bench)


def uneven(bench: Bench) -> list[Row]:
    """Four variants of a site that is harder: one lacks pages, tables are wide, sidebars long."""
    from benchmarks import shared_text

    return shared_text.uneven(bench)


SCENARIOS: Mapping[str, Callable[[Bench], list[Row]]] = {
    "cold-2": cold_2,
    "cold-4": cold_4,
    "cold-one": cold_one,
    "edit": edit,
    "preview": preview,
    "preview-own": preview_own,
    "preview-start": preview_start,
    "preview-memory": preview_memory,
    "nothing": nothing,
    "checkout": checkout,
    "memory": memory,
    "growth": growth,
    "variable": variable,
    "variants": variants,
    "expansion": expansion,
    "remote": remote,
    "further": further,
    "title": title,
    "uneven": uneven,
    "at-once": at_once,
    "growth-plain": growth_plain,
}
"""All that can be measured, by the name that the command line takes."""

GOALS = (
    "cold-2",
    "cold-4",
    "cold-one",
    "edit",
    "preview",
    "preview-own",
    "preview-start",
    "preview-memory",
    "nothing",
    "checkout",
    "memory",
    "growth",
    "expansion",
    "remote",
    "further",
    "title",
    "uneven",
)
"""Those with a goal."""


def measured(name: str, bench: Bench) -> list[Row]:
    """The rows of one scenario; a build that fails gives a row that says so."""
    try:
        return SCENARIOS[name](bench)
    except CommandError as error:
        summary = (SCENARIOS[name].__doc__ or name).strip()
        return [Row(scenario=name, what=summary, failure=str(error))]

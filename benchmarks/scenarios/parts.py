"""Scenarios of parts of a build by themselves: expanding pages, fetching remote code."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

from benchmarks import measure, plain_way
from benchmarks.scenarios.bench import Row, fresh, ours

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.scenarios.bench import Bench
    from variantdocs.templating.names import Names


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

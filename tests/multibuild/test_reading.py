"""All variants are read in three steps, by processes that report after each."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from variantdocs.multibuild.build_paths import BuildPaths
from variantdocs.multibuild.processes import Workers
from variantdocs.multibuild.protocol import (
    MergeShares,
    OutdatedPages,
    PageToRead,
    ReadDone,
    ReadPlan,
    ShareReady,
    VariantFailed,
    VariantTask,
)
from variantdocs.multibuild.reading import read_all

PATHS = BuildPaths(output=Path("/html"), doctrees=Path("/trees"), index=Path("/index"), builder="html")
PAGES = {f"p{number}": PageToRead(fingerprint="same", size=1) for number in range(4)}
FAILED = VariantFailed(reason="broken", configuration=False)


def task(variant, *tags):
    """What a worker shall do is in the task's tags."""
    return VariantTask(
        variant=variant,
        source=Path("/source"),
        conf=Path("/conf"),
        paths=PATHS.of_variant(variant),
        doctrees=PATHS.doctrees,
        builder="html",
        tags=tags,
    )


def work(task, channel, counts):
    """Report what a worker reports; the number of pages is what the worker was told to merge."""
    if "fails at once" in task.tags:
        return channel.send(FAILED)
    if "reads alone" in task.tags:
        channel.send(OutdatedPages(other=5, obstacle="sphinx_x cannot read pages in parallel"))
    else:
        channel.send(OutdatedPages(pages=PAGES))
    plan = channel.recv()
    assert isinstance(plan, ReadPlan)
    if "fails to read" in task.tags:
        return channel.send(FAILED)
    if "dies" in task.tags:
        return None
    if not (plan.is_shared or plan.from_others):
        return channel.send(ReadDone(pages=0))
    channel.send(ShareReady(environment=Path(f"/{task.variant}.pickle") if plan.is_shared else None))
    shares = channel.recv()
    assert isinstance(shares, MergeShares)
    taken = sum(len(pages) for name, pages in plan.from_others.items() if name in shares.environments)
    return channel.send(ReadDone(pages=taken))


@pytest.fixture
def read():
    workers = Workers(work)
    yield lambda *tasks, limit=2: read_all(workers, tasks, limit=limit)
    workers.close(kill=True)
    gc.unfreeze()


@pytest.mark.parametrize("limit", [1, 2])
def test_pages_that_both_show_are_read_by_one_and_merged_by_the_other(read, limit):
    found = read(task("serverless"), task("byoc"), limit=limit)
    assert found.ready == {"serverless": ReadDone(pages=2), "byoc": ReadDone(pages=2)}
    assert (found.failed, found.obstacle) == ({}, "")


def test_a_variant_that_fails_at_once_leaves_the_others_to_share(read):
    found = read(task("serverless"), task("broken", "fails at once"), task("byoc"))
    assert found.ready == {"serverless": ReadDone(pages=2), "byoc": ReadDone(pages=2)}
    assert found.failed == {"broken": FAILED}


def test_a_variant_that_fails_while_it_reads_has_nothing_to_merge(read):
    found = read(task("serverless"), task("byoc", "fails to read"))
    assert found.ready == {"serverless": ReadDone(pages=0)}
    assert found.failed == {"byoc": FAILED}


def test_a_worker_that_dies_has_failed(read):
    found = read(task("serverless"), task("byoc", "dies"))
    assert list(found.ready) == ["serverless"]
    assert found.failed == {
        "byoc": VariantFailed(reason="its process ended with 0 before it was done", configuration=False)
    }


def test_what_keeps_variants_from_sharing_is_told(read):
    found = read(task("serverless", "reads alone"), task("byoc", "reads alone"))
    assert found.ready == {"serverless": ReadDone(pages=0), "byoc": ReadDone(pages=0)}
    assert found.obstacle == "sphinx_x cannot read pages in parallel"


def test_results_are_in_the_order_of_the_tasks(read):
    assert list(read(*(task(name) for name in "cab"), limit=3).ready) == ["c", "a", "b"]

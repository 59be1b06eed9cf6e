"""Counts are made in one process and read in another."""

from __future__ import annotations

import multiprocessing

import pytest

from variantdocs.multibuild.progress.page_counts import BuildStep, PageCounts, SharedPageCounts


def work(counts):
    counts.enter(BuildStep.READING)
    counts.expect_reading(3)
    counts.add_read()
    counts.add_read(2)
    counts.enter(BuildStep.WRITING)
    counts.expect_writing(2)
    counts.expect_writing(2)
    counts.add_written()


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_what_a_worker_counts_is_seen_by_the_coordinator(method):
    context = multiprocessing.get_context(method)
    counts = SharedPageCounts(context)
    process = context.Process(target=work, args=(counts,))
    process.start()
    process.join()
    expected = PageCounts(step=BuildStep.WRITING, read=3, to_read=3, written=1, to_write=4)
    assert (process.exitcode, counts.now()) == (0, expected)
    counts.reset()
    assert counts.now() == PageCounts()

"""What a worker counts while Sphinx reads and writes."""

from __future__ import annotations

import multiprocessing
import os
from types import SimpleNamespace

from variantdocs.multibuild.progress.page_counts import BuildStep, PageCounts, SharedPageCounts
from variantdocs.multibuild.worker.page_progress import PageProgress


def begun():
    counts = SharedPageCounts(multiprocessing.get_context())
    progress = PageProgress(counts)
    progress.begin_reading(None, None, ["a", "b", "c"])
    return counts, progress


def test_pages_of_other_variants_do_not_count():
    counts, progress = begun()
    progress.count_read(None, None)
    progress.count_read_elsewhere(None, None, ["b", "c"], None)
    progress.end_reading(None, None)
    progress.count_read_elsewhere(None, None, ["taken-over"], None)
    assert counts.now() == PageCounts(step=BuildStep.WAITING, read=3, to_read=3)


def test_a_page_that_a_forked_process_reads_counts_when_it_is_merged():
    counts, progress = begun()
    pid = os.fork()
    if not pid:
        progress.count_read(None, None)
        os._exit(0)
    os.waitpid(pid, 0)
    assert counts.now().read == 0


def test_written_pages_count_between_the_begin_and_the_end_of_writing():
    counts, progress = begun()
    connected = []
    builder = SimpleNamespace(write_documents=lambda names: seen.append(counts.now()))
    app = SimpleNamespace(builder=builder, connect=lambda event, *_: connected.append(event))
    seen = []
    progress.connect(app)
    builder.write_documents({"a", "b"})
    progress.count_written(None, None, "a")
    assert (seen[0].step, seen[0].to_write) == (BuildStep.WRITING, 2)
    assert (counts.now().step, counts.now().written) == (BuildStep.FINISHING, 1)
    progress.end()
    assert counts.now().step is BuildStep.DONE
    assert connected == [
        "env-before-read-docs",
        "doctree-read",
        "env-merge-info",
        "env-updated",
        "doctree-resolved",
    ]

"""One line says how far the variants are, in as many words as there is room for."""

from __future__ import annotations

import pytest

from variantdocs.multibuild.progress.page_counts import BuildStep, PageCounts
from variantdocs.multibuild.progress.wording import progress_line

COUNTS = {
    "serverless": PageCounts(step=BuildStep.READING, read=12, to_read=150),
    "byoc": PageCounts(step=BuildStep.WRITING, read=4, to_read=4, written=7, to_write=223),
}


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        (None, "[serverless] reading 12 of 150 pages  [byoc] writing 7 of 223 pages  3 s"),
        (72, "[serverless] reading 12 of 150 pages  [byoc] writing 7 of 223 pages  3 s"),
        (71, "serverless r 12/150  byoc w 7/223  3 s"),
        (38, "serverless r 12/150  byoc w 7/223  3 s"),
        (30, "2 variants: 16 of 154 read, 7 "),
    ],
)
def test_the_words_go_before_the_numbers(columns, line):
    assert progress_line(COUNTS, seconds=3.2, columns=columns) == line


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (BuildStep.STARTING, "starting"),
        (BuildStep.WAITING, "pages read"),
        (BuildStep.FINISHING, "finishing"),
        (BuildStep.DONE, "done"),
    ],
    ids=str,
)
def test_a_step_without_pages_has_a_name(step, words):
    assert progress_line({"a": PageCounts(step=step)}, seconds=0) == f"[a] {words}  0 s"


def test_a_page_that_is_read_twice_does_not_exceed_the_total():
    pages = PageCounts(step=BuildStep.READING, read=4, to_read=3)
    assert progress_line({"a": pages}, seconds=0) == "[a] reading 3 of 3 pages  0 s"

"""Work is shared out over processes, and its results come in order."""

from __future__ import annotations

import os

import pytest

from variantdocs.check.parallel import BackgroundCall, map_in_processes, shares_of
from variantdocs.errors import ConfigurationError, OutputError


def test_processes_inherit_what_the_function_refers_to():
    factor = {"by": 3}
    results = map_in_processes(
        lambda numbers: [(number * factor["by"], os.getpid()) for number in numbers],
        [1, 2, 3, 4],
        jobs=2,
        least=1,
    )
    assert [result for result, _ in results] == [3, 6, 9, 12]
    assert len({process for _, process in results}) == 2


def test_one_job_starts_no_process():
    assert BackgroundCall(os.getpid, jobs=1).result() == os.getpid()
    assert BackgroundCall(os.getpid, jobs=2).result() != os.getpid()


@pytest.mark.parametrize(
    "error", [OutputError("no"), ConfigurationError(("no",)), FileNotFoundError(2, "no")]
)
def test_an_error_comes_back(error):
    def fail():
        raise error

    with pytest.raises(type(error), match=str(error).replace("[", r"\[")):
        BackgroundCall(fail, jobs=2).result()


def test_a_process_that_is_ended_is_reported():
    with pytest.raises(ChildProcessError, match="was ended"):
        BackgroundCall(lambda: os._exit(3), jobs=2).result()


@pytest.mark.parametrize(
    ("number", "jobs", "least", "lengths"),
    [(7, 2, 1, [3, 4]), (7, 3, 3, [3, 4]), (7, 4, 10, [7]), (0, 4, 10, [0]), (5, 1, 1, [5])],
)
def test_shares_keep_the_order_and_are_not_too_small(number, jobs, least, lengths):
    shares = shares_of(range(number), jobs=jobs, least=least)
    assert [len(share) for share in shares] == lengths
    assert [item for share in shares for item in share] == list(range(number))

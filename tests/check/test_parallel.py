"""Work is shared out over processes, and its results come in order."""

from __future__ import annotations

import multiprocessing
import os

import pytest

from variantdocs.check.parallel import BackgroundCall, call_in_processes, map_in_processes, shares_of
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


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_each_item_is_taken_once(jobs):
    taken = call_in_processes(list, range(500), jobs=jobs, least=10)
    assert len(taken) == jobs
    assert sorted(item for items in taken for item in items) == list(range(500))


def test_a_process_that_is_late_takes_fewer_items():
    late, done = os.getpid(), multiprocessing.get_context("fork").Event()

    def take(items):
        if os.getpid() == late:
            done.wait(30)
        taken = len(list(items))
        done.set()
        return taken

    assert call_in_processes(take, range(100), jobs=2, least=10) == [0, 100]


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

"""Work is shared out over processes, and its results come in order."""

from __future__ import annotations

import os

import pytest

from variantdocs.check.parallel import map_in_processes, shares_of


def test_processes_inherit_what_the_function_refers_to():
    factor = {"by": 3}
    results = map_in_processes(lambda number: (number * factor["by"], os.getpid()), [1, 2, 3], jobs=2)
    assert [result for result, _ in results] == [3, 6, 9]
    assert os.getpid() not in {process for _, process in results}


def test_one_job_starts_no_process():
    assert map_in_processes(lambda _: os.getpid(), [1, 2], jobs=1) == [os.getpid()] * 2
    assert map_in_processes(lambda _: os.getpid(), [1], jobs=4) == [os.getpid()]


def test_an_error_comes_back():
    with pytest.raises(ZeroDivisionError):
        map_in_processes(lambda number: 1 // number, [1, 0], jobs=2)


@pytest.mark.parametrize(
    ("number", "jobs", "least", "lengths"),
    [(7, 2, 1, [3, 4]), (7, 3, 3, [3, 4]), (7, 4, 10, [7]), (0, 4, 10, [0]), (5, 1, 1, [5])],
)
def test_shares_keep_the_order_and_are_not_too_small(number, jobs, least, lengths):
    shares = shares_of(range(number), jobs=jobs, least=least)
    assert [len(share) for share in shares] == lengths
    assert [item for share in shares for item in share] == list(range(number))

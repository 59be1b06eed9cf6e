"""Share work out over processes that inherit what it needs."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_inherited: Callable[[Any], Any] | None = None


def map_in_processes(function: Callable[[Item], Result], items: Sequence[Item], *, jobs: int) -> list[Result]:
    """The result of ``function`` for each item, in their order.

    Where processes can be forked, each inherits the function with all that it refers to; only items and
    results are passed on. Elsewhere this process does all of it.

    :param jobs: The most processes to use.
    """
    jobs = min(jobs, len(items))
    if jobs < 2 or multiprocessing.get_start_method() == "spawn":
        return [function(item) for item in items]
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, context, _inherit, (function,)) as processes:
        return list(processes.map(_call, items))


def _inherit(function: Callable[[Any], Any]) -> None:
    global _inherited
    _inherited = function


def _call(item: Any) -> Any:
    assert _inherited is not None
    return _inherited(item)


def shares_of(items: Sequence[Item], *, jobs: int, least: int) -> list[Sequence[Item]]:
    """The items in up to ``jobs`` shares, in their order, each of ``least`` items or more."""
    number = max(1, min(jobs, len(items) // least))
    bounds = [len(items) * share // number for share in range(number + 1)]
    return [items[start:end] for start, end in pairwise(bounds)]

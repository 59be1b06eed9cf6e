"""Share work out over processes that inherit what it needs."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, pairwise
from multiprocessing.connection import Connection
from typing import Any, Generic, Self, TypeVar

from variantdocs.errors import VariantdocsError

Item = TypeVar("Item")
Result = TypeVar("Result")

_BATCHES = 16  # for each process: few enough to take, and small enough that all end at about the same time
_MOST_BATCHES = 256  # a number of one byte


class BackgroundCall(Generic[Result]):
    """A call of a function in another process, beside what this one does meanwhile.

    Where processes can be forked, the other one inherits the function with all that it refers to; only the
    result is passed on. Elsewhere, the function is called when its result is asked for.

    :param jobs: The most processes to use, this one included.
    """

    def __init__(self, function: Callable[[], Result], *, jobs: int) -> None:
        self._function = function
        self._connection: Connection | None = None
        if jobs < 2 or multiprocessing.get_start_method() == "spawn":
            return
        # No pool of processes: its threads are there when the next process is forked.
        context = multiprocessing.get_context("fork")
        self._connection, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_send_result, args=(function, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def result(self) -> Result:
        """What the function returns; an error of the system or of this package is raised here again.

        :raises ChildProcessError: the process ended before.
        """
        if self._connection is None:
            return self._function()
        try:
            found, error = self._connection.recv()
        except EOFError:
            raise ChildProcessError("a process that checked the site was ended") from None
        finally:
            self._process.join()
        if error is not None:
            raise error
        result: Result = found
        return result


def _send_result(function: Callable[[], Any], connection: Connection) -> None:
    try:
        connection.send((function(), None))
    except (OSError, VariantdocsError) as error:  # any other is a bug: Python shows it, with its traceback
        connection.send((None, error))


def map_in_processes(
    function: Callable[[Sequence[Item]], Sequence[Result]],
    items: Sequence[Item],
    *,
    jobs: int,
    least: int,
) -> list[Result]:
    """The results of ``function`` for all items, in their order, each process taking a share of them.

    :param jobs: The most processes to use, this one included.
    :param least: The fewest items that are worth a process.
    """
    first, *others = shares_of(items, jobs=jobs, least=least)
    calls = [BackgroundCall(partial(function, share), jobs=jobs) for share in others]
    return [*function(first), *chain.from_iterable(call.result() for call in calls)]


def shares_of(items: Sequence[Item], *, jobs: int, least: int) -> list[Sequence[Item]]:
    """The items in up to ``jobs`` shares, in their order, each of ``least`` items or more."""
    number = max(1, min(jobs, len(items) // least))
    bounds = [len(items) * share // number for share in range(number + 1)]
    return [items[start:end] for start, end in pairwise(bounds)]


def call_in_processes(
    function: Callable[[Iterable[Item]], Result], items: Sequence[Item], *, jobs: int, least: int
) -> list[Result]:
    """What ``function`` returns in each process, for the items that this process has come to take.

    Each takes the next items when it is done with those before, so that all end at about the same time; which
    items come together is left to chance.

    :param jobs: The most processes to use, this one included.
    :param least: The fewest items that are worth a process.
    """
    processes = len(shares_of(items, jobs=jobs, least=least))
    if processes == 1:
        return [function(items)]
    with _Batches(items, number=min(len(items), processes * _BATCHES, _MOST_BATCHES)) as batches:
        calls = [BackgroundCall(partial(function, batches), jobs=jobs) for _ in range(processes - 1)]
        return [function(batches), *(call.result() for call in calls)]


class _Batches(Iterable[Item]):
    """Items of which this process and those that are forked from it take one batch after the other.

    The numbers of the batches that are left stand in a pipe, from which the system gives each of them once.
    """

    def __init__(self, items: Sequence[Item], *, number: int) -> None:
        self._batches = shares_of(items, jobs=number, least=1)
        self._left, end = os.pipe()
        os.write(end, bytes(range(len(self._batches))))
        os.close(end)

    def __iter__(self) -> Iterator[Item]:
        while number := os.read(self._left, 1):
            yield from self._batches[number[0]]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._left)

"""Time of one request, and of all fetching of a build, by a clock that stands still."""

from __future__ import annotations

import threading

import pytest

from variantdocs.remote.network.deadline import Budget, Clock, DeadlinePassedError, RequestDeadline


class StillClock(Clock):
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.mark.parametrize(("passed", "seconds"), [(0, 10), (20, 10), (25, 5), (29.5, 0.5)])
def test_an_operation_may_take_its_timeout_or_what_is_left_of_the_request(
    clock: StillClock, passed: float, seconds: float
) -> None:
    deadline = RequestDeadline(clock)
    deadline.timeout, deadline.until = 10, clock.now + 30
    clock.now += passed
    assert deadline.seconds() == seconds


@pytest.mark.parametrize("passed", [30, 31])
def test_after_its_deadline_a_request_may_do_nothing(clock: StillClock, passed: float) -> None:
    deadline = RequestDeadline(clock)
    deadline.timeout, deadline.until = 10, clock.now + 30
    clock.now += passed
    with pytest.raises(DeadlinePassedError):
        deadline.seconds()


def test_each_thread_has_a_deadline_of_its_own(clock: StillClock) -> None:
    deadline = RequestDeadline(clock)
    deadline.timeout, deadline.until = 10, clock.now + 30
    found = []
    thread = threading.Thread(target=lambda: found.append((deadline.timeout, deadline.until)))
    thread.start()
    thread.join()
    assert found == [(0.0, 0.0)]
    assert deadline.seconds() == 10


def test_only_time_with_a_request_is_spent(clock: StillClock) -> None:
    budget = Budget(60, clock=clock)
    clock.now += 100
    with budget.spending():
        clock.now += 5
        assert budget.left() == 55
    clock.now += 100
    assert budget.left() == 55


def test_requests_at_the_same_time_count_once(clock: StillClock) -> None:
    budget = Budget(60, clock=clock)
    with budget.spending():
        clock.now += 5
        with budget.spending():
            clock.now += 5
        clock.now += 5
    assert budget.left() == 45


def test_a_request_that_fails_has_spent_its_time(clock: StillClock) -> None:
    budget = Budget(60, clock=clock)

    def request() -> None:
        with budget.spending():
            clock.now += 5
            raise OSError("refused")

    with pytest.raises(OSError, match="refused"):
        request()
    assert budget.left() == 55


def test_no_less_than_nothing_is_left(clock: StillClock) -> None:
    budget = Budget(60, clock=clock)
    with budget.spending():
        clock.now += 100
        assert budget.left() == 0
    assert budget.left() == 0
    assert budget.after_fork().left() == 0


def test_a_worker_process_has_what_is_left(clock: StillClock) -> None:
    budget = Budget(60, clock=clock)
    with budget.spending():
        clock.now += 20
    worker = budget.after_fork()
    with worker.spending():
        clock.now += 10
    assert (worker.left(), budget.left()) == (30, 40)


def test_a_wait_ends_when_it_is_woken() -> None:
    woken = threading.Event()
    woken.set()
    Clock().wait(woken, 60)

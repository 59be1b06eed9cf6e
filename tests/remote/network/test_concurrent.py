"""Work for several items is done at the same time, and fails as one."""

from __future__ import annotations

import threading

import pytest

from variantdocs.remote.network.concurrent import side_by_side


def no_cancel() -> None:
    raise AssertionError("nothing was interrupted")


@pytest.mark.parametrize("at_once", [1, 2, 9])
def test_every_item_is_done_once(at_once: int) -> None:
    done: list[str] = []
    side_by_side(done.append, "abcde", at_once=at_once, cancel=no_cancel)
    assert sorted(done) == list("abcde")


def test_without_items_no_thread_is_started() -> None:
    side_by_side(lambda item: None, (), at_once=4, cancel=no_cancel)


def test_one_at_a_time_is_done_in_order() -> None:
    done: list[str] = []
    side_by_side(done.append, "edcba", at_once=1, cancel=no_cancel)
    assert done == list("edcba")


def test_as_many_as_allowed_run_at_the_same_time() -> None:
    together = threading.Barrier(3, timeout=10)
    side_by_side(lambda item: together.wait() and None, "abcdef", at_once=3, cancel=no_cancel)


def test_the_first_failure_is_raised_and_nothing_more_is_begun() -> None:
    done: list[str] = []

    def work(item: str) -> None:
        done.append(item)
        if item == "b":
            raise ValueError(item)

    with pytest.raises(ValueError, match=r"^b$"):
        side_by_side(work, "abcd", at_once=1, cancel=no_cancel)
    assert done == ["a", "b"]


def test_the_others_end_before_a_failure_is_raised() -> None:
    has_failed = threading.Event()
    done: list[str] = []

    def work(item: str) -> None:
        if item == "fails":
            has_failed.set()
            raise ValueError(item)
        assert has_failed.wait(10)
        done.append(item)

    with pytest.raises(ValueError, match=r"^fails$"):
        side_by_side(work, ["slow", "fails"], at_once=2, cancel=no_cancel)
    assert done == ["slow"]


def test_an_interruption_ends_the_waiting_and_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    join = threading.Thread.join

    def interrupted(thread: threading.Thread, timeout: float | None = None) -> None:
        monkeypatch.setattr(threading.Thread, "join", join)
        raise KeyboardInterrupt  # as Ctrl-C while the main thread waits

    monkeypatch.setattr(threading.Thread, "join", interrupted)
    with pytest.raises(KeyboardInterrupt):
        side_by_side(lambda item: released.wait(10) and None, "ab", at_once=2, cancel=released.set)
    assert released.is_set()


def test_an_interruption_within_the_work_is_raised_here() -> None:
    def work(item: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        side_by_side(work, "a", at_once=1, cancel=no_cancel)

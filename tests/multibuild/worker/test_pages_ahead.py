"""One process goes forwards through the pages, others backwards, until they meet."""

from __future__ import annotations

import pytest

from variantdocs.multibuild.worker.pages_ahead import PagesAhead

PAGES = ("a", "b", "c", "d", "e")


@pytest.fixture
def ahead():
    found = PagesAhead(PAGES)
    yield found
    found.close()


def test_pages_are_taken_from_the_end_and_once(ahead):
    assert [ahead.take() for _ in range(6)] == ["e", "d", "c", "b", "a", None]


def test_no_page_is_taken_that_the_owner_has_come_to(ahead):
    ahead.begin(0)
    assert [ahead.take(), ahead.take()] == ["e", "d"]
    ahead.begin(1)
    ahead.begin(2)
    assert ahead.take() is None


def test_pages_that_others_have_taken_are_not_left(ahead):
    assert ahead.left_after(1) == 3
    ahead.take()
    assert ahead.left_after(1) == 2
    assert ahead.left_after(4) == 0


def test_nothing_is_taken_after_a_stop(ahead):
    ahead.stop()
    assert ahead.take() is None


def test_no_pages_are_none_to_take():
    empty = PagesAhead(())
    assert empty.take() is None
    empty.close()

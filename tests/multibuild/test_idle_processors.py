"""Idle processors are offered once each, and nobody waits for one."""

from __future__ import annotations

import multiprocessing

import pytest

from variantdocs.multibuild.idle_processors import IdleProcessors


@pytest.fixture
def idle():
    found = IdleProcessors()
    yield found
    found.close()


def test_each_offer_is_taken_once(idle):
    idle.offer(2)
    assert [idle.take() for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize("count", [0, -3])
def test_a_build_with_more_variants_than_processors_offers_none(idle, count):
    idle.offer(count)
    assert not idle.take()


def test_what_is_withdrawn_cannot_be_taken(idle):
    idle.offer(5)
    idle.withdraw()
    assert not idle.take()


def test_an_offer_beyond_what_the_pipe_holds_does_not_block(idle):
    idle.offer(1_000_000)
    assert idle.take()


def test_a_forked_process_takes_from_the_same(idle):
    def take_two():
        raise SystemExit([idle.take(), idle.take()].count(True))

    idle.offer(3)
    process = multiprocessing.get_context("fork").Process(target=take_two)
    process.start()
    process.join()
    assert process.exitcode == 2
    assert [idle.take(), idle.take()] == [True, False]

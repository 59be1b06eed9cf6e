"""Records that no handler takes."""

from __future__ import annotations

import logging

import pytest
from sphinx.util.logging import NAMESPACE, VERBOSE

from variantdocs.sphinx_patches.performance.log_levels import drop_unhandled_records

PAGE = logging.getLogger(f"{NAMESPACE}.unhandled.page")


@pytest.fixture
def heard(monkeypatch):
    """A list of levels, and a function that adds a handler which notes them there."""
    sphinx = logging.getLogger(NAMESPACE)
    # An application in this process stops propagation, and pytest then adds handlers of its own.
    monkeypatch.setattr(sphinx, "propagate", True)
    monkeypatch.setattr(sphinx, "handlers", [])
    monkeypatch.setattr(PAGE, "handlers", [])
    before = sphinx.level
    sphinx.setLevel(logging.DEBUG)
    levels = []

    def add(logger, level):
        handler = logging.Handler(level)
        handler.emit = lambda record: levels.append(record.levelno)
        logger.addHandler(handler)

    yield levels, lambda level: add(sphinx, level), lambda level: add(PAGE, level)
    sphinx.setLevel(before)


def say_all():
    for level in (logging.DEBUG, VERBOSE, logging.INFO, logging.WARNING):
        PAGE.log(level, "x")


@pytest.mark.parametrize("level", [logging.DEBUG, VERBOSE, logging.INFO])
def test_what_a_handler_takes_is_still_made(heard, level):
    levels, add, _ = heard
    add(level)
    add(logging.WARNING)
    say_all()
    before = levels.copy()
    levels.clear()
    drop_unhandled_records()
    say_all()
    assert levels == before
    assert level in levels


def test_what_none_takes_is_not_made(heard):
    _, add, _ = heard
    add(logging.INFO)
    drop_unhandled_records()
    assert not PAGE.isEnabledFor(logging.DEBUG)
    assert PAGE.isEnabledFor(logging.INFO)


def test_a_handler_of_one_extension_gets_what_it_takes(heard):
    levels, add, add_to_page = heard
    add(logging.INFO)
    add_to_page(logging.DEBUG)
    drop_unhandled_records()
    say_all()
    assert levels[0] == logging.DEBUG


def test_other_loggers_are_left_alone(heard):
    _, add, _ = heard
    add(logging.WARNING)
    other = logging.getLogger("unhandled")
    level = other.getEffectiveLevel()
    drop_unhandled_records()
    assert other.getEffectiveLevel() == level


def test_a_handler_without_a_level_gets_everything(heard):
    levels, add, _ = heard
    add(logging.NOTSET)
    drop_unhandled_records()
    say_all()
    assert levels[0] == logging.DEBUG

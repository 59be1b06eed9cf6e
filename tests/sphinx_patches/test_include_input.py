"""Included lines are handed over with their file, and only for one include."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from docutils.statemachine import StateMachine, StringList

from variantdocs.sphinx_patches.include_input import inserting_with, renderer_of


def test_lines_are_handed_over_only_meanwhile():
    machine = StateMachine([], "Initial")
    machine.input_lines = StringList(["before"], "page.rst")
    machine.line_offset = 0
    given = []
    with inserting_with(machine, lambda lines, path: given.append((lines, path))):
        machine.insert_input(["a", "b"], "part.rst")
    assert given == [(["a", "b"], "part.rst")]
    assert list(machine.input_lines) == ["before"]
    machine.insert_input(["c"], "part.rst")
    assert "c" in list(machine.input_lines)


def test_an_include_that_fails_leaves_the_machine_as_it_was():
    machine = StateMachine([], "Initial")
    with pytest.raises(ValueError, match="broken"), inserting_with(machine, lambda lines, path: None):
        raise ValueError("broken")
    assert machine.insert_input.__func__ is StateMachine.insert_input


def test_the_renderer_of_myst_is_found():
    renderer = object()
    assert renderer_of(SimpleNamespace(_renderer=renderer)) is renderer

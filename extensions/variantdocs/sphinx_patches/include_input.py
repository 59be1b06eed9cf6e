"""Reach what the ``include`` directive does with a file's text, in MyST and in reST.

Replaces: ``insert_input`` of docutils' state machine, while one file is included.
Why: Included text is expanded, and each of its lines must know its place in the file. MyST has no way to
    ask for its renderer but a private attribute of the state that it gives to directives; docutils' state
    machine takes lines without places.
Upstream: https://github.com/executablebooks/MyST-Parser/issues/881 (``include-read`` in MyST), and
    https://github.com/sphinx-doc/sphinx/pull/11510, which replaces the same method to emit an event.
Versions: MyST-Parser 4.0 to 5.2, Sphinx 8.1 to 9.2, docutils 0.21 to 0.23.
Remove when: both pass the places of included lines on themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils.parsers.rst.states import RSTState
    from docutils.statemachine import StateMachine
    from myst_parser.mocking import MockState


def renderer_of(state: RSTState | MockState) -> Any:
    """MyST's renderer of the page in which a directive stands."""
    return state._renderer  # type: ignore[union-attr]


@contextmanager
def inserting_with(
    state_machine: StateMachine[Any], insert: Callable[[list[str], str], None]
) -> Iterator[None]:
    """Have ``insert`` called with included lines and their file, in the place of ``insert_input``."""
    # Sphinx replaces this method of the instance in the same way, to emit `include-read`.
    state_machine.insert_input = insert  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        del state_machine.insert_input

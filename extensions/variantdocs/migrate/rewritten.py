"""What a rewriting gives: the new text, and what was left as it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Leftover:
    """Something at a line, counted from 1, that could not be translated, and why."""

    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A text, and what is left in it."""

    text: str
    leftovers: tuple[Leftover, ...] = ()

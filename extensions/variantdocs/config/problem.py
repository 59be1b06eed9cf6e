"""A problem in ``variants.yaml``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A problem at a line and column counted from 1; ``place`` looks like ``variants.byoc.vars``."""

    line: int
    column: int
    place: str
    message: str

    def text(self, filename: str) -> str:
        """The problem as a message."""
        place = f"{self.place}: " if self.place else ""
        return f"{filename}:{self.line}:{self.column}: {place}{self.message}"

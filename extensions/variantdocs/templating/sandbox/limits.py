"""What one page may cost.

Pages come from pull requests of strangers, so everything that a template can make large is
bounded: iterations, the size of each value, the text that comes out, and all work together.
"""

from __future__ import annotations

from collections.abc import ItemsView, KeysView, ValuesView
from dataclasses import dataclass
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from jinja2.utils import Namespace

from variantdocs.errors import VariantdocsError


class LimitExceeded(VariantdocsError):
    """A page costs more than a page may."""


class UnusableValue(VariantdocsError):
    """A page uses a value in a way in which it cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds, in characters, items and turns."""

    source: int = 2 << 20
    """Characters of one page as written."""
    output: int = 4 << 20
    """Characters of one page when expanded."""
    value: int = 256 << 10
    """Characters, or items, of any value on the way."""
    iterations: int = 10_000
    """Turns of all loops of a page together."""
    work: int = 16 << 20
    """Characters and items handled by operators, filters and methods together."""
    integer_bits: int = 4096
    """Bits of any whole number."""
    problems: int = 100
    """Problems told of one page; whoever has more mends these first."""


class Budget:
    """Counts what the expansion of one page has used."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._iterations = 0
        self._work = 0

    def turn(self) -> None:
        """One more turn of a loop.

        :raises LimitExceeded: that was one too many.
        """
        self._iterations += 1
        if self._iterations > self.limits.iterations:
            raise LimitExceeded(
                f"the loops of this page make more than {self.limits.iterations:,} turns together; "
                "make the list shorter or split the page"
            )

    def expect(self, size: int) -> None:
        """Something is about to make a value of ``size`` characters or items.

        :raises LimitExceeded: the value, or all work together, would be too large.
        """
        if size > self.limits.value:
            raise LimitExceeded(
                f"this makes a value of more than {self.limits.value:,} characters or items; make it smaller"
            )
        self._work += size
        if self._work > self.limits.work:
            raise LimitExceeded("expanding this page takes too much work; make it simpler or split it")

    def weigh(self, value: Any) -> int:
        """The size of ``value``, all that it holds included, charged to the page.

        :raises LimitExceeded: it is too large.
        :raises UnusableValue: it is, or holds, a function.
        """
        size = self._size(value, self.limits.value)
        self.expect(size)
        return size

    def _size(self, value: Any, room: int) -> int:
        if isinstance(value, str | bytes):
            return len(value)
        if isinstance(value, bool) or value is None:
            return 1
        if isinstance(value, int):
            if value.bit_length() > self.limits.integer_bits:
                bits = self.limits.integer_bits
                raise LimitExceeded(f"this makes a whole number of more than {bits:,} bits; make it smaller")
            return 1
        if isinstance(value, dict):
            items: Any = [part for pair in value.items() for part in pair]
        elif isinstance(value, list | tuple | set | frozenset | range):
            items = value
        elif isinstance(value, KeysView | ValuesView | ItemsView):
            items = list(value)
        elif isinstance(value, Namespace):
            items = list(getattr(value, "_Namespace__attrs").values())  # noqa: B009 (the name is mangled)
        elif isinstance(value, BuiltinFunctionType | FunctionType | MethodType | type):
            # Its text would hold an address in memory, another one in each build.
            raise UnusableValue("a function is not a value; call it: write `()` after its name")
        else:
            return 1
        if len(items) > room:
            return room + 1
        size = 1
        # Counted as a tree, so that a list holding itself twice over and over is as large as
        # its text would be.
        for item in items:
            size += self._size(item, room - size)
            if size > room:
                return room + 1
        return size

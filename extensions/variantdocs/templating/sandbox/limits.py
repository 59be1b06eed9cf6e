"""Limit what expanding one page may cost.

Strangers send pages in pull requests, so everything that a template can make large is bounded:
iterations, the size of each value, the expanded text, and all work together.
"""

from __future__ import annotations

from collections.abc import Collection, ItemsView, KeysView, ValuesView
from dataclasses import dataclass
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from jinja2.utils import Namespace

from variantdocs.errors import VariantdocsError


class LimitExceeded(VariantdocsError):
    """A page costs more than a page may."""


class UnusableValue(VariantdocsError):
    """A page uses a value in an expression that cannot use it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds, in characters, items and iterations."""

    source: int = 2 << 20
    """Characters of one page as written."""
    tags: int = 20_000
    """Tags of one page."""
    tag: int = 20_000
    """Characters of one tag."""
    output: int = 4 << 20
    """Characters of one page when expanded."""
    value: int = 256 << 10
    """Characters, or items, of any value on the way."""
    iterations: int = 10_000
    """Iterations of all loops of a page together."""
    work: int = 16 << 20
    """Characters and items handled by operators, filters and methods together."""
    integer_bits: int = 4096
    """Bits of any whole number."""
    problems: int = 100
    """Problems reported of one page."""


class Budget:
    """What the expansion of one page has used so far."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._iterations = 0
        self._work = 0

    def count_iteration(self) -> None:
        """Charge for one iteration of a loop.

        :raises LimitExceeded: it is one too many.
        """
        self._iterations += 1
        if self._iterations > self.limits.iterations:
            raise LimitExceeded(
                f"the loops of this page run more than {self.limits.iterations:,} times in all; "
                "make the list shorter or split the page"
            )

    def charge_size(self, size: int) -> None:
        """Charge for a value of ``size`` characters or items that is about to be made.

        :raises LimitExceeded: the value, or all work together, would be too large.
        """
        if size > self.limits.value:
            raise LimitExceeded(
                f"this makes a value of more than {self.limits.value:,} characters or items; make it smaller"
            )
        self._work += size
        if self._work > self.limits.work:
            raise LimitExceeded("expanding this page takes too much work; make it simpler or split it")

    def check_bits(self, bits: int) -> None:
        """Refuse a whole number of ``bits`` bits.

        :raises LimitExceeded: it is too large.
        """
        if bits > self.limits.integer_bits:
            most = self.limits.integer_bits
            raise LimitExceeded(f"this makes a whole number of more than {most:,} bits; make it smaller")

    def charge(self, value: Any) -> int:
        """Charge for ``value`` and all that it holds.

        :returns: Its size.
        :raises LimitExceeded: it is too large.
        :raises UnusableValue: it is, or holds, a function.
        """
        size = self._size(value, self.limits.value)
        self.charge_size(size)
        return size

    def _size(self, value: Any, room: int) -> int:
        # First, as `isinstance` reads `__class__` of what is no instance, which a namespace makes slow.
        if type(value) is Namespace:
            items: Any = list(object.__getattribute__(value, "_Namespace__attrs").values())
            return self._size_of_items(items, room)
        if isinstance(value, str | bytes):
            return len(value)
        if isinstance(value, bool) or value is None:
            return 1
        if isinstance(value, int):
            self.check_bits(value.bit_length())
            return 1
        if isinstance(value, dict):
            items = [part for pair in value.items() for part in pair]
        elif isinstance(value, list | tuple | set | frozenset | range):
            items = value
        elif isinstance(value, KeysView | ValuesView | ItemsView):
            items = list(value)
        elif isinstance(value, BuiltinFunctionType | FunctionType | MethodType | type):
            # Its text would hold a memory address, which differs in each build.
            raise UnusableValue("a function is not a value; call it: write `()` after its name")
        else:
            return 1
        return self._size_of_items(items, room)

    def _size_of_items(self, items: Collection[Any], room: int) -> int:
        if len(items) > room:
            return room + 1
        size = 1
        # Counted as a tree: a list that holds itself many times is as large as its text.
        for item in items:
            size += self._size(item, room - size)
            if size > room:
                return room + 1
        return size

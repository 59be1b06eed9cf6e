"""Charge an operator, filter or method for its result before it is computed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Sized
from string import Formatter
from typing import Any

from variantdocs.templating.sandbox.limits import Budget, LimitExceeded, UnusableValue
from variantdocs.templating.sandbox.undefined import StrictValue
from variantdocs.templating.sandbox.value_types import described

_GROWING = frozenset(
    ["batch", "center", "expandtabs", "indent", "ljust", "rjust", "round", "slice", "tojson", "zfill"]
)
"""Filters and methods whose result is as large as a number that they are given."""


def charge_operator(budget: Budget, operator: str, left: Any, right: Any) -> None:
    """Charge for ``left operator right``.

    :raises LimitExceeded: the result would be too large.
    :raises UnusableValue: an operand is a function, or a format cannot be bounded.
    """
    for value in (left, right):
        budget.charge(value)
    if operator == "*":
        budget.charge_size(_product_size(left, right))
    elif operator == "**":
        _check_power(budget, left, right)
    elif operator == "%" and isinstance(left, str):
        _charge_percent_format(budget, left, right)


def charge_call(
    budget: Budget,
    name: str,
    value: Any,
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    *,
    is_method: bool = False,
) -> None:
    """Charge for the filter or method ``name`` of ``value``.

    :raises LimitExceeded: the result would be too large.
    :raises UnusableValue: an argument is a function, or a format cannot be bounded.
    """
    given = [*args, *kwargs.values()]
    for part in (value, *given):
        if not isinstance(part, StrictValue):
            budget.charge(part)
    numbers = [part for part in given if isinstance(part, int) and not isinstance(part, bool)]
    texts = [len(part) for part in given if isinstance(part, str)]
    length = len(value) if isinstance(value, str | list | tuple | dict) else 1
    if name in _GROWING and numbers:
        lines = value.count("\n") + 1 if isinstance(value, str) and name == "indent" else 1
        if name == "expandtabs" and isinstance(value, str):
            lines = value.count("\t") + 1
        budget.charge_size(lines * max(map(abs, numbers)))
    if name in ("replace", "wordwrap", "indent") and texts:
        budget.charge_size((length + 1) * max(texts))
    elif name == "join":
        _charge_join(budget, value, args, kwargs, is_method=is_method)
    elif name == "format" and isinstance(value, str):
        if is_method:
            _charge_brace_format(budget, value, given)
        else:
            _charge_percent_format(budget, value, given)
    elif name == "tojson":
        budget.charge_size(budget.charge(value) * (1 + max(numbers, default=0) * _depth(value)))
    elif name == "sum" and any(isinstance(part, list | tuple) for part in given):
        # Python would copy the list once for each item.
        raise UnusableValue("`sum` adds numbers; to put lists together, write `a + b`")


def _charge_join(
    budget: Budget, value: Any, args: Sequence[Any], kwargs: Mapping[str, Any], *, is_method: bool
) -> None:
    # The method has the separator first, the filter the list.
    if is_method:
        separator, parts = value, args[0] if args else ()
    else:
        separator, parts = args[0] if args else kwargs.get("d", ""), value
    if not isinstance(separator, str | int | float):
        raise UnusableValue(f"`join` needs a text to put between items, not {described(separator)}")
    if isinstance(parts, Sized):
        # Items that are not texts are numbers or truth values.
        contents = budget.charge(parts) + 24 * (0 if isinstance(parts, str) else len(parts))
        budget.charge_size(contents + len(str(separator)) * len(parts))


def _check_power(budget: Budget, base: Any, exponent: Any) -> None:
    if not (isinstance(base, int) and isinstance(exponent, int)) or abs(base) <= 1:
        return
    budget.check_bits(exponent * base.bit_length())


def _charge_percent_format(budget: Budget, text: str, values: Any) -> None:
    fields = re.findall(r"%(?:\([^()]*\))?([^a-zA-Z%(]*\(?)", text)
    if any(field.endswith("(") for field in fields):
        raise UnusableValue("a `%` format may not have a bracket in a name; use another name")
    _charge_widths(budget, text, values, fields)


def _charge_brace_format(budget: Budget, text: str, values: Any) -> None:
    fields: list[str] = []
    for _, field, width, _ in Formatter().parse(text):
        if field is not None and re.search(r"[.\[]", field):
            raise UnusableValue(
                f"a format may not look into a value (`{{{field}}}`); give the part itself to `format`"
            )
        fields.append((width or "").replace("{", "*"))
    _charge_widths(budget, text, values, fields)


def _charge_widths(budget: Budget, text: str, values: Any, fields: list[str]) -> None:
    _check_showable(values)
    if any("*" in field for field in fields):
        raise LimitExceeded("a format may not take its width from a value; write the width as a number")
    widths = sum(int(digits[:12]) for field in fields for digits in re.findall(r"\d+", field))
    budget.charge_size(len(text) + widths + len(fields) * budget.charge(values))


def _check_showable(values: Any) -> None:
    """Refuse values of which Python's text, and no author's, would be in the format's result."""
    if isinstance(values, list | tuple):
        shown = list(values)
    else:
        shown = list(values.values()) if isinstance(values, dict) else [values]
    for value in shown:
        if isinstance(value, dict):  # the names of a format
            _check_showable(value)
        elif not isinstance(value, str | bool | int | float | StrictValue):
            raise UnusableValue(f"a format shows texts and numbers, not {described(value)}; show its parts")


def _product_size(left: Any, right: Any) -> int:
    for sequence, times in ((left, right), (right, left)):
        if isinstance(sequence, str | list | tuple) and isinstance(times, int):
            return len(sequence) * max(times, 0)
    return 1


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list | tuple):
        return 0
    return 1 + max(map(_depth, value), default=0)

"""What operators, filters and methods cost before they run."""

from __future__ import annotations

import pytest

from variantdocs.templating.sandbox.costs import charge_call, charge_operator
from variantdocs.templating.sandbox.limits import Budget, LimitExceeded, Limits, UnusableValue

SMALL = Limits(value=100, integer_bits=64)


@pytest.mark.parametrize(
    ("operator", "left", "right"), [("*", "x" * 11, 10), ("*", 101, [1]), ("**", 2, 64), ("%", "%200d", 1)]
)
def test_an_operator_that_makes_too_much_is_refused(operator, left, right):
    with pytest.raises(LimitExceeded):
        charge_operator(Budget(SMALL), operator, left, right)


@pytest.mark.parametrize(("operator", "left", "right"), [("*", "x" * 10, 10), ("**", 2, 31), ("*", "x", -5)])
def test_an_operator_within_the_limits_is_allowed(operator, left, right):
    charge_operator(Budget(SMALL), operator, left, right)


@pytest.mark.parametrize(
    ("name", "value", "args", "is_method"),
    [
        ("center", "x", (101,), False),
        ("indent", "x\n" * 20, (10,), False),
        ("replace", "x" * 20, ("x", "y" * 10), False),
        ("join", ["x"] * 20, ("y" * 10,), False),
        ("join", "y" * 10, (["x"] * 20,), True),
        ("format", "{:200}", ("x",), True),
    ],
)
def test_a_call_that_makes_too_much_is_refused(name, value, args, is_method):
    with pytest.raises(LimitExceeded):
        charge_call(Budget(SMALL), name, value, args, {}, is_method=is_method)


def test_a_format_may_not_look_into_a_value():
    with pytest.raises(UnusableValue):
        charge_call(Budget(SMALL), "format", "{0.name}", ("x",), {}, is_method=True)

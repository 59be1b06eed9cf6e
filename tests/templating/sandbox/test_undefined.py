"""A value that does not exist raises at every use, saying what is missing."""

from __future__ import annotations

import pickle

import pytest
from jinja2.exceptions import SecurityError

from variantdocs.templating.sandbox.limits import UnusableValue
from variantdocs.templating.sandbox.undefined import StrictValue, UndefinedValue

USES = {
    "shown": str,
    "counted": len,
    "asked": bool,
    "walked": iter,
    "hashed": hash,
    "negated": lambda value: -value,
    "called": lambda value: value(),
    "added to": lambda value: value + 1,
    "added": lambda value: 1 + value,
    "multiplied": lambda value: value * 2,
    "divided": lambda value: 2 / value,
    "raised": lambda value: value**2,
    "compared": lambda value: value < 1,
    "equal": lambda value: value == 1,
    "unequal": lambda value: value != 1,
    "searched": lambda value: 1 in value,
    "indexed": lambda value: value[0],
    "read from": lambda value: value.part,
    "made an int": int,
    "made a float": float,
}


@pytest.mark.parametrize("use", USES.values(), ids=USES.keys())
def test_every_use_names_the_variable(use):
    with pytest.raises(UndefinedValue) as caught:
        use(StrictValue(name="registry"))
    assert (caught.value.name, caught.value.owner) == ("registry", None)


@pytest.mark.parametrize(
    ("owner", "name", "type_name"), [({}, "cpu", "mapping"), ([], 3, "list"), ("", "x", "text")]
)
def test_a_missing_part_is_named_with_the_type_of_its_owner(owner, name, type_name):
    with pytest.raises(UndefinedValue) as caught:
        str(StrictValue(obj=owner, name=name))
    assert (caught.value.name, caught.value.owner) == (str(name), type_name)


def test_the_first_item_of_an_empty_list_has_no_name():
    with pytest.raises(UnusableValue) as caught:
        str(StrictValue("No first item, sequence was empty."))
    assert str(caught.value) == (
        "the list is empty and has no such item; put this into a block: `{@@ if list | length > 0 @@}`"
    )


def test_what_the_sandbox_refuses_stays_a_security_error():
    with pytest.raises(SecurityError, match=r"^it is unsafe$"):
        str(StrictValue("it is unsafe", name="__class__", exc=SecurityError))


def test_python_s_own_attributes_are_missing_as_usual():
    assert not hasattr(StrictValue(name="registry"), "__html__")


def test_the_error_can_cross_processes():
    found = pickle.loads(pickle.dumps(UndefinedValue("cpu", "mapping")))
    assert (found.name, found.owner) == ("cpu", "mapping")

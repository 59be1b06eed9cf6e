"""What a page may cost."""

from __future__ import annotations

import pytest

from variantdocs.messages import Kind
from variantdocs.templating.expand import BrokenPage, prepare
from variantdocs.templating.sandbox.environment import PageEnvironment
from variantdocs.templating.sandbox.limits import Budget, LimitExceeded, Limits, UnusableValue


def test_each_page_has_a_budget_of_its_own(names):
    environment = PageEnvironment(Limits(iterations=10))
    page = prepare("{@@ for i in range(8) @@}x{@@ endfor @@}", names, environment)
    assert [page.expand("byoc", names).text for _ in range(3)] == ["x" * 8] * 3


@pytest.mark.parametrize(
    ("limits", "source", "message"),
    [
        (
            Limits(source=10),
            "x" * 11,
            "the page has 11 characters, more than the 10 that a page may have; split it",
        ),
        (
            Limits(tag=10),
            "{@= company   =@}",
            "`{@= company =@}` has more than the 10 characters that a tag may have; make it shorter",
        ),
        (
            Limits(tags=1),
            "{@= company =@}{@= company =@}",
            "the page has more than the 1 tags that a page may have; split it",
        ),
        (
            Limits(output=10),
            "{@@ for i in range(3) @@}word{@@ endfor @@}",
            "this page expands to more than 10 characters; split it",
        ),
        (
            Limits(value=10),
            "{@= 'x' * 11 =@}",
            "this makes a value of more than 10 characters or items; make it smaller",
        ),
        (
            Limits(iterations=3),
            "{@@ for i in [1, 2] @@}{@@ for j in [1, 2] @@}{@@ endfor @@}{@@ endfor @@}",
            "the loops of this page run more than 3 times in all; make the list shorter or split the page",
        ),
        (
            Limits(work=50),
            "{@= 'x' * 30 =@}",
            "expanding this page takes too much work; make it simpler or split it",
        ),
        (
            Limits(integer_bits=8),
            "{@= 255 + 1 =@}",
            "this makes a whole number of more than 8 bits; make it smaller",
        ),
        (
            Limits(integer_bits=8),
            "{@= 2 ** 9 =@}",
            "this makes a whole number of more than 8 bits; make it smaller",
        ),
    ],
)
def test_a_message_about_a_limit_names_it_and_the_cure(limits, source, message, names):
    with pytest.raises(BrokenPage) as caught:
        prepare(source, names, PageEnvironment(limits)).expand("byoc", names)
    assert [(problem.kind, problem.message) for problem in caught.value.problems] == [(Kind.LIMIT, message)]


@pytest.mark.parametrize(
    ("limits", "source", "text"),
    [
        (Limits(source=11), "x" * 11, "x" * 11),
        (Limits(value=10), "{@= 'x' * 10 =@}", "x" * 10),
        (Limits(integer_bits=8), "{@= 254 + 1 =@}", "255"),
        (
            Limits(iterations=6),
            "{@@ for i in [1, 2] @@}{@@ for j in [1, 2] @@}x{@@ endfor @@}{@@ endfor @@}",
            "xxxx",
        ),
    ],
)
def test_a_page_just_within_a_limit_is_expanded(limits, source, text, names):
    assert prepare(source, names, PageEnvironment(limits)).expand("byoc", names).text == text


@pytest.mark.parametrize(
    ("value", "size"),
    [("abc", 3), (7, 1), (None, 1), ([], 1), (["ab", "c"], 4), ({"a": [1, 2]}, 5), (range(4), 5)],
)
def test_a_value_costs_its_size_with_all_that_it_holds(value, size):
    assert Budget(Limits()).charge(value) == size


def test_a_list_that_holds_itself_many_times_is_charged_as_a_tree():
    value: list[object] = ["x"]
    for _ in range(40):
        value = [value, value]
    with pytest.raises(LimitExceeded):
        Budget(Limits()).charge(value)


def test_a_function_is_no_value():
    with pytest.raises(UnusableValue) as caught:
        Budget(Limits()).charge([len])
    assert str(caught.value) == "a function is not a value; call it: write `()` after its name"

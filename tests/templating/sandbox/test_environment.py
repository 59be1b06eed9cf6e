"""What an expression may do, how its value is shown, and what is refused."""

from __future__ import annotations

import pytest
from jinja2.exceptions import SecurityError

from variantdocs.templating.sandbox.environment import PageEnvironment
from variantdocs.templating.sandbox.instrument import CONDITION, COUNT_ITERATIONS
from variantdocs.templating.sandbox.limits import LimitExceeded, Limits, UnusableValue
from variantdocs.templating.sandbox.undefined import UndefinedValue


def shown(expression, names, environment, variant="byoc"):
    environment.start_page()
    return environment.from_string(f"\ufdd3 {expression} \ufdd4").render(names.values[variant])


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("company", "Acme"),
        ("4", "4"),
        ("1.5", "1.5"),
        ("true", "true"),
        ("byoc_eu", "false"),
        ("clouds | join(', ')", "AWS, Azure"),
        ("[true, 1, 'x'] | join", "true1x"),
        ("clouds | map('upper') | join", "AWSAZURE"),
        ("[{'n': 'a'}, {'n': 'b'}] | join(',', attribute='n')", "a,b"),
        ("true | upper", "TRUE"),
        ("registry | default('none')", "ghcr.io"),
        ("range(3) | join(' ')", "0 1 2"),
        ("company.replace('A', 'E').upper()", "ECME"),
        ("limits.get('cpu')", "4"),
        ("dict(a=1).a", "1"),
        (r"'a\ufdd1b'", "ab"),
    ],
)
def test_a_value_is_shown_as_the_author_writes_it(expression, text, names, environment):
    assert shown(expression, names, environment) == text


def test_a_missing_value_may_have_a_default(names, environment):
    assert shown("registry | default('none')", names, environment, "serverless") == "none"
    assert shown("registry | d('none')", names, environment, "serverless") == "none"


@pytest.mark.parametrize(
    "expression", ["registry", "registry | upper", "registry | length", "registry ~ 'x'"]
)
def test_a_missing_value_is_named_by_every_filter(expression, names, environment):
    with pytest.raises(UndefinedValue) as caught:
        shown(expression, names, environment, "serverless")
    assert caught.value.name == "registry"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("clouds", "the value is a list, which has no text; show one of its items, or join them: `| join(', ')`"),
        ("range(3)", "the value is a list, which has no text; show one of its items, or join them: `| join(', ')`"),
        ("limits", "the value is a mapping, which has no text; show one of its parts"),
        ("variant", "the value is a variant, which has no text; write `variant.name` or `variant.title`"),
        ("nothing_at_all", "the value is null, which has no text; give it a text, or say what to show instead: `| default('…', true)`"),
        ("clouds | upper", "the value is a list, which has no text; show one of its items, or join them: `| join(', ')`"),
        ("[limits] | join", "the value is a mapping, which has no text; show one of its parts"),
    ],
)  # fmt: skip
def test_a_value_without_a_text_gets_advice(expression, message, names, environment):
    with pytest.raises(UnusableValue) as caught:
        shown(expression, names, environment)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("company.encode()", "`encode` cannot be called in a page"),
        ("'{}'.format_map(limits)", "`format_map` cannot be called in a page"),
        ("company()", "a text cannot be called in a page"),
        ("dict.fromkeys(clouds)", "access to attribute 'fromkeys' of 'type' object is unsafe."),
    ],
)
def test_other_methods_cannot_be_called(expression, message, names, environment):
    with pytest.raises(SecurityError) as caught:
        shown(expression, names, environment)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "expression", ["clouds.append('x')", "limits.update(cpu=9)", "clouds.sort()", "limits.clear()"]
)
def test_no_value_can_be_changed(expression, names, environment):
    with pytest.raises(SecurityError):
        shown(expression, names, environment)
    assert shown("clouds | join ~ limits.cpu", names, environment) == "AWSAzure4"


@pytest.mark.parametrize(
    "expression",
    [
        "'x' * 50000000",
        "'x'.ljust(50000000)",
        "'%50000000d' % 1",
        "range(50000000) | list",
        "range(10 ** 30)",
        "9 ** (9 ** 9)",
        "company | indent(50000000)",
    ],
)
def test_a_value_that_is_too_large_is_never_made(expression, names, environment):
    with pytest.raises(LimitExceeded):
        shown(expression, names, environment)


def test_each_page_has_a_budget_of_its_own(names):
    environment = PageEnvironment(Limits(iterations=3))
    count = environment.filters[COUNT_ITERATIONS]
    assert list(count([1, 2, 3])) == [1, 2, 3]
    with pytest.raises(LimitExceeded):
        list(count([4]))
    environment.start_page()
    assert list(count([4])) == [4]


@pytest.mark.parametrize(("value", "what"), [("AWS", "a text"), (3, "a number"), (None, "null")])
def test_a_loop_needs_a_list(value, what, environment):
    with pytest.raises(UnusableValue) as caught:
        list(environment.filters[COUNT_ITERATIONS](value))
    assert str(caught.value) == f"a loop needs a list, not {what}; write a list in variants.yaml"


@pytest.mark.parametrize(
    ("value", "written", "message"),
    [
        ("x", "company", '`company` is a text, and a condition must be true or false; compare it: `company == "…"`'),
        ("x", None, 'this is a text, and a condition must be true or false; compare it: `… == "…"`'),
        ("yes", "flag", "`flag` is a text, and a condition must be true or false; write `true` or `false` in variants.yaml, without quotes"),
        (0, "n", "`n` is a number, and a condition must be true or false; compare it: `n != 0`"),
        ([], "clouds", "`clouds` is a list, and a condition must be true or false; write `clouds | length > 0`"),
        (None, "x", "`x` is null, and a condition must be true or false; write `x is none` or `x is not none`"),
    ],
)  # fmt: skip
def test_a_condition_is_true_or_false(value, written, message, environment):
    condition = environment.filters[CONDITION]
    assert (condition(True, "x"), condition(False, None)) == (True, False)
    with pytest.raises(UnusableValue) as caught:
        condition(value, written)
    assert str(caught.value) == message

"""What goes wrong while a page is rendered is said in the author's words."""

from __future__ import annotations

import pytest
from jinja2.exceptions import SecurityError, TemplateRuntimeError

from variantdocs.messages import Kind
from variantdocs.templating.render_errors import AUTHORS_ERRORS, describe
from variantdocs.templating.sandbox.limits import LimitExceeded, UnusableValue
from variantdocs.templating.sandbox.undefined import UndefinedValue


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        (LimitExceeded("too large"), Kind.LIMIT, "too large"),
        (UnusableValue("a loop needs a list"), Kind.SYNTAX, "a loop needs a list"),
        (
            RecursionError("maximum recursion depth exceeded"),
            Kind.LIMIT,
            "an expression is nested too deeply; make it simpler",
        ),
        (
            OverflowError("int too large to convert to float"),
            Kind.LIMIT,
            "this makes a number that is too large; make it smaller",
        ),
        (
            ZeroDivisionError("division by zero"),
            Kind.SYNTAX,
            "this divides by zero; put it into a block that rules that out",
        ),
        (
            SecurityError("access to attribute '__class__' of 'str' object is unsafe."),
            Kind.SYNTAX,
            "`__class__` is not available in pages; a page may use texts, lists and mappings, "
            "not what lies behind them",
        ),
        (
            SecurityError("`mro` cannot be called in a page"),
            Kind.SYNTAX,
            "`mro` cannot be called in a page; a page may use texts, lists and mappings, "
            "not what lies behind them",
        ),
        (
            TemplateRuntimeError("No filter named 'uper' found."),
            Kind.UNKNOWN_NAME,
            "there is no filter `uper`; did you mean `upper`?",
        ),
        (
            TemplateRuntimeError("No test named 'evn' found."),
            Kind.UNKNOWN_NAME,
            "there is no test `evn`; did you mean `even`?",
        ),
    ],
)
def test_each_kind_of_error_has_its_kind_and_text(error, kind, message, names, environment):
    assert describe(error, "byoc", names, environment) == (kind, message)


@pytest.mark.parametrize(
    ("raised", "reason"),
    [
        (
            'can only concatenate str (not "int") to str',
            "can only concatenate text (not number) to text",
        ),
        ("'NoneType' object is not subscriptable", "null is not subscriptable"),
        ("'<' not supported between instances of 'str' and 'int'", "'<' not supported between instances of text and number"),
        ("do_round() got an unexpected keyword argument 'x'", "round() got an unexpected keyword argument 'x'"),
        ("sync_do_sum() missing 1 argument.", "sum() missing 1 argument"),
        ("int() takes one value", "int() takes one value"),
    ],
)  # fmt: skip
def test_python_s_types_and_functions_get_the_authors_names(raised, reason, names, environment):
    assert describe(TypeError(raised), "byoc", names, environment) == (
        Kind.SYNTAX,
        f"this cannot be evaluated: {reason}; check the values in this tag",
    )


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            UndefinedValue("registry"),
            "`registry` has no value here: it is defined for byoc only; "
            "define it for serverless, byoc-eu in variants.yaml, or put this into a block",
        ),
        (
            UndefinedValue("total"),
            "`total` has no value here: it is set in a branch or loop that was not taken",
        ),
        (
            UndefinedValue("gpu", "mapping"),
            "there is no `gpu` in this mapping; check the name, or give `default(…)`",
        ),
        (
            UndefinedValue("7", "list"),
            "there is no item 7 in this list; the first is item 0; or give `default(…)`",
        ),
        (
            UndefinedValue("-7", "list"),
            "there is no item -7 in this list; the first is item 0; or give `default(…)`",
        ),
        (
            UndefinedValue("first", "list"),
            "there is no `first` in this list; check the name, or give `default(…)`",
        ),
        (
            UndefinedValue("registry", "mapping"),
            "there is no `registry` in this mapping; check the name, or give `default(…)`",
        ),
    ],
)
def test_a_value_that_does_not_exist_is_said_to_be_missing_where_it_is(error, message, names, environment):
    assert describe(error, "byoc", names, environment) == (Kind.UNKNOWN_NAME, message)


@pytest.mark.parametrize(
    "expression",
    [
        "1 / 0",
        "company.__class__",
        "registry",
        "limits.gpu",
        "clouds[7]",
        "company + 1",
        "company | truncate(1)",
        "'%d' % company",
        "'{0}{}'.format(1)",
        "clouds.index('GCP')",
        "'x' * 999999999",
        "2.0 ** 99999",
    ],
)
def test_whatever_an_expression_raises_is_an_error_of_the_author(expression, names, environment):
    environment.start_page()
    template = environment.from_string(f"\ufdd3 {expression} \ufdd4")
    with pytest.raises(AUTHORS_ERRORS) as caught:
        template.render(names.values["serverless"])
    kind, message = describe(caught.value, "serverless", names, environment)
    assert kind in (Kind.SYNTAX, Kind.UNKNOWN_NAME, Kind.LIMIT)
    assert message

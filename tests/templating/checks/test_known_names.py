"""Every name in a page is known, also in branches that no variant shows."""

from __future__ import annotations

import pytest

from variantdocs.messages import Kind
from variantdocs.templating.checks.known_names import check_names, unknown_operation
from variantdocs.templating.sandbox.environment import PageEnvironment
from variantdocs.templating.sandbox.limits import Limits

# Pages are in Jinja's own spelling here; the environment's delimiters cannot be printed.
DELIMITERS = {"{%": "\ufdd1", "%}": "\ufdd2", "{{": "\ufdd3", "}}": "\ufdd4"}


def problems_of(page, names, environment, *, line_of=int):
    template = page
    for written, delimiter in DELIMITERS.items():
        template = template.replace(written, delimiter)
    return check_names(environment.parse(template), names, environment, line_of)


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("{{ byco }}", "unknown name `byco`; did you mean `byoc`?"),
        (
            "{{ qqqq }}",
            "unknown name `qqqq`; the variants and groups are `byoc`, `byoc_eu`, `self_managed`, `serverless`",
        ),
        ("{% if false %}{{ byco }}{% endif %}", "unknown name `byco`; did you mean `byoc`?"),
        ("{% set total = 1 %}{{ totl }}", "unknown name `totl`; did you mean `total`?"),
        ("{{ loop.index }}", "`loop` exists only between `{@@ for … @@}` and `{@@ endfor @@}`"),
        ("{{ company | uper }}", "there is no filter `uper`; did you mean `upper`?"),
        ("{{ company is strng }}", "there is no test `strng`; did you mean `string`?"),
        ("{{ variant.label }}", "there is no `variant.label`; there are `variant.name` and `variant.title`"),
    ],
)
def test_an_unknown_name_gets_advice(page, message, names, environment):
    (problem,) = problems_of(page, names, environment)
    assert (problem.kind, problem.message) == (Kind.UNKNOWN_NAME, message)


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("{% set byoc = true %}", "`byoc` belongs to variants.yaml and cannot be set; use another name"),
        ("{% for variant in clouds %}{% endfor %}", "`variant` belongs to variants.yaml and cannot be set; use another name"),
        ("{% set self_managed = 1 %}", "`self_managed` belongs to variants.yaml and cannot be set; use another name"),
        ("{{ range }}", "`range` is not a value; call it: `range(…)`"),
        ("{% if x is byoc %}{% endif %}{% set x = 1 %}", "`is byoc` asks nothing; write `byoc` alone"),
        ("{{ company.__class__ }}", "`__class__` cannot be used: names that begin with an underscore are not available in pages"),
        ("{{ limits['_cpu'] }}", "`_cpu` cannot be used: names that begin with an underscore are not available in pages"),
        ("{% for c in clouds recursive %}{% endfor %}", "a loop in a page cannot be recursive; remove `recursive`"),
    ],
)  # fmt: skip
def test_a_name_that_is_used_wrongly_gets_advice(page, message, names, environment):
    (problem,) = problems_of(page, names, environment)
    assert (problem.kind, problem.message) == (Kind.SYNTAX, message)


@pytest.mark.parametrize(
    "page",
    [
        "{{ variant.name }} {{ variant.title }}",
        "{{ registry }}",
        "{% set company = 'Other' %}",
        "{% for c in clouds %}{{ loop.index }}{{ c }}{% endfor %}",
        "{{ limits.cpu }} {{ limits['cpu'] }} {{ clouds[0] }}",
        "{{ range(3) | join }} {{ dict(a=1).a }}",
        "{% set found = namespace(x=1) %}{% set found.x = 2 %}{{ found.x }}",
        "{{ total }}{% set total = 1 %}",
        "{{ company | upper | trim }} {{ registry is defined }}",
    ],
)
def test_names_that_are_known_cause_no_problem(page, names, environment):
    assert problems_of(page, names, environment) == []


def test_the_loop_is_unknown_in_the_list_and_in_the_else_of_its_own_loop(names, environment):
    page = "{% for c in loop %}{{ loop.first }}\n{% else %}{{ loop.last }}{% endfor %}"
    assert [problem.line for problem in problems_of(page, names, environment)] == [1, 2]


def test_problems_are_in_the_pages_order_at_source_lines(names, environment):
    page = "{{ nobody1 }}\n\n{{ company | nobody2 }}\n{{ nobody3 }}"
    problems = problems_of(page, names, environment, line_of=lambda line: line + 10)
    assert [problem.line for problem in problems] == [11, 13, 14]


def test_one_more_problem_is_found_than_is_reported(names):
    environment = PageEnvironment(Limits(problems=3))
    page = "".join(f"{{{{ nobody{number} }}}}\n" for number in range(20))
    assert len(problems_of(page, names, environment)) == 4


@pytest.mark.parametrize(
    ("what", "name", "message"),
    [
        ("filter", "uper", "there is no filter `uper`; did you mean `upper`?"),
        ("filter", "zzzz", "there is no filter `zzzz`; Jinja's manual lists the filters"),
        ("filter", "random", "the filter `random` is not available in pages; write this without it"),
        ("filter", "attr", "the filter `attr` is not available in pages; write this without it"),
        ("test", "zzzz", "there is no test `zzzz`; Jinja's manual lists the tests"),
        ("test", "upper_case", "there is no test `upper_case`; did you mean `upper`?"),
    ],
)
def test_an_unknown_filter_or_test_gets_the_nearest_names(what, name, message, environment):
    assert unknown_operation(what, name, environment) == message

"""Branches that no variant of a page, or every variant, shows."""

from __future__ import annotations

import pytest

from variantdocs.templating.expand import prepare

ALL = frozenset({"serverless", "byoc", "byoc-eu"})


def warnings_of(page, names, environment, variants=ALL):
    found = prepare(page, names, environment).warnings(variants)
    return [(problem.line, str(problem.kind).partition(".")[2]) for problem in found]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("{@@ if serverless and byoc @@}x{@@ endif @@}", [(1, "dead-branch")]),
        ("{@@ if serverless or self_managed @@}x{@@ endif @@}", [(1, "always-true")]),
        ("{@@ if byoc @@}\n{@@ if serverless @@}x{@@ endif @@}{@@ endif @@}", [(2, "dead-branch")]),
        ("{@@ if byoc @@}{@@ elif byoc @@}x{@@ endif @@}", [(1, "dead-branch")]),
        ("{@@ if byoc @@}{@@ else @@}\n{@@ if byoc @@}x{@@ endif @@}{@@ endif @@}", [(2, "dead-branch")]),
        ("{@@ for c in clouds @@}{@@ if false @@}x{@@ endif @@}{@@ endfor @@}", [(1, "dead-branch")]),
        ("{@= 'a' if serverless and byoc else 'b' =@}", [(1, "dead-branch")]),
        ("{@@ if company == 'Acme' @@}x{@@ endif @@}", [(1, "always-true")]),
        ("{@@ if product == 'Acme' @@}x{@@ endif @@}", [(1, "dead-branch")]),
        ("{@@ if variant.name in ['byoc'] and not byoc @@}x{@@ endif @@}", [(1, "dead-branch")]),
        ("{@@ if registry is defined and serverless @@}x{@@ endif @@}", [(1, "dead-branch")]),
        ("{@@ if serverless @@}a{@@ elif byoc @@}b{@@ elif byoc_eu @@}c{@@ endif @@}", []),
        ("{@@ if byoc @@}{@@ if self_managed @@}x{@@ endif @@}{@@ endif @@}", []),
        ("{@@ set on = byoc @@}{@@ if on @@}x{@@ endif @@}", []),
        ("{@@ for c in clouds @@}{@@ if c == 'AWS' @@}x{@@ endif @@}{@@ endfor @@}", []),
        ("{@@ if clouds | length > 5 @@}x{@@ endif @@}", []),
    ],
)
def test_a_condition_that_none_or_all_meet_is_found(page, expected, names, environment):
    assert warnings_of(page, names, environment) == expected


@pytest.mark.parametrize(
    ("variants", "expected"),
    [
        ({"byoc", "byoc-eu"}, [(1, "always-true")]),
        ({"serverless"}, [(1, "dead-branch")]),
        ({"serverless", "byoc"}, []),
    ],
)
def test_only_the_variants_of_the_page_count(variants, expected, names, environment):
    page = "{@@ if self_managed @@}x{@@ endif @@}"
    assert warnings_of(page, names, environment, frozenset(variants)) == expected


def test_the_messages_say_what_to_do(names, environment):
    page = "{@@ if serverless and byoc @@}x{@@ endif @@}\n{@@ if true @@}x{@@ endif @@}"
    found = prepare(page, names, environment).warnings(ALL)
    assert [problem.message for problem in found] == [
        "no variant of this page meets `serverless and byoc` here, so its text is never shown; "
        "correct the condition, or remove it with its text",
        "every variant of this page meets `true`; remove the condition",
    ]

"""Conditions are true or false, and made of names."""

from __future__ import annotations

import pytest

from variantdocs.messages import Kind
from variantdocs.templating.expand import BrokenPage, prepare

MUST = "and a condition must be true or false"


def problems_of(page, names, environment, variant="byoc"):
    with pytest.raises(BrokenPage) as caught:
        prepare(page, names, environment).expand(variant, names)
    assert all((problem.kind, problem.line) == (Kind.SYNTAX, 1) for problem in caught.value.problems)
    return [problem.message for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (
            'variant == "byoc"',
            '`variant == "byoc"`: `variant` is not a text and is equal to none; write `byoc`',
        ),
        (
            'variant != "byoc-eu"',
            '`variant != "byoc-eu"`: `variant` is not a text and is equal to none; write `not byoc_eu`',
        ),
        (
            'not variant == "BYOC"',
            '`variant == "BYOC"`: `variant` is not a text and is equal to none; write `byoc`',
        ),
        (
            'variant in ["byoc", "serverless"]',
            '`variant in ["byoc", "serverless"]`: `variant` is not a text and is equal to none; write `byoc or serverless`',
        ),
        (
            'variant is eq "byoc"',
            '`variant == "byoc"`: `variant` is not a text and is equal to none; write `byoc`',
        ),
        ("byoc, serverless", f"`byoc, serverless` is a list, {MUST}; write `byoc or serverless`"),
        ("[byoc]", f"`[byoc]` is a list, {MUST}; write `byoc`"),
        ('variant.name == "byoc" or "serverless"', f'`"serverless"` is a text, {MUST}; write `serverless`'),
        ('"byoc"', f'`"byoc"` is a text, {MUST}; write `byoc`'),
        ('not "byoc"', f'`"byoc"` is a text, {MUST}; write `byoc`'),
        ("1", f"`1` is a number, {MUST}; compare it: `1 != 0`"),
        (
            "variant",
            f"`variant` is the variant itself, {MUST}; write a variant's or group's name, such as `byoc`",
        ),
        (
            "variant.name",
            f"`variant.name` is a text, {MUST}; write a variant's or group's name, such as `byoc`",
        ),
        ("company", f'`company` is a text, {MUST}; compare it: `company == "…"`'),
        ("byoc and clouds", f"`clouds` is a list, {MUST}; write `clouds | length > 0`"),
        (
            "nothing_at_all",
            f"`nothing_at_all` is null, {MUST}; write `nothing_at_all is none` or `nothing_at_all is not none`",
        ),
        (
            'variant.name == "byco"',
            '`variant.name == "byco"`: no variant has the name "byco"; did you mean `"byoc"`?',
        ),
        (
            '"BYOC" != variant.name',
            '`"BYOC" != variant.name`: no variant has the name "BYOC"; did you mean `"byoc"`?',
        ),
        (
            'variant.name == "byoc_eu"',
            '`variant.name == "byoc_eu"`: no variant has the name "byoc_eu"; did you mean `"byoc-eu"`?',
        ),
        (
            'variant.name == "self-managed"',
            '`variant.name == "self-managed"`: no variant has the name "self-managed"; \'self-managed\' is a group; '
            "write `self_managed` as the condition",
        ),
        (
            'variant.name in ["byoc", "zzz"]',
            '`variant.name`: no variant has the name "zzz"; there are serverless, byoc, byoc-eu',
        ),
        (
            'variant.name in "byoc-eu"',
            '`variant.name in "byoc-eu"`: this looks for a part of a text; write a list: `variant.name in ["…"]`',
        ),
        (
            'variant.title == "Byoc"',
            '`variant.title == "Byoc"`: no variant has the title "Byoc"; did you mean `"BYOC"`?',
        ),
        (
            "variant.name == byoc",
            "`variant.name == byoc`: `byoc` is true or false, never a text; write `byoc`",
        ),
        ("variant.name == 1", "`variant.name == 1`: `variant.name` is a text, not a number"),
        ('byoc == "byoc"', '`byoc == "byoc"`: `byoc` is true or false, never a text; write `byoc`'),
        ('byoc != "byoc"', '`byoc != "byoc"`: `byoc` is true or false, never a text; write `not byoc`'),
        (
            "byoc in serverless",
            "`byoc in serverless`: `serverless` is true or false and holds nothing; write `byoc and serverless`",
        ),
        (
            "byoc not in serverless",
            "`byoc not in serverless`: `serverless` is true or false and holds nothing; write `byoc and not serverless`",
        ),
    ],
)
def test_a_condition_that_is_not_true_or_false_gets_the_cure(condition, message, names, environment):
    assert problems_of(f"{{@@ if {condition} @@}}x{{@@ endif @@}}", names, environment) == [message]


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("company | upper", f'this is a text, {MUST}; compare it: `… == "…"`'),
        ("limits.cpu", f"`limits.cpu` is a number, {MUST}; compare it: `limits.cpu != 0`"),
        ("byoc + 1", f"this is a number, {MUST}; compare it: `… != 0`"),
    ],
)
def test_a_value_that_is_known_only_when_rendered_is_checked_then(condition, message, names, environment):
    assert problems_of(f"{{@@ if {condition} @@}}x{{@@ endif @@}}", names, environment) == [message]


@pytest.mark.parametrize(
    "page",
    [
        "{@= 'a' if 'byoc' else 'b' =@}",
        "{@@ for c in clouds if 'x' @@}{@@ endfor @@}",
        "{@@ if serverless @@}{@@ elif 'byoc' @@}{@@ endif @@}",
        "{@@ set x = 'a' @@}{@@ if x @@}{@@ endif @@}",
        "{@@ set x = variant == 'a' @@}",
    ],
)
def test_every_kind_of_condition_is_checked(page, names, environment):
    assert len(problems_of(page, names, environment)) == 1


@pytest.mark.parametrize(
    "condition",
    [
        "byoc or (self_managed and not serverless)",
        'variant.name == "byoc-eu"',
        'variant.name in ["byoc", "serverless"]',
        'variant.name.startswith("byoc")',
        "clouds | length > 0",
        "registry is defined",
        "true",
        'company == "Acme" and limits.cpu > 2',
        "byoc == serverless",
    ],
)
def test_a_condition_of_names_and_comparisons_is_accepted(condition, names, environment):
    prepare(f"{{@@ if {condition} @@}}x{{@@ endif @@}}", names, environment).expand("byoc", names)

"""The names of variants, groups and variables: their form, and that each is one name only."""

from __future__ import annotations

from textwrap import dedent

import pytest

from variantdocs.config.check_names import name_problems
from variantdocs.config.marked_yaml import read_yaml


def problems(text: str) -> list[str]:
    marks, found = read_yaml(dedent(text))
    assert marks is not None, found
    return [problem.text("v") for problem in name_problems(marks.data, marks)]


@pytest.mark.parametrize("name", ["byoc", "byoc-eu", "byoc_eu", "v2", "BYOC"])
def test_a_variant_and_a_group_may_have_hyphens_and_digits(name):
    assert problems(f"variants: {{{name}: {{title: X}}}}\n") == []
    assert problems(f"groups: {{{name}: []}}\n") == []


@pytest.mark.parametrize("name", ["2nd", "_own", "-own", "by oc", "é", "a.b", "", "a/b"])
def test_a_name_that_conditions_could_not_write_is_refused(name):
    assert problems(f"variants: {{'{name}': {{title: X}}}}\n") == [
        f"v:1:12: variants.{name}: a variant's name is made of letters, digits, `_` and `-`, and begins with a letter"
    ]


def test_a_variable_may_have_no_hyphen():
    assert problems("vars:\n  product_name: x\n  product-name: x\n") == [
        "v:3:3: vars.product-name: a variable's name is made of letters, digits, `_`, and begins with a letter"
    ]


def test_a_variants_own_variable_is_named_with_its_place():
    assert problems("variants:\n  byoc:\n    title: BYOC\n    vars:\n      a b: x\n") == [
        "v:5:7: variants.byoc.vars.a b: a variable's name is made of letters, digits, `_`, and begins with a letter"
    ]


def test_a_reserved_name_is_refused_with_the_reason():
    text = """\
        variants: {html: {title: X}}
        groups: {variant: []}
        vars: {endif: 1}
        """
    assert problems(text) == [
        "v:1:12: variants.html: `html` is the tag of a Sphinx builder; choose another name",
        "v:2:10: groups.variant: `variant` is the variant itself in pages; choose another name",
        "v:3:8: vars.endif: `endif` is a keyword of the template language; choose another name",
    ]


def test_a_keyword_of_python_is_refused_because_tags_are_evaluated_by_it():
    assert problems("groups: {lambda: []}\n") == [
        "v:1:10: groups.lambda: `lambda` is a keyword of Python; choose another name"
    ]


def test_two_spellings_of_one_name_in_conditions_are_reported_at_the_second():
    assert problems("variants:\n  byoc-eu: {title: A}\n  byoc_eu: {title: B}\n") == [
        "v:3:3: variants.byoc_eu: the variants 'byoc-eu' and 'byoc_eu' are one name in conditions (`byoc_eu`); rename one"
    ]


def test_a_group_may_not_be_named_like_a_variant_in_either_spelling():
    assert problems("variants: {byoc-eu: {title: A}}\ngroups: {byoc_eu: []}\n") == [
        "v:2:10: groups.byoc_eu: 'byoc_eu' is the name of a variant already; rename one of them"
    ]


def test_a_variable_may_not_be_named_like_a_variant_or_group():
    text = """\
        variants: {byoc: {title: A, vars: {own: 1}}}
        groups: {own: []}
        vars: {byoc: 1}
        """
    assert problems(text) == [
        "v:3:8: vars.byoc: 'byoc' is the name of a variant already; rename one of them",
        "v:1:36: variants.byoc.vars.own: 'own' is the name of a group already; rename one of them",
    ]


def test_variants_may_share_the_name_of_a_variable():
    assert problems("variants: {a: {vars: {x: 1}}, b: {vars: {x: 2}}}\nvars: {x: 0}\n") == []


def test_a_name_of_bad_form_is_not_also_reported_as_reserved_or_used():
    assert len(problems("variants: {'2': {title: X}}\ngroups: {'2': []}\n")) == 2


@pytest.mark.parametrize(
    "text",
    ["variants: [byoc]\n", "variants: {byoc: text}\n", "groups: text\n", "vars: [x]\n",
     "variants: {byoc: {vars: [x]}}\n", "version: 1\n"],
)  # fmt: skip
def test_values_of_a_wrong_type_are_left_to_the_model(text):
    assert problems(text) == []

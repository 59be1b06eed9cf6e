"""The values of declarations: what counts as one, and what only seems to."""

from __future__ import annotations

import pytest

from variantdocs.messages import Kind
from variantdocs.pages.declarations.declared import (
    Declared,
    declared,
    is_certainly_variants,
    looks_like_variants,
    syntax_problem,
)
from variantdocs.templating.tags import Problem


@pytest.mark.parametrize("membership", ["byoc", "not byoc", ("byoc", "edge")])
def test_a_membership_is_a_declaration(membership):
    assert declared(membership, 2) == Declared(membership=membership, line=2)


@pytest.mark.parametrize("membership", [None, "", ()])
def test_an_empty_membership_is_a_problem(membership):
    assert declared(membership, 2) == Problem(
        kind=Kind.SYNTAX,
        message="`variants:` names no variant; write a name, a list of names or an expression such as `not byoc`",
        line=2,
    )


def test_a_declaration_that_cannot_be_read_is_a_syntax_error_at_its_line():
    assert syntax_problem("wrong", 3) == Problem(kind=Kind.SYNTAX, message="wrong", line=3)


@pytest.mark.parametrize(
    "key", ["variants", "Variants", " VARIANTS ", "variant", "varaints", "vairants", "only", "edition", "Editions"]
)  # fmt: skip
def test_a_key_may_be_meant_as_variants(key):
    assert looks_like_variants(key)


@pytest.mark.parametrize("key", ["title", "version", "varnish", "orphan", "", "variables"])
def test_another_key_is_left_alone(key):
    assert not looks_like_variants(key)


@pytest.mark.parametrize(
    ("key", "certain"), [("Variants", True), ("varaints", True), ("variant", False), ("only", False)]
)
def test_a_word_of_its_own_may_mean_something_else(key, certain):
    assert is_certainly_variants(key) is certain

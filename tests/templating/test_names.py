"""The names that a page may use."""

from __future__ import annotations

import pytest


def test_a_variant_has_its_flags_groups_and_variables(names):
    values = names.values["byoc-eu"]
    assert (values["byoc_eu"], values["byoc"], values["self_managed"]) == (True, False, True)
    assert (values["product"], values["company"]) == ("Acme EU", "Acme")
    assert (values["variant"].name, values["variant"].title) == ("byoc-eu", "BYOC EU")


def test_a_variable_of_some_variants_has_owners(names):
    assert names.owners["registry"] == ("byoc",)
    assert "registry" not in names.values["serverless"]
    assert names.hyphenated == {"byoc-eu": "byoc_eu"}


@pytest.mark.parametrize(
    ("name", "among", "advice"),
    [
        ("byco", (), "did you mean `byoc`?"),
        ("totl", ("total",), "did you mean `total`?"),
        ("qqqq", (), "the variants and groups are `byoc`, `byoc_eu`, `self_managed`, `serverless`"),
    ],
)
def test_an_unknown_name_gets_the_nearest_names(names, name, among, advice):
    assert names.suggestion(name, among=among) == advice

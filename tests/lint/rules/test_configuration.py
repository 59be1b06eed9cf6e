"""Entries of ``variants.yaml`` without a use."""

from __future__ import annotations

import pytest

from variantdocs.lint.rules.configuration import unmatched_rules, unused_groups, unused_variables

VARIANTS = """\
version: 1
variants:
  serverless: {title: Serverless}
  byoc: {title: BYOC, vars: {registry: ghcr.io}}
groups:
  self-managed: [byoc]
vars: {company: Acme}
pages:
  guide: byoc
  gone/**: byoc
"""


@pytest.fixture
def found(findings):
    def run(rule, text="# A\n", **files):
        pages = {"guide.md": text}
        return findings(rule, pages, {"variants.yaml": VARIANTS} | files)

    return run


def test_a_rule_that_matches_no_page_is_found_at_its_key(found):
    (one,) = found(unmatched_rules)
    assert one.startswith("variants.yaml:10:3 ")


def test_variables_that_no_tag_uses_are_found_at_their_keys(found):
    assert found(unused_variables) == [
        "variants.yaml:4:30 no page uses the variable `registry`; remove it",
        "variants.yaml:7:8 no page uses the variable `company`; remove it",
    ]


def test_variables_of_pages_and_of_conf_py_are_used(found, project):
    conf = (project.folder / "conf.py").read_text("utf-8") + "rst_epilog = '{@= company =@}'\n"
    assert found(unused_variables, "{@= registry =@}\n", **{"conf.py": conf}) == []


def test_a_group_that_nothing_names_is_found(found):
    assert found(unused_groups) == [
        "variants.yaml:6:3 no condition and no page names the group `self-managed`; remove it"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{@@ if self_managed @@}x{@@ endif @@}\n",
        "---\nvariants: self-managed\n---\n# A\n",
        "```{only} self_managed\nx\n```\n",
    ],
    ids=["condition", "declaration", "only"],
)
def test_a_group_that_something_names_is_used(found, text):
    assert found(unused_groups, text) == []

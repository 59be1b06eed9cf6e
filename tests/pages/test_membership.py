"""Which variants a page belongs to."""

from __future__ import annotations

import pytest

from variantdocs.config.variants import PageRule, Variant, VariantSet
from variantdocs.messages import Kind
from variantdocs.pages.declared import Declared
from variantdocs.pages.membership import MembershipRules, scan_memberships
from variantdocs.templating.tags import Problem

VARIANT_SET = VariantSet(
    variants=tuple(Variant(name=name, title=name) for name in ("serverless", "byoc", "byok")),
    default="serverless",
    groups={"self_managed": ("byoc", "byok")},
    pages=(
        PageRule(pattern="deploy/**", membership="self_managed", line=3),
        PageRule(pattern="deploy/aws", membership=("byoc",), line=4),
    ),
)
ALL = {"serverless", "byoc", "byok"}


@pytest.mark.parametrize(
    ("docname", "variants"),
    [("index", ALL), ("deploy/gcp", {"byoc", "byok"}), ("deploy/aws", {"byoc"}), ("deploy", ALL)],
)
def test_the_last_matching_rule_decides(docname, variants):
    assert MembershipRules(VARIANT_SET).by_rule(docname) == variants


def test_a_declaration_wins_over_the_rules():
    rules = MembershipRules(VARIANT_SET)
    assert rules.of_page("deploy/aws", Declared(membership="not byoc", line=2)) == {"serverless", "byok"}
    assert rules.of_page("deploy/aws", None) == {"byoc"}


@pytest.mark.parametrize(
    ("membership", "kind", "message"),
    [
        (
            "byox",
            Kind.UNKNOWN_NAME,
            "`variants:` names nobody: there is no variant or group 'byox'; did you mean 'byok'?",
        ),
        (
            "byoc and byok",
            Kind.SYNTAX,
            "`variants:` leaves no variant for this page; remove the page or widen the expression",
        ),
    ],
)
def test_an_unusable_declaration_is_a_problem(membership, kind, message):
    found = MembershipRules(VARIANT_SET).of_page("a", Declared(membership=membership, line=2))
    assert found == Problem(kind=kind, message=message, line=2)


def test_markdown_and_rest_pages_are_read(tmp_path):
    files = {
        "a.md": "---\nvariants: byoc\n---\n",
        "b.rst": ":variants: byok\n\nB\n=\n",
        "c.md": "---\nvariants: nosuch\n---\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    found = scan_memberships(((name.partition(".")[0], tmp_path / name) for name in files), VARIANT_SET)
    assert found.has("a", "byoc")
    assert not found.has("a", "byok")
    assert found.members["b"] == {"byok"}
    assert list(found.problems) == ["c"]
    assert not found.has("nosuch", "byoc")

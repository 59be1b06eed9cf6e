"""Which variants a page belongs to."""

from __future__ import annotations

import pytest

from variantdocs.config.variants import PageRule, Variant, VariantSet
from variantdocs.messages import Kind
from variantdocs.pages.declarations.declared import Declared
from variantdocs.pages.membership import MembershipRules, included_declaration, scan_memberships
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


def test_a_declaration_names_variants_groups_and_expressions():
    rules = MembershipRules(VARIANT_SET)
    assert rules.declared_by(Declared(membership="not byoc", line=2)) == {"serverless", "byok"}
    assert rules.declared_by(Declared(membership=("self_managed",), line=2)) == {"byoc", "byok"}


@pytest.mark.parametrize(
    ("membership", "kind", "message"),
    [
        (
            "byox",
            Kind.UNKNOWN_NAME,
            "`variants:` names an unknown variant or group 'byox'; did you mean 'byok'?",
        ),
        (
            "byoc and byok",
            Kind.SYNTAX,
            "`variants:` leaves no variant for this page; remove the page or widen the expression",
        ),
    ],
)
def test_an_unusable_declaration_is_a_problem(membership, kind, message):
    found = MembershipRules(VARIANT_SET).declared_by(Declared(membership=membership, line=2))
    assert found == Problem(kind=kind, message=message, line=2)


PAGES = {
    "declared.md": "---\nvariants: byoc\n---\n",
    "rest.rst": ":variants: byok\n\nB\n=\n",
    "removed.md": "---\nvariants: nosuch\n---\n",
    "suspect.md": "---\nvariant: byoc\n---\n",
    "other.md": "---\nvariant: dark\n---\n",
    "deploy/aws.md": "---\nvariants: serverless\n---\n",
}


@pytest.fixture
def scanned(tmp_path):
    for name, text in PAGES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    files = [(name.partition(".")[0], tmp_path / name) for name in PAGES]
    return scan_memberships([*files, ("gone", tmp_path / "gone.md")], VARIANT_SET)


def test_declarations_of_markdown_and_rest_win_over_the_rules(scanned):
    assert scanned.members == {
        "declared": {"byoc"},
        "rest": {"byok"},
        "removed": ALL,
        "suspect": ALL,
        "other": ALL,
        "deploy/aws": {"serverless"},
        "gone": ALL,
    }
    assert scanned.has("declared", "byoc")
    assert not scanned.has("nosuch", "byoc")


def test_problems_and_warnings_are_kept_apart(scanned):
    assert list(scanned.problems) == ["removed"]
    assert scanned.warnings == {
        "suspect": Problem(
            kind=Kind.NOT_DECLARED,
            message="`variant:` does not choose the page's variants; write `variants:`",
            line=2,
        )
    }


def test_a_rule_that_matches_only_declared_pages_is_matched(scanned):
    assert scanned.unmatched == ()


def test_a_rule_that_matches_no_page_is_unmatched(tmp_path):
    assert scan_memberships([("index", tmp_path)], VARIANT_SET).unmatched == VARIANT_SET.pages


def test_a_page_that_a_variant_does_not_find_does_not_belong_to_it(scanned):
    found = scanned.without({"declared": frozenset({"byoc"}), "removed": frozenset({"byok"})})
    assert (found.members["declared"], found.members["removed"]) == (set(), {"serverless", "byoc"})


@pytest.mark.parametrize(
    ("text", "variants", "line"),
    [
        ("---\ntitle: x\nvariants: byoc\n---\ntext\n", ALL, 3),
        ("---\nvariants: self_managed\n---\n", {"byoc", "serverless"}, 2),
        ("---\nvariants: byco\n---\n", {"byoc"}, 2),
        ("---\nvariants: self_managed\n---\n", {"byoc"}, None),
        ("---\ntitle: x\n---\n", ALL, None),
        ("text\n", ALL, None),
    ],
)
def test_a_declaration_in_an_included_text_limits_nothing(text, variants, line):
    found = included_declaration(text, markdown=True, variants=frozenset(variants), variant_set=VARIANT_SET)
    assert (found.line if found else None) == line

"""The message about a `pages:` pattern that matches no page."""

from __future__ import annotations

import pytest

from variantdocs.pages.unmatched_rules import unmatched_text

DOCNAMES = ("index", "deploy/aws", "deploy/gcp", "guide/Setup")


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        ("deploy", "deploy/**"),
        ("deploy/", "deploy/**"),
        ("deploy/aws.md", "deploy/aws"),
        ("/deploy/aws", "deploy/aws"),
        ("./deploy/*", "deploy/*"),
        ("source/deploy/**", "deploy/**"),
        ("Deploy/**", "deploy/**"),
        ("guide/setup", "guide/Setup"),
        ("deploy/asw", "deploy/aws"),
        ("depoly/**", "deploy/**"),
        ("**/asw", "**/aws"),
        ("deploy/**/asw", "deploy/**/aws"),
    ],
)
def test_what_is_plainly_meant_is_suggested(pattern, meant):
    found = unmatched_text(pattern, DOCNAMES, suffixes=[".md", ".rst"], source_folder="source")
    assert found == f"pages: the pattern `{pattern}` matches no page; did you mean `{meant}`?"


def test_braces_are_no_patterns():
    found = unmatched_text("deploy/{aws,gcp}", DOCNAMES, suffixes=[".md"], source_folder="source")
    assert found == (
        "pages: the pattern `deploy/{aws,gcp}` matches no page, because braces have no meaning in it; "
        "write a rule for each: `deploy/aws`, `deploy/gcp`"
    )


@pytest.mark.parametrize("pattern", ["zzz", "zzz/**", "index/**/zzz", "*zzz", ""])
def test_a_pattern_like_no_page_has_no_suggestion(pattern):
    found = unmatched_text(pattern, ("index",), suffixes=[".md"], source_folder="source")
    assert found.startswith(f"pages: the pattern `{pattern}` matches no page; ")

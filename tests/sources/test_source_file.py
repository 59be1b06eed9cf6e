"""What each variant sees of a file, and where its offsets are."""

from __future__ import annotations

from tests.sources.pages import parsed

PAGE = "a{@# no #@}\n{@@ if byoc @@}b {@= cloud =@}{@@ elif own @@}c{@@ else @@}d{@@ endif @@}\ne\n"


def seen(page) -> dict[tuple[str, ...], str]:
    return {tuple(sorted(variants)): view.replace("\0", "") for variants, view in page.views.items()}


def test_each_variant_sees_its_own_branches():
    assert seen(parsed(PAGE)) == {
        ("byoc",): "a\nb {@= cloud =@}\ne\n",
        ("edge",): "a\nc\ne\n",
        ("serverless",): "a\nd\ne\n",
    }


def test_what_is_hidden_keeps_its_place():
    for view in parsed(PAGE).views.values():
        assert len(view) == len(PAGE)
        assert view.index("e\n") == PAGE.index("e\n")


def test_variants_that_see_the_same_share_a_view():
    assert seen(parsed("{@@ if own @@}a{@@ endif @@}")) == {("byoc", "edge"): "a", ("serverless",): ""}
    assert seen(parsed("none")) == {("byoc", "edge", "serverless"): "none"}


def test_raw_text_is_seen_without_its_tags():
    assert set(seen(parsed("{@@ raw @@}{@@ if x @@}{@@ endraw @@}")).values()) == {"{@@ if x @@}"}


def test_a_place_has_a_line_and_a_column():
    page = parsed("ab\n  c\n")
    assert (page.position(0), page.position(5), page.offset(2)) == ((1, 1), (2, 3), 5)


def test_a_broken_file_has_its_problems_and_no_view():
    page = parsed("{@@ if byoc @@}")
    assert [problem.line for problem in page.problems] == [1]
    assert (page.views, page.blocks) == ({}, ())

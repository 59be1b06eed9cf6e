"""The blocks of a page: how they nest, who comes to a branch and who shows it."""

from __future__ import annotations

from tests.sources.pages import parsed

from variantdocs.sources.blocks import shown_spans

PAGE = "a{@# no #@}\n{@@ if byoc @@}b {@= cloud =@}{@@ elif own @@}c{@@ else @@}d{@@ endif @@}\ne\n"


def test_a_branch_knows_who_comes_to_it_and_who_shows_it():
    (block,) = parsed(PAGE).blocks
    assert [(sorted(branch.reached), sorted(branch.shown)) for branch in block.branches] == [
        (["byoc", "edge", "serverless"], ["byoc"]),
        (["edge", "serverless"], ["edge"]),
        (["serverless"], ["serverless"]),
    ]


def test_blocks_nest():
    page = parsed(
        "{@@ if own @@}{@@ for x in [1] @@}{@@ if byoc @@}a{@@ endif @@}{@@ endfor @@}{@@ endif @@}"
    )
    assert [block.is_condition for block in page.all_blocks] == [True, False, True]
    assert sorted(list(page.all_blocks)[2].branches[0].reached) == ["byoc", "edge"]


def test_a_page_without_blocks_has_none():
    assert parsed("{@= cloud =@} {@# if byoc #@}").blocks == ()


def test_blocks_beside_each_other_are_in_order():
    first, second = parsed("{@@ if byoc @@}a{@@ endif @@} {@@ if edge @@}b{@@ endif @@}").blocks
    assert (first.start, second.start) == (0, first.end + 1)


def test_a_block_and_its_branches_know_their_text():
    (block,) = parsed(PAGE).blocks
    assert PAGE[block.start : block.end].startswith("{@@ if byoc @@}")
    assert PAGE[block.start : block.end].endswith("{@@ endif @@}")
    texts = [PAGE[branch.tag.end : branch.end] for branch in block.branches]
    assert texts == ["b {@= cloud =@}", "c", "d"]


def test_only_if_and_elif_have_a_condition():
    (block,) = parsed(PAGE).blocks
    assert [branch.condition and branch.condition.written for branch in block.branches] == [
        "byoc",
        "own",
        None,
    ]


def test_a_condition_whose_value_is_known_only_later_may_hold_and_takes_nobody_away():
    text = "{@@ for x in [1, 2] @@}{@@ if x == 1 @@}a{@@ else @@}b{@@ endif @@}{@@ endfor @@}"
    _, block = parsed(text).all_blocks
    everyone = {"serverless", "byoc", "edge"}
    assert [(branch.reached, branch.shown) for branch in block.branches] == [(everyone, everyone)] * 2


def test_both_parts_of_a_loop_are_for_everyone():
    (block,) = parsed("{@@ for x in [] @@}a{@@ else @@}b{@@ endfor @@}").blocks
    assert [sorted(branch.shown) for branch in block.branches] == [["byoc", "edge", "serverless"]] * 2


def test_a_choice_within_a_tag_is_no_block_and_does_not_shift_conditions():
    (block,) = parsed("{@= 1 if edge else 2 =@}{@@ if byoc @@}a{@@ endif @@}").blocks
    assert sorted(block.branches[0].shown) == ["byoc"]


def test_tags_in_raw_text_are_no_blocks():
    assert parsed("{@@ raw @@}{@@ if x @@}{@@ endraw @@}").blocks == ()


def spans(text: str, *variants: str) -> list[tuple[str, list[str]]]:
    """The stretches of a text, each with the variants that show it."""
    page = parsed(text)
    found = shown_spans(list(page.tags), page.blocks, frozenset(variants), len(text))
    return [(text[start:end], sorted(shown)) for start, end, shown in found]


def test_spans_are_what_is_between_blocks_and_comments():
    assert spans(PAGE, "byoc", "edge", "serverless") == [
        ("a", ["byoc", "edge", "serverless"]),
        ("\n", ["byoc", "edge", "serverless"]),
        ("b {@= cloud =@}", ["byoc"]),
        ("c", ["edge"]),
        ("d", ["serverless"]),
        ("\ne\n", ["byoc", "edge", "serverless"]),
    ]


def test_spans_are_shown_by_no_other_variants_than_those_asked_for():
    assert spans("a{@@ if own @@}b{@@ endif @@}c", "byoc") == [
        ("a", ["byoc"]),
        ("b", ["byoc"]),
        ("c", ["byoc"]),
    ]
    assert spans("{@@ if edge @@}b{@@ endif @@}", "byoc") == [("b", [])]


def test_spans_after_an_inner_block_belong_to_the_outer():
    text = "{@@ if own @@}a{@@ if edge @@}b{@@ endif @@}c{@@ endif @@}d"
    assert spans(text, "byoc", "edge", "serverless") == [
        ("a", ["byoc", "edge"]),
        ("b", ["edge"]),
        ("c", ["byoc", "edge"]),
        ("d", ["byoc", "edge", "serverless"]),
    ]


def test_empty_branches_have_no_span():
    assert spans("{@@ if byoc @@}{@@ else @@}{@@ endif @@}", "byoc") == []

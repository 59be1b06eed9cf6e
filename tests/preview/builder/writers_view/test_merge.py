"""One doctree of those that variants have of a page."""

from __future__ import annotations

from docutils import nodes
from docutils.core import publish_doctree

from variantdocs.preview.builder.writers_view.merge import merge


def merged(own, **others):
    """The merged page as lines: what each block or run of words holds, and who shows it."""
    read = {name: publish_doctree(text) for name, text in others.items()}
    found = merge(publish_doctree(own), read, "byoc")
    return list(lines(found))


def lines(node):
    for child in node.children:
        classes = " ".join(name for name in getattr(child, "attributes", {}).get("classes", ()))
        if "vd-" in classes or not any("vd-" in str(child) for child in child.children):
            yield f"{child.astext()} [{classes}]".replace(" []", "")
        else:
            yield from lines(child)


def test_a_page_that_all_show_alike_is_as_it_was():
    assert merged("one\n\ntwo", serverless="one\n\ntwo") == ["one", "two"]


def test_blocks_of_others_stand_where_they_would_be():
    assert merged("one\n\nmine\n\ntwo", serverless="one\n\ntheirs\n\nmore\n\ntwo") == [
        "one",
        "mine [vd-own vd-in-byoc]",
        "theirs [vd-other vd-in-serverless]",
        "more [vd-other vd-in-serverless]",
        "two",
    ]


def test_words_are_merged_within_a_paragraph():
    assert merged("Log in to the console now.", serverless="Log in to our console now.") == [
        "Log in to ",
        "the  [vd-own vd-in-byoc]",
        "our  [vd-other vd-in-serverless]",
        "console now.",
    ]


def test_items_are_merged_within_a_list():
    assert merged("- one\n- two\n- three", serverless="- one\n- three") == [
        "one",
        "two [vd-own vd-in-byoc]",
        "three",
    ]


def test_a_block_of_two_of_three_names_both():
    assert merged("one", serverless="one\n\nhosted", byok="one\n\nhosted") == [
        "one",
        "hosted [vd-other vd-in-serverless vd-in-byok]",
    ]
    assert merged("one\n\nown", serverless="one", byok="one\n\nown") == [
        "one",
        "own [vd-own vd-in-byoc vd-in-byok]",
    ]


def test_sections_are_merged_though_their_texts_differ():
    own = "Title\n=====\n\nPart\n----\n\nmine\n\nLast\n----\n\nend"
    other = "Title\n=====\n\nPart\n----\n\nLast\n----\n\nend"
    assert "mine [vd-own vd-in-byoc]" in merged(own, serverless=other)


def test_the_anchors_of_others_are_taken_out():
    other = publish_doctree("Other\n-----\n\ntheirs")
    found = merge(publish_doctree("one"), {"serverless": other}, "byoc")
    assert [node["ids"] for node in found.children if node["ids"]] == []


def test_a_section_of_others_has_an_anchor_of_its_own():
    page = "Title\n=====\n\nA\n-\n\n{}\n\nB\n-\n\nend"
    theirs = publish_doctree(page.format("one\n\nNext\n----\n\nhosted"))
    found = merge(publish_doctree(page.format("one")), {"serverless": theirs}, "byoc")
    ids = [node["ids"] for node in found.findall(nodes.section) if "vd-other" in node["classes"]]
    assert ids == [["vd-serverless-next"]]


def test_what_can_be_merged_is_found_behind_what_cannot():
    assert merged("mine\n\n- one\n- two", serverless="theirs\n\n::\n\n   code\n\n- one\n- three") == [
        "mine [vd-own vd-in-byoc]",
        "theirs [vd-other vd-in-serverless]",
        "code [vd-other vd-in-serverless]",
        "one",
        "two [vd-own vd-in-byoc]",
        "three [vd-other vd-in-serverless]",
    ]

"""Text and attributes of HTML."""

from __future__ import annotations

import time

import pytest

from variantdocs.check.html_text import (
    attributes_of,
    passages_and_tags,
    passages_of,
    whole_text,
    without_code,
)


def test_highlighting_divides_no_phrase_and_other_elements_do():
    html = '<p>a <b>b</b><span class="x">c</span> <a href="x">d</a></p>e'
    assert [text for text in passages_of(html) if text.strip()] == ["a bc ", "d", "e"]
    assert whole_text(html) == "a bc de"


def test_text_and_the_tags_with_attributes_can_be_had_apart():
    html = '<p>a <b>b</b><Code class="x">c</CODE> <a href="x">d</a></p> <i id="y">e</i>'
    texts, tags = passages_and_tags(html)
    assert [text.strip() for text in texts if text.strip()] == ["a bc", "d", "e"]
    assert list(attributes_of(tags)) == [("class", "x"), ("id", "y"), ("href", "x")]


def test_an_attribute_with_an_angle_bracket_is_not_cut():
    for html in ('<p title="a > b">', "<p title='a < b'>"):
        assert dict(attributes_of(passages_and_tags(html)[1]))["title"] == html[10:-2]


def test_comments_scripts_and_styles_are_set_apart():
    html = "a<!-- <p> --><script x>if (a < b) {}</script><STYLE>p > q {}</style>b"
    assert without_code(html) == (
        "a<script x></script><STYLE></style>b",
        [" <p> "],
        ["if (a < b) {}", "p > q {}"],
    )


@pytest.mark.parametrize("opening", ["<!--", "<script>"])
def test_what_is_never_closed_goes_on_to_the_end_and_takes_linear_time(opening):
    started = time.process_time()
    markup, comments, code = without_code(f"a{opening}" + opening * 50_000)
    assert (markup, comments + code) == ("a<script>" if code else "a", [opening * 50_000])
    assert time.process_time() - started < 1


def test_attributes_that_hold_no_text_can_be_left_out():
    html = """<a class="x" href="page.html" TITLE='It "is"'><img src="https://x/y" alt="z">"""
    assert list(attributes_of(html, only_text=True)) == [
        ("title", 'It "is"'), ("src", "https://x/y"), ("alt", "z"),
    ]  # fmt: skip
    assert ("href", "page.html") in list(attributes_of(html))

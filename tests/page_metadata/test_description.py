"""The line that describes a page."""

from __future__ import annotations

import pytest

from variantdocs.page_metadata.description import first_paragraph


@pytest.mark.parametrize(
    ("body", "description"),
    [
        ("<section id='x'><h1>Title<a>¶</a></h1>\n<p>First <em>one</em>.</p><p>Second.</p></section>", "First one."),
        ("<section><p>Fish &amp; chips,\n  line&nbsp;two<br>three</p></section>", "Fish & chips, line twothree"),
        ('<div class="admonition note"><p>Note.</p></div><section><p>Text.</p></section>', "Text."),
        ('<p class="x"> <img src="a.png" alt="a"></p><p>Text.</p>', "Text."),
        ("<ul><li><p>Item.</p></li></ul>", ""),
        ("<p>Unclosed.", "Unclosed."),
        ("<p>a <math><mi>x</mi></math> b</p>", "a b"),
        ("", ""),
    ],
    ids=str,
)  # fmt: skip
def test_it_is_the_first_paragraph_of_the_text(body, description):
    assert first_paragraph(body) == description


def test_a_long_paragraph_is_cut_between_words():
    found = first_paragraph("<p>" + "one, two " * 60 + "</p>")
    assert len(found) <= 200
    assert found.endswith(("one, two…", "one…"))
    assert first_paragraph(f"<p>{'x' * 300}</p>") == "x" * 199 + "…"


def test_the_paragraph_may_lie_across_the_parts_in_which_a_page_is_parsed():
    assert first_paragraph("<section>" + "<hr>" * 498 + "<p>One two.</p>" + "<p>x</p>" * 500) == "One two."

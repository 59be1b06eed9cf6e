"""The text that a reader or a program finds in an output file."""

from __future__ import annotations

import zlib

from variantdocs.check.read_output import Passage, Role, markup_passages, texts_of


def test_html_gives_its_text_joined_then_values_and_comments_then_the_name():
    html = b'<p title="tip">a<b>b</b>\n c</p><!-- note -->'
    assert list(texts_of("x/a.html", html)) == ["ab c", "tip", " note ", "x/a.html"]


def test_an_inventory_is_unpacked():
    data = b"# Sphinx\n# zlib.\n" + zlib.compress(b"name\n")
    assert list(texts_of("objects.inv", data)) == ["# Sphinx\n# ", "name\n", "objects.inv"]


def test_text_has_single_spaces_and_binary_files_only_a_name():
    assert list(texts_of("a.txt", b"a\n\n b")) == ["a b", "a.txt"]
    assert list(texts_of("a.png", b"\x89PNG\0 a")) == ["a.png"]


def test_an_address_that_a_page_gives_of_itself_is_no_text():
    page = '<meta property="og:url" content="https://docs.example.com/byoc/own.html"><meta content="See https://x.y">'
    assert list(markup_passages(page)) == [
        Passage(Role.TEXT, "og:url"),
        Passage(Role.ADDRESS, "https://docs.example.com/byoc/own.html"),
        Passage(Role.TEXT, "See https://x.y"),
    ]

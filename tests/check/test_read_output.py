"""The text that a reader or a program finds in an output file."""

from __future__ import annotations

import zlib

from variantdocs.check.read_output import texts_of


def test_html_gives_its_text_joined_then_values_and_comments_then_the_name():
    html = b'<p title="tip">a<b>b</b>\n c</p><!-- note -->'
    assert list(texts_of("x/a.html", html)) == ["ab c", "tip", " note ", "x/a.html"]


def test_an_inventory_is_unpacked():
    data = b"# Sphinx\n# zlib.\n" + zlib.compress(b"name\n")
    assert list(texts_of("objects.inv", data)) == ["# Sphinx\n# ", "name\n", "objects.inv"]


def test_text_has_single_spaces_and_binary_files_only_a_name():
    assert list(texts_of("a.txt", b"a\n\n b")) == ["a b", "a.txt"]
    assert list(texts_of("a.png", b"\x89PNG\0 a")) == ["a.png"]

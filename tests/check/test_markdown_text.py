"""The passages of Markdown made from pages: no phrase goes from one block into the next."""

from __future__ import annotations

from variantdocs.check.markdown_text import markdown_passages


def test_each_block_is_a_passage_and_each_target_an_address():
    text = """\
---

Source: https://docs.example.com/a/b.html

# Title

One [link](c.html#x) and
another [one](d_(e).html).

- [first](f.html.md)
- second
  line
> 1. third

| a | b |
| - | - |
| [](c.html#x) | [![d](img/e.png)](g.html) |
"""
    found = [
        (passage.role.value, passage.text) for passage in markdown_passages(text, in_variant_folder=False)
    ]
    assert found == [
        ("text", "---"),
        ("text", "Source: "),
        ("text", "Title"),
        ("text", "One "),
        ("text", "link"),
        ("text", " and\nanother "),
        ("text", "one"),
        ("text", "."),
        ("text", "first"),
        ("text", "second\n  line"),
        ("text", "third"),
        ("text", "| a | b |"),
        ("text", "| - | - |"),
        ("text", "| "),
        ("text", " | "),
        ("text", "d"),
        ("text", " |\n"),
        ("address", "https://docs.example.com/a/b.html"),
        ("address", "c.html#x"),
        ("address", "d_(e).html"),
        ("address", "f.html.md"),
        ("address", "img/e.png"),
        ("address", "g.html"),
    ]


def test_addresses_in_a_list_of_pages_may_name_pages():
    found = list(markdown_passages("- [x](a/b.html.md)", in_variant_folder=True))
    assert [(passage.role.value, passage.text) for passage in found] == [
        ("text", "x"),
        ("page", "a/b.html.md"),
    ]

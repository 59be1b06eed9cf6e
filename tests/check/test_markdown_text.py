"""The passages of Markdown made from pages: no phrase goes from one block into the next."""

from __future__ import annotations

from variantdocs.check.markdown_text import NewSections, markdown_passages


def test_each_block_is_a_passage_and_each_target_an_address():
    text = """\
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
        ("address", "c.html#x"),
        ("address", "d_(e).html"),
        ("address", "f.html.md"),
        ("address", "img/e.png"),
        ("address", "g.html"),
    ]


def test_the_address_before_each_page_of_a_file_with_all_pages_is_no_text():
    text = "# One\n\nSource: of the word\n\n---\n\nSource: https://docs.example.com/a/b.html\n\n# Two\n"
    found = list(markdown_passages(text, in_variant_folder=True))
    assert [(passage.role.value, passage.text) for passage in found] == [
        ("text", "One"),
        ("text", "Source: of the word"),
        ("text", "Two\n"),
        ("page", "https://docs.example.com/a/b.html"),
    ]


def test_addresses_in_a_list_of_pages_may_name_pages():
    found = list(markdown_passages("- [x](a/b.html.md)", in_variant_folder=True))
    assert [(passage.role.value, passage.text) for passage in found] == [
        ("text", "x"),
        ("page", "a/b.html.md"),
    ]


def test_a_section_that_stood_in_another_file_is_not_new():
    sections = NewSections()
    page = b"# One\n\nSome text.\n\n## More\n\nA [link](two.html)."
    assert b"".join(sections.of(page, in_variant_folder=False)).strip() == page
    assert sections.of(page, in_variant_folder=False) == []
    # The file with all pages: its addresses are relative to another folder, so a section with one is new.
    found = sections.of(b"Of all.\n\n" + page + b"\n\n# Two\n", in_variant_folder=True)
    assert [section.split(b"\n")[0] for section in found] == [b"Of all.", b"## More", b"# Two"]

"""Which pages a page names, in toctrees and in links."""

from __future__ import annotations

import pytest

from variantdocs.pages.references import PageReferences


@pytest.mark.parametrize(
    ("docname", "named"),
    [
        ("guide/a", True),
        ("deploy/aws", True),
        ("other", False),
        ("topics/index", True),
        ("deploy/x/y", False),
    ],
)
def test_a_page_names_pages_by_pattern_and_by_the_last_part_of_a_link(docname, named):
    references = PageReferences(patterns={"deploy/*"}, links={"a", "topics"})
    assert references.names_one_of([docname]) is named


def test_links_are_not_toctrees():
    references = PageReferences(patterns={"b"}, links={"a"})
    assert not references.names_in_toctrees(["a"])
    assert references.names_in_toctrees(["a", "b"])

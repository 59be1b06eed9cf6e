"""Which names belong to a variant, and which only to others."""

from __future__ import annotations

import pytest

from variantdocs.check.leaks.names import is_page_of, names_of_others, own_names
from variantdocs.pages.index import IndexedPage, PageIndex


def index(variant, *docnames):
    pages = {
        name: IndexedPage(title=name, uri=f"{name}.html", anchors={f"{name}-label": f"{name}-id"})
        for name in docnames
    }
    return PageIndex(variant=variant, title=variant, root="index", pages=pages)


OWN = index("serverless", "index", "guide/start")
OTHERS = names_of_others(
    {"serverless": OWN, "byoc": index("byoc", "index", "hosts", "guide/v1.2")}, "serverless"
)


def test_own_names_are_addresses_anchors_and_labels():
    assert list(own_names(index("byoc", "a/b"), "https://docs.example.com/")) == [
        "a/b", "a/b.html", "https://docs.example.com/byoc/a/b.html", "a/b-label", "a/b-id",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "docname"),
    [
        ("hosts", "hosts"),
        ("hosts.md", "hosts"),
        ("guide/v1.2", "guide/v1.2"),
        ("guide/v1.2.rst.txt", "guide/v1.2"),
        ("guide/start.md", None),
        ("index", None),
    ],
)
def test_a_docname_or_source_file_of_another_variant_is_known(name, docname):
    assert OTHERS.page_with_docname(name) == (docname and ("byoc", docname))
    assert is_page_of(OWN, name) is (docname is None)


def test_a_short_docname_is_no_page_that_any_text_could_name():
    assert set(OTHERS.pages) == {"hosts.html", "guide/v1.2", "guide/v1.2.html"}

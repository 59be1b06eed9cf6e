"""Addresses that lead to another edition."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from variantdocs.config.variants import Variant, VariantSet
from variantdocs.crossrefs.editions import EditionLink, Editions
from variantdocs.crossrefs.outside_links import with_edition_links
from variantdocs.pages.index import IndexedPage, PageIndex


def index(variant, *docnames):
    return PageIndex(
        variant=variant,
        title=variant.upper(),
        root="index",
        pages={
            name: IndexedPage(title=name.title(), uri=f"{name}.html", anchors={"part": "part"})
            for name in docnames
        },
        generated=("api/index.html",),
    )


EDITIONS = Editions(
    variant_set=VariantSet(
        variants=tuple(Variant(name=name, title=name.upper()) for name in ("a", "b", "unread")),
        default="a",
        base_url="https://docs.example.com/",
    ),
    indexes={"a": index("a", "index", "guide/x"), "b": index("b", "index", "guide/x", "own")},
    page="guide/x",
    page_address="guide/x.html",
    suffixes=(".md", ".html"),
    link_suffix=".html",
    makes_site=True,
)


@pytest.mark.parametrize(
    ("written", "address", "title"),
    [
        ("variant:b", "../../b/guide/x.html", "Guide/X"),
        ("variant:b/own.md#part", "../../b/own.html#part", "Own"),
        ("https://docs.example.com/b/own.html?q=1#part", "../../b/own.html?q=1#part", "Own"),
        ("https://docs.example.com/b/", "../../b/index.html", "Index"),
        ("https://docs.example.com/b/api/", "../../b/api/", ""),
        ("variant:unread/", None, ""),
    ],
)
def test_an_address_of_an_edition_is_relative_to_the_page(written, address, title):
    assert EDITIONS.resolve(written) == EditionLink(address=address, title=title)


@pytest.mark.parametrize(
    "written", ["own.md", "#part", "https://example.com/b/own.html", "https://docs.example.com/blog/"]
)
def test_any_other_address_is_none_of_an_edition(written):
    assert EDITIONS.resolve(written) is None


def test_what_leads_nowhere_has_a_reason():
    assert EDITIONS.resolve("variant:b/onw.md") == EditionLink(
        problem="`variant:b/onw.md`: b has no such page; did you mean `own`?"
    )
    assert EDITIONS.resolve("variant:c") == EditionLink(
        problem="`variant:c`: there is no variant 'c'; there are a, b, unread"
    )


def test_output_that_is_no_site_has_absolute_addresses_or_none():
    book = replace(EDITIONS, makes_site=False)
    assert book.resolve("variant:b/own.md").address == "https://docs.example.com/b/own.html"
    without = replace(book, variant_set=replace(EDITIONS.variant_set, base_url=None))
    assert without.resolve("variant:b/own.md") == EditionLink(address=None, title="Own")


PATTERN = re.compile(
    r'<a\b(?P<before>[^<>]*?)\s+href="(?P<address>variant:[^"<>]*)"(?P<after>[^<>]*)>(?P<shown>.*?)</a>'
)


@pytest.mark.parametrize(
    ("html", "expected", "all_certain"),
    [
        ('<a class="x" href="variant://b/own.md">T</a>', '<a class="x" href="../../b/own.html">T</a>', True),
        ('<a href="variant://b/own.md">variant:b/own.md</a>', '<a href="../../b/own.html">Own</a>', True),
        ('<a href="variant://b/nope.md">T</a>', "<a>T</a>", False),
        ('<link href="variant:b">', '<link href="variant:b">', True),
        ("<code>variant:b</code>", "<code>variant:b</code>", True),
    ],
)
def test_links_in_a_rendered_page_are_made_relative(html, expected, all_certain):
    assert with_edition_links(html, PATTERN, EDITIONS) == (expected, all_certain)


@pytest.mark.parametrize(("anchor", "certain"), [("part", True), ("other", False)])
def test_only_an_anchor_that_a_broken_page_shows_is_certain(anchor, certain):
    broken = IndexedPage(title="Own", uri="own.html", anchors={"part": "part"}, broken=True)
    indexes = {**EDITIONS.indexes, "b": replace(index("b"), pages={"own": broken})}
    html, expected = (
        f'<a href="variant:b/own.md#{anchor}">T</a>',
        f'<a href="../../b/own.html#{anchor}">T</a>',
    )
    assert with_edition_links(html, PATTERN, replace(EDITIONS, indexes=indexes)) == (expected, certain)

"""What a link's spelling means."""

from __future__ import annotations

import pytest

from variantdocs.crossrefs.targets import (
    UnusableTarget,
    VariantTarget,
    address_target,
    has_scheme,
    output_addresses,
    page_target,
    variant_target,
)

SUFFIXES = (".md", ".rst")


@pytest.mark.parametrize(
    ("written", "docnames", "anchor"),
    [
        ("page.md", ("guide/page",), ""),
        ("page.md#a", ("guide/page",), "a"),
        ("page.rst", ("guide/page",), ""),
        ("page.html#a", ("guide/page",), "a"),
        ("page", ("guide/page", "guide/page/index"), ""),
        ("../other/page#a", ("other/page", "other/page/index"), "a"),
        ("../other/", ("other/index",), ""),
        ("../other", ("other", "other/index"), ""),
        ("..", ("index",), ""),
        ("./", ("guide/index",), ""),
        (".", ("guide", "guide/index"), ""),
        ("/from/root.md", ("from/root",), ""),
        ("/", ("index",), ""),
        ("#a", ("guide/here",), "a"),
        ("two%20words.md", ("guide/two words",), ""),
        ("../../out.md", (), ""),
    ],
)
def test_a_path_names_pages_relative_to_its_own(written, docnames, anchor):
    found = page_target(written, page="guide/here", suffixes=SUFFIXES)
    assert (found.docnames, found.anchor) == (docnames, anchor)


def variant(written):
    return variant_target(
        written,
        page="guide/here",
        variants=("serverless", "byoc"),
        groups=("self_managed",),
        suffixes=SUFFIXES,
    )


@pytest.mark.parametrize(
    ("written", "docnames", "anchor", "same_page"),
    [
        ("variant:byoc", ("guide/here",), "", True),
        ("variant:byoc#a", ("guide/here",), "a", True),
        ("variant:byoc/", (), "", False),
        ("variant:byoc/#a", (), "a", False),
        ("variant:byoc/guide/x.md#a", ("guide/x",), "a", False),
        ("variant:byoc/guide", ("guide", "guide/index"), "", False),
    ],
)
def test_a_variant_link_names_a_page_in_that_variant(written, docnames, anchor, same_page):
    assert variant(written) == VariantTarget(
        written=written, variant="byoc", docnames=docnames, anchor=anchor, same_page=same_page
    )


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("variant:nosuch", "there is no variant 'nosuch'; there are serverless, byoc"),
        ("variant:", "there is no variant ''; there are serverless, byoc"),
        ("variant:self_managed", "self_managed is a group; a link leads to one variant: serverless, byoc"),
        ("variant:byoc/../../etc", "the path leads out of the variant; write it from the variant's root"),
        ("variant:byoc/a/../b.md", "the path leads out of the variant; write it from the variant's root"),
    ],
)
def test_an_unusable_variant_link_has_a_reason(written, reason):
    assert variant(written) == UnusableTarget(written=written, reason=reason)


@pytest.mark.parametrize("base_url", ["https://docs.example.com/", "https://docs.example.com"])
@pytest.mark.parametrize(
    ("path", "docnames", "anchor", "query"),
    [
        ("byoc/guide/x.html", ("guide/x",), "", ""),
        ("byoc/guide/x.html?q=1#a", ("guide/x",), "a", "q=1"),
        ("byoc/guide/x", ("guide/x", "guide/x/index"), "", ""),
        ("byoc/guide/", ("guide/index", "guide"), "", ""),
        ("byoc/", (), "", ""),
        ("byoc", (), "", ""),
        ("byoc/index.html", ("index",), "", ""),
    ],
)
def test_an_address_below_base_url_names_a_page(base_url, path, docnames, anchor, query):
    found = address_target(f"https://docs.example.com/{path}", base_url=base_url, variants=("byoc",))
    assert found is not None
    assert (found.variant, found.docnames, found.anchor, found.query) == ("byoc", docnames, anchor, query)


@pytest.mark.parametrize(
    "address",
    [
        "https://docs.example.com/blog/x.html",
        "https://docs.example.com/",
        "https://example.com/byoc/x.html",
        "ftp://docs.example.com/byoc/x.html",
        "https://docs.example.com.evil.io/byoc/x.html",
    ],
)
def test_any_other_address_is_left_alone(address):
    assert address_target(address, base_url="https://docs.example.com/", variants=("byoc",)) is None


def test_a_base_url_may_have_a_path():
    found = address_target(
        "http://example.com/docs/byoc/x.html", base_url="https://example.com/docs", variants=("byoc",)
    )
    assert found is not None
    assert found.docnames == ("x",)
    assert (
        address_target(
            "https://example.com/byoc/x.html", base_url="https://example.com/docs", variants=("byoc",)
        )
        is None
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [("https://x", True), ("mailto:a@b", True), ("//x/y", True), ("a/b.md", False), ("#a", False)],
)
def test_an_address_with_a_scheme_is_not_a_path(written, expected):
    assert has_scheme(written) is expected


def test_a_query_is_kept():
    found = page_target("page.html?a=b#c", page="index", suffixes=(".md",))
    assert (found.docnames, found.query, found.anchor) == (("page",), "a=b", "c")
    assert page_target("?a=b#c", page="index", suffixes=(".md",)).docnames == ("index",)


@pytest.mark.parametrize(
    ("written", "page_address", "addresses"),
    [
        ("../api/x.html?a#b", "guide/page.html", ("api/x.html",)),
        ("../api/", "guide/page.html", ("api/",)),
        ("/api/x.html", "guide/page.html", ("api/x.html",)),
        ("../api/x.html", "guide/page/", ("guide/api/x.html", "api/x.html")),
        ("../../x", "guide/page.html", ()),
        ("#a", "guide/page.html", ()),
    ],
)
def test_a_path_names_files_relative_to_the_output_and_to_the_source(written, page_address, addresses):
    assert output_addresses(written, page="guide/page", page_address=page_address) == addresses

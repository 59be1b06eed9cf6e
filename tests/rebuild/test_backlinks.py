"""The written file of a page shows which other pages it links to."""

from __future__ import annotations

import pytest

from variantdocs.rebuild.backlinks import pages_linking_to


def found(tmp_path, html, *, address="byoc/guide/page.html", addresses=(), with_anchors=()):
    file = tmp_path / "page.html"
    file.write_text(html, "utf-8")
    return list(
        pages_linking_to(
            pages=[("page", file, address)],
            variants=["serverless", "free+"],
            addresses=addresses,
            with_anchors=with_anchors,
        )
    )


@pytest.mark.parametrize(
    "link",
    [
        '<a class="x" href="other.html#place">',
        "<a href='other.html#place'>",
        "<a href=other.html#place>",
        '<a href="../guide/other.html?a=1&amp;b=2#place">',
        '<a href="./other.html#">',
    ],
)
def test_a_link_to_an_anchor_is_found(tmp_path, link):
    assert found(tmp_path, link, with_anchors=["byoc/guide/other.html"]) == ["page"]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="other.html">',
        '<a href="#place">',
        '<a href="another.html#place">',
        '<a href="deeper/other.html#place">',
        '<a href="https://example.org/guide/other.html#place">',
        '<a href="../../serverless/guide/other.html#place">',
        "other.html#place",
    ],
)
def test_other_links_to_anchors_are_not(tmp_path, link):
    assert found(tmp_path, link, with_anchors=["byoc/guide/other.html"]) == []


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("../../serverless/guide/other.html", "serverless/guide/other.html"),
        ("../../serverless/guide/other.html#place", "serverless/guide/other.html"),
        ("../../free+/other.html?x=1", "free+/other.html"),
        ("../../serverless/", "serverless/"),
    ],
)
def test_any_link_to_a_page_of_another_variant_is_found(tmp_path, link, target):
    assert found(tmp_path, f'<a href="{link}">', addresses=[target]) == ["page"]
    assert found(tmp_path, f'<a href="{link}">', addresses=["serverless/nosuch.html"]) == []


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("byoc/guide/page/", "../other/#place"),
        ("byoc/", "guide/other/#place"),
        ("byoc/a/", "../guide/other/#x"),
    ],
)
def test_links_to_folders_are_found(tmp_path, address, link):
    html = f'<a href="{link}">'
    assert found(tmp_path, html, address=address, with_anchors=["byoc/guide/other/"]) == ["page"]


def test_a_page_that_was_never_written_counts_as_linking(tmp_path):
    pages = [("page", tmp_path / "nosuch.html", "byoc/page.html")]
    assert list(pages_linking_to(pages=pages, variants=[], addresses=["a"], with_anchors=[])) == ["page"]

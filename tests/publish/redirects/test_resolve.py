"""Where a redirect leads in each variant, and each kind of bad redirect."""

from __future__ import annotations

from dataclasses import replace

import pytest

from variantdocs.config.variants import Variant, VariantSet
from variantdocs.pages.index import IndexedPage, PageIndex
from variantdocs.publish.redirects.entries import parse_redirects
from variantdocs.publish.redirects.resolve import resolve_redirects

VARIANTS = VariantSet(variants=(Variant(name="a", title="A"), Variant(name="b", title="B")), default="a")


def index(variant: str, *docnames: str) -> PageIndex:
    pages = {
        name: IndexedPage(
            title=name, uri=f"{name.replace(' ', '%20')}.html", anchors={"Part One": "part-one"}
        )
        for name in ("index", *docnames)
    }
    return PageIndex(variant=variant, title=variant, root="index", pages=pages, generated=("search.html",))


INDEXES = {"a": index("a", "guide/start", "with space"), "b": index("b", "guide/start", "own", "dir/index")}


def resolved(text: str, indexes=INDEXES):
    entries, unreadable = parse_redirects(text, VARIANTS)
    assert unreadable == []
    redirects, problems = resolve_redirects(entries, indexes)
    return (
        [(found.old, found.new, found.file) for found in redirects],
        [(found.line, found.message, found.variants) for found in problems],
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("old guide/start", ("b/old.html", "b/guide/start.html", "b/old.html")),
        ("old.html guide/start.html", ("b/old.html", "b/guide/start.html", "b/old.html")),
        ("old/ dir/", ("b/old/", "b/dir/index.html", "b/old/index.html")),
        ("old own#Part%20One", ("b/old.html", "b/own.html#part-one", "b/old.html")),
        ("old%20page own", ("b/old%20page.html", "b/own.html", "b/old page.html")),
        ("old variant:a/with%20space", ("b/old.html", "a/with%20space.html", "b/old.html")),
        ("old variant:a", ("b/old.html", "a/index.html", "b/old.html")),
        ("old search.html", ("b/old.html", "b/search.html", "b/old.html")),
        ("old https://example.com/x", ("b/old.html", "https://example.com/x", "b/old.html")),
        ("/old/x /a/guide/start", ("old/x.html", "a/guide/start.html", "old/x.html")),
    ],
)
def test_addresses_may_be_written_as_pages_or_as_files(line, expected):
    assert resolved(f"[b]\n{line}\n") == ([expected], [])


def test_a_line_for_all_variants_holds_in_those_that_have_the_new_page():
    found, problems = resolved("old own\n")
    assert (found, problems) == ([("b/old.html", "b/own.html", "b/old.html")], [])


def test_the_addresses_of_dirhtml_are_folders():
    pages = {"index": IndexedPage(title="", uri=""), "own": IndexedPage(title="", uri="own/")}
    indexes = {"a": INDEXES["a"], "b": replace(INDEXES["b"], builder="dirhtml", pages=pages)}
    assert resolved("[b]\nold own\n", indexes) == ([("b/old/", "b/own/", "b/old/index.html")], [])
    assert resolved("[b]\nown index\n", indexes)[1][0][1].startswith("own: is a page (own)")


@pytest.mark.parametrize(
    ("lines", "line", "message", "variants"),
    [
        (
            "[a]\nold guide/strat",
            2,
            "guide/strat: there is no such page in this variant; did you mean guide/start?",
            ("a",),
        ),
        (
            "old zzzzzz",
            1,
            "zzzzzz: there is no such page in this variant; name a page that is there, or remove the redirect",
            ("a", "b"),
        ),
        (
            "[b]\nold variant:a/guide/strat",
            2,
            "variant:a/guide/strat: a has no such page; did you mean guide/start?",
            ("b",),
        ),
        (
            "[b]\nold own#part-1",
            2,
            "own#part-1: the page has no such anchor; did you mean #Part One?",
            ("b",),
        ),
        ("/old /c/x", 1, "/c/x: there is no variant 'c'; there are `a`, `b`", ()),
        ("/old x", 1, "x: a redirect from the root leads to the root; write /x", ()),
        ("/ /a/", 1, "/: is the start page, which the redirect would hide", ()),
        (
            "[b]\nown index",
            2,
            "own: is a page (own), which the redirect would hide; remove the redirect, or the page",
            ("b",),
        ),
        (
            "[b]\nsearch.html index",
            2,
            "search.html: is a file of the site, which the redirect would hide; remove the redirect",
            ("b",),
        ),
        (
            "[a]\none two\ntwo index",
            2,
            "a/one.html: leads to a/two.html, which line 3 redirects; lead to a/index.html directly",
            ("a",),
        ),
        (
            "[a]\nold index\nold guide/start",
            3,
            "a/old.html: line 2 redirects the same address; remove one of them",
            ("a",),
        ),
    ],
)
def test_each_kind_of_bad_redirect_has_its_message(lines, line, message, variants):
    _, problems = resolved(lines)
    assert problems == [(line, message, variants)]


def test_a_circle_is_reported_at_each_of_its_lines():
    message = "the redirects from here lead in a circle; remove or correct one"
    assert resolved("[b]\none two\ntwo three\nthree one\n")[1] == [
        (2, f"b/one.html: {message}", ("b",)),
        (3, f"b/two.html: {message}", ("b",)),
        (4, f"b/three.html: {message}", ("b",)),
    ]


def test_a_page_in_another_folder_is_proposed():
    _, ((_, message, _),) = resolved("[b]\nold other/start\n")
    assert message.endswith("did you mean guide/start?")

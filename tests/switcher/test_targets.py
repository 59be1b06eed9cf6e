"""Where the switcher leads from a page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from variantdocs.pages.index import IndexedPage, PageIndex
from variantdocs.switcher.targets import switcher_links


def index(variant, pages, parents=None, suffix=".html"):
    return PageIndex(
        variant=variant,
        title=variant.upper(),
        root="index",
        pages={name: IndexedPage(title=f"T {name}", uri=_uri(name, suffix)) for name in pages},
        parents=parents or {},
    )


def _uri(name, suffix):
    if suffix == ".html":
        return f"{name}.html"
    return "" if name == "index" else f"{name.removesuffix('index').rstrip('/')}/"


def other(page, own, theirs, suffix=".html", parents=None):
    indexes = {"a": index("a", own, parents, suffix), "b": index("b", theirs, suffix=suffix)}
    link = switcher_links(page, "a", indexes)[1]
    return link.href, link.landing


def test_every_variant_has_a_link_in_order_and_one_is_current():
    links = switcher_links("x", "a", {"a": index("a", ["x"]), "b": index("b", ["x"])})
    assert [(link.name, link.title, link.current, link.same_page) for link in links] == [
        ("a", "A", True, True),
        ("b", "B", False, True),
    ]


@pytest.mark.parametrize(
    ("page", "theirs", "href", "landing"),
    [
        ("x", ["index", "x"], "../b/x.html", ""),
        ("d/e/x", ["index", "d/e/x"], "../../../b/d/e/x.html", ""),
        ("d/e/x", ["index", "d/e/index", "d/index"], "../../../b/d/e/index.html", "T d/e/index"),
        ("d/e/index", ["index", "d/index"], "../../../b/d/index.html", "T d/index"),
        ("d/e/x", ["index", "d"], "../../../b/d.html", "T d"),
        ("d/e/x", ["index"], "../../../b/index.html", "T index"),
    ],
)
def test_the_same_page_else_the_nearest_above_it_else_home(page, theirs, href, landing):
    assert other(page, [page], theirs) == (href, landing)


def test_the_ancestor_may_come_from_a_toctree():
    found = other("x", ["x", "guide"], ["index", "guide"], parents={"x": "y", "y": "guide"})
    assert found == ("../b/guide.html", "T guide")


@pytest.mark.parametrize(
    ("uri", "own", "home"),
    [
        ("search.html", "search.html", "../b/index.html"),
        ("_modules/x.html", "x.html", "../../b/index.html"),
        ("search/", "./", "../../b/index.html"),
    ],
)
def test_a_generated_page_leads_home_and_in_its_own_variant_to_itself(uri, own, home):
    links = switcher_links("search", "a", {"a": index("a", ["index"]), "b": index("b", ["index"])}, uri=uri)
    assert [(link.href, link.same_page, link.landing) for link in links] == [
        (own, True, ""),
        (home, False, "T index"),
    ]


def test_a_variant_without_root_page_is_linked_by_its_title():
    assert other("x", ["x"], []) == ("../b/", "B")


def test_the_index_of_a_folder_wins_over_a_page_of_its_name():
    assert other("d/x", ["d/x"], ["index", "d", "d/index"]) == ("../../b/d/index.html", "T d/index")


@pytest.mark.parametrize(
    ("page", "href"), [("index", "../b/"), ("d/x", "../../../b/d/x/"), ("d/index", "../../b/d/")]
)
def test_addresses_of_dirhtml(page, href):
    assert other(page, [page, "index"], [page, "index"], suffix="/") == (href, "")


def test_a_circular_toctree_ends():
    assert other("x", ["x"], ["index"], parents={"x": "y", "y": "x"}) == ("../b/index.html", "T index")


def test_a_generated_page_leads_to_that_of_the_other_variant_or_home():
    own, theirs = index("a", ["index"]), index("b", ["index"])
    with_search = replace(theirs, generated=("search.html",))
    for there, expected in ((with_search, ("../b/search.html", True)), (theirs, ("../b/index.html", False))):
        link = switcher_links("search", "a", {"a": own, "b": there}, uri="search.html")[1]
        assert (link.href, link.same_page) == expected

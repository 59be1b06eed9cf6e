"""The logo and the search above the pages that no theme renders."""

from __future__ import annotations

from bs4 import BeautifulSoup

from variantdocs.pages.index import IndexedPage, PageIndex
from variantdocs.switcher.masthead import NO_MASTHEAD, Masthead


def index(logo="", generated=()):
    pages = {"index": IndexedPage(title="Home", uri="index.html")}
    return PageIndex(variant="byoc", title="B & C", root="index", pages=pages, logo=logo, generated=generated)


def test_addresses_are_those_of_the_variant_below_the_root():
    masthead = Masthead.from_index(index("_static/logo.svg", ("objects.inv", "search.html")))
    page = BeautifulSoup(masthead.as_html("/docs/"), "html.parser")
    assert (page.img["data-home"], page.img["src"]) == (
        "byoc/_static/logo.svg",
        "/docs/byoc/_static/logo.svg",
    )
    assert (page.form["data-home"], page.form["action"]) == ("byoc/search.html", "/docs/byoc/search.html")
    assert (page.input["name"], page.input["placeholder"]) == ("q", "Search B & C")


def test_a_logo_elsewhere_keeps_its_address():
    page = BeautifulSoup(Masthead.from_index(index("https://a.example/l.svg")).as_html("/"), "html.parser")
    assert page.img["src"] == "https://a.example/l.svg"
    assert not page.img.has_attr("data-home")
    assert page.form is None


def test_without_logo_and_search_there_is_nothing():
    assert Masthead.from_index(None) == NO_MASTHEAD
    assert Masthead.from_index(index()).as_html("/") == ""

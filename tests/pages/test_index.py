"""The page index as a value and as a file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from variantdocs.pages.index import IndexedPage, PageIndex, index_path, read_index, read_indexes

INDEX = PageIndex(
    variant="byoc",
    title="BYOC",
    root="index",
    pages={
        "index": IndexedPage(title="Höme", uri="index.html", anchors={"a": "id1"}, titles={"id1": "A"}),
        "bad": IndexedPage(title="Bad", uri="bad.html", broken=True),
    },
    labels={"lbl": ("index", "id1")},
    objects={"plane": ("index", "term-plane")},
    parents={"bad": "index"},
    builder="html",
    generated=("api/index.html", "search.html"),
    sources={"index.md": "0123"},
)


def test_an_index_is_read_as_it_was_written(tmp_path):
    index_path(tmp_path, "byoc").write_text(INDEX.to_json(), "utf-8")
    assert read_index(tmp_path, "byoc") == INDEX


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"version": 99}', '{"version": 1}', '{"version": 1, "variant":']
)
def test_an_unusable_index_is_none(tmp_path, text):
    index_path(tmp_path, "byoc").write_text(text)
    assert read_index(tmp_path, "byoc") is None
    assert read_index(tmp_path, "nosuch") is None


def test_unusable_indexes_are_left_out(tmp_path):
    index_path(tmp_path, "byoc").write_text(INDEX.to_json(), "utf-8")
    index_path(tmp_path, "serverless").write_text("{}")
    assert read_indexes(tmp_path, ["byoc", "serverless", "nosuch"]) == {"byoc": INDEX}


def test_an_index_shares_what_it_has_in_common_with_others(tmp_path):
    page, own_page = (
        IndexedPage(title="A", uri="a.html", anchors={"x": "x"}),
        IndexedPage(title="B", uri="b.html"),
    )
    other_page = replace(own_page, title="C")
    labels, objects = {"x": ("a", "x"), "y": ("b", "y")}, {"plane": ("a", "plane")}
    first = PageIndex(
        variant="one", title="One", root="a", pages={"a": page, "b": own_page}, labels=labels, objects=objects
    )
    second = replace(
        first, variant="two", pages={"a": page, "b": other_page}, labels={**labels, "y": ("a", "y")}
    )
    for index in (first, second):
        index_path(tmp_path, index.variant).write_text(index.to_json(), "utf-8")
    found = read_indexes(tmp_path, ["one", "two"])
    assert found == {"one": first, "two": second}
    assert found["one"].pages["a"] is found["two"].pages["a"]
    assert found["one"].labels["x"] is found["two"].labels["x"]
    assert found["one"].objects["plane"] is found["two"].objects["plane"]
    assert next(iter(found["one"].labels)) is next(iter(found["two"].labels))


def test_anchors_of_a_broken_page_are_unknown_so_each_is_accepted():
    assert INDEX.pages["index"].anchor_id("a") == "id1"
    assert INDEX.pages["index"].anchor_id("b") is None
    assert INDEX.pages["bad"].anchor_id("b") == "b"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("api/index.html", True),
        ("api/", True),
        ("api", True),
        ("search.html", True),
        ("_static/any.png", True),
        ("api/x.html", False),
        ("index.html", False),
    ],
)
def test_files_that_no_page_makes_are_known(address, expected):
    assert INDEX.has_file(address) is expected


def test_the_home_of_a_variant_is_its_folder_unless_the_start_page_has_another_name():
    assert INDEX.home == ""
    contents = PageIndex(
        variant="a",
        title="A",
        root="contents",
        pages={"contents": IndexedPage(title="C", uri="contents.html")},
    )
    assert contents.home == "contents.html"

"""The passages of JSON files, and of Sphinx's search index by the meaning of its parts."""

from __future__ import annotations

import json

import pytest

from variantdocs.check.json_text import json_file_passages


def passages(name, text):
    return [(passage.role.value, passage.text) for passage in json_file_passages(name, text)]


INDEX = {
    "docnames": ["guide/start"],
    "filenames": ["guide/start.md"],
    "titles": ["Start here"],
    "terms": {"start": 0},
    "titleterms": {"here": 0},
    "objects": {"acme": [[0, 0, 1, "", "run"]], "": [[0, 1, 1, "cmdoption-x", "-x"], ["odd"]]},
    "objtypes": {"0": "py:function"},
    "objnames": {"0": ["py", "function", "Python function"]},
    "envversion": {"sphinx": 66},
    "alltitles": {"Start here": [[0, None]], "Then": [[0, "then"]]},
    "indexentries": {"starting": [[0, "index-0", False]]},
}


def test_a_search_index_gives_names_as_names_and_no_versions():
    assert passages("searchindex.js", f"Search.setIndex({json.dumps(INDEX)})") == [
        ("own page", "guide/start"),
        ("own page", "guide/start.md"),
        ("text", "Start here"),
        ("term", "start"),
        ("term", "here"),
        ("name", "acme.run"),
        ("name", "-x"),
        ("name", "cmdoption-x"),
        ("text", "odd"),
        ("page", "odd"),
        ("text", "Start here"),
        ("text", "Then"),
        ("page", "Then"),
        ("name", "then"),
        ("text", "starting"),
        ("page", "starting"),
        ("name", "index-0"),
    ]


def test_json_gives_keys_and_values_and_the_text_of_html():
    text = json.dumps({"key": ["a b", {"x": "<p>c</p>"}]})
    assert passages("page.fjson", text) == [
        ("text", "key"), ("page", "key"), ("text", "x"), ("page", "x"), ("text", "c"), ("text", "a b"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"), [("a.txt", "{}"), ("a.json", "{"), ("searchindex.js", "Search.setIndex({)")]
)
def test_other_text_is_no_json(name, text):
    assert json_file_passages(name, text) is None

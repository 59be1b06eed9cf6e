"""What says which variants have a page, changed in place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from variantdocs.pages.membership import declaration_in
from variantdocs.refactor.memberships import changed_declaration, changed_value, dropping, replacing
from variantdocs.sources.edits import apply_edits
from variantdocs.sources.source_file import SourceFile

EVERYONE = ["serverless", "edge"]
"""The variants that are left when ``byoc-eu`` goes."""


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("byoc-eu", ["hosted"]),
        (" byoc-eu ", ["hosted"]),
        ("byoc_eu", ["hosted"]),
        ("not byoc_eu", ["not hosted"]),
        ("byoc-eu-2", ["byoc-eu-2"]),
        ("serverless", ["serverless"]),
    ],
)
def test_a_name_is_replaced_by_another(item, expected):
    assert list(replacing("byoc-eu", ["hosted"])(item)) == expected


def test_a_name_alone_becomes_several_names_and_in_an_expression_they_are_joined():
    change = replacing("byoc-eu", ["byoc-eu", "byoc-us"])
    assert list(change("byoc-eu")) == ["byoc-eu", "byoc-us"]
    assert list(change("not byoc_eu")) == ["not (byoc_eu or byoc_us)"]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("byoc-eu", []),
        ("byoc_eu", []),
        ("edge", ["edge"]),
        ("byoc-eu-2", ["byoc-eu-2"]),
        ("byoc_eu or edge", ["edge"]),
        ("byoc_eu and edge", []),
        ("not byoc_eu", EVERYONE),
        ("(1 if byoc_eu else 2) == x", ["(1 if byoc_eu else 2) == x"]),
    ],
)
def test_a_name_that_goes_is_worked_out_of_what_names_it(item, expected):
    assert list(dropping(["byoc-eu"], EVERYONE)(item)) == expected


def changed(text: str, change) -> str | None:
    """A YAML value after the change; ``None`` if no variant is left."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    edits = changed_value(node, text, change)
    return None if edits is None else apply_edits(text, edits)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("byoc-eu", "hosted"),
        ("'byoc-eu'", "'hosted'"),
        ('"byoc-eu"', '"hosted"'),
        ("[serverless,  byoc-eu ]  # why", "[serverless,  hosted ]  # why"),
        ("- serverless\n- 'byoc-eu'  # why\n", "- serverless\n- 'hosted'  # why\n"),
        ("edge", "edge"),
        ("7", "7"),
    ],
)
def test_quotes_white_space_and_comments_stay(value, expected):
    assert changed(value, replacing("byoc-eu", ["hosted"])) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("byoc", "[byoc, edge]"),
        ("'byoc'", "[byoc, edge]"),
        ("not byoc", "not (byoc or edge)"),
        ("[x, 'byoc']", "[x, 'byoc', 'edge']"),
        ("  - x\n  - byoc\n  - y\n", "  - x\n  - byoc\n  - edge\n  - y\n"),
    ],
)
def test_one_name_becomes_several_in_the_form_of_the_value(value, expected):
    assert changed(value, replacing("byoc", ["byoc", "edge"])) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("[byoc, x, y]", "[x, y]"),
        ("[x, byoc, y]", "[x, y]"),
        ("[x, y, byoc]", "[x, y]"),
        ("[x,  byoc]", "[x]"),
        ("[x, byoc, byoc]", "[x]"),
        ("[byoc, byoc, x,  byoc, byoc ]", "[x ]"),
        ("- x\n- byoc  # why\n- y\n", "- x\n- y\n"),
        ("- x\n- byoc", "- x\n"),
        ("not byoc", "[serverless, edge]"),
        ("byoc", None),
        ("[byoc, byoc]", None),
        ("- byoc\n", None),
        ("[]", None),
    ],
)
def test_a_name_that_goes_takes_its_separator_or_line_with_it(value, expected):
    assert changed(value, dropping(["byoc"], EVERYONE)) == expected


def test_an_offset_moves_the_edits():
    text = "[x, byoc]"
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    edits = changed_value(node, text, replacing("byoc", ["edge"]), offset=10)
    assert apply_edits("variants: [x, byoc]\n", edits or []) == "variants: [x, edge]\n"


def declares(text: str, change, *, markdown=True) -> str | None:
    """A page after the change of its declaration; ``None`` if no variant is left."""
    file = SourceFile(
        path=Path("page.md"),
        docname="page",
        text=text,
        members=frozenset(),
        markdown=markdown,
        declared=declaration_in(text, markdown=markdown),
    )
    edits = changed_declaration(file, change)
    return None if edits is None else apply_edits(text, edits)


RENAMED = replacing("byoc", ["hosted"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nvariants: byoc\n---\n# byoc\n", "---\nvariants: hosted\n---\n# byoc\n"),
        ("---\ntitle: byoc\nvariants: [x, byoc]\ntags: byoc\n---\n", "---\ntitle: byoc\nvariants: [x, hosted]\ntags: byoc\n---\n"),
        ("---\nvariants:\n  - x\n  - byoc\nkey: byoc\n---\n", "---\nvariants:\n  - x\n  - hosted\nkey: byoc\n---\n"),
        ("---\nvariants:\n- byoc\nkey: byoc\n---\n", "---\nvariants:\n- hosted\nkey: byoc\n---\n"),
        ("---\r\nvariants: byoc\r\n---\r\n", "---\r\nvariants: hosted\r\n---\r\n"),
        ("# byoc\n", "# byoc\n"),
    ],
)  # fmt: skip
def test_only_the_declaration_in_front_matter_is_changed(text, expected):
    assert declares(text, RENAMED) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (":variants: byoc\n\nbyoc\n====\n", ":variants: hosted\n\nbyoc\n====\n"),
        (":orphan:\n:variants:  x,  byoc\n\nPage\n", ":orphan:\n:variants:  x, hosted\n\nPage\n"),
        (":variants: byoc, hosted\r\n\r\nPage\r\n", ":variants: hosted\r\n\r\nPage\r\n"),
        (":variants: x,  edge\n\nPage\n", ":variants: x,  edge\n\nPage\n"),
    ],
)
def test_a_field_of_rest_is_changed(text, expected):
    assert declares(text, RENAMED, markdown=False) == expected


def test_a_page_of_which_no_variant_is_left_is_said():
    change = dropping(["byoc"], EVERYONE)
    assert declares("---\nvariants: [byoc]\n---\n", change) is None
    assert declares(":variants: byoc\n\nPage\n", change, markdown=False) is None

"""Tags, links and toctrees of a page, changed in place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.sources.pages import VARIANTS, parsed

from variantdocs.config.load import parse_variants
from variantdocs.refactor.pages import (
    links_renamed,
    links_to,
    tags_replaced,
    toctree_entries,
    without_variant,
)
from variantdocs.sources.edits import apply_edits
from variantdocs.sources.parser import PageParser
from variantdocs.sources.source_file import SourceFile
from variantdocs.templating.names import Names

BASE = "https://docs.example.com/"


def with_tags(text: str, *new: str) -> str:
    return apply_edits(text, tags_replaced(parsed(text), "byoc", new))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{@@ if byoc @@}byoc{@@ endif @@}", "{@@ if hosted @@}byoc{@@ endif @@}"),
        ("<@@-  if not byoc -@@>a<@@ endif @@>", "<@@-  if not hosted -@@>a<@@ endif @@>"),
        ("{@= 'a' if byoc else 'byoc' =@}", "{@= 'a' if hosted else 'byoc' =@}"),
        ("{@# byoc #@}", "{@# byoc #@}"),
        ("{@@ raw @@}{@@ if byoc @@}{@@ endraw @@}", "{@@ raw @@}{@@ if byoc @@}{@@ endraw @@}"),
        ("```{only} byoc and html\nbyoc\n```\n", "```{only} hosted and html\nbyoc\n```\n"),
        (".. only:: not byoc\n\n   byoc\n", ".. only:: not hosted\n\n   byoc\n"),
    ],
)
def test_a_name_is_replaced_in_tags_and_only_and_nowhere_else(text, expected):
    assert with_tags(text, "hosted") == expected


def test_a_name_in_a_tag_is_replaced_by_several():
    assert with_tags("{@@ if not byoc @@}a{@@ endif @@}", "byoc", "near") == (
        "{@@ if not (byoc or near) @@}a{@@ endif @@}"
    )


def linked(text: str, base_url: str | None = BASE) -> str:
    return apply_edits(text, links_renamed(parsed(text), "byoc", "hosted", base_url))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](variant:byoc/guide) <variant:byoc>", "[a](variant:hosted/guide) <variant:hosted>"),
        ("[a](variant:byoc#keys)", "[a](variant:hosted#keys)"),
        ("{variant}`byoc:/guide` {variant}`a <byoc>`", "{variant}`hosted:/guide` {variant}`a <hosted>`"),
        (":variant:`a <byoc#keys>`", ":variant:`a <hosted#keys>`"),
        (f"<{BASE}byoc/guide.html>", f"<{BASE}hosted/guide.html>"),
        ("[a](variant:byoc-eu/guide)", "[a](variant:byoc-eu/guide)"),
        ("[a](https://example.com/variant:byoc/x)", "[a](https://example.com/variant:byoc/x)"),
        ("[byoc](byoc.md) and byoc", "[byoc](byoc.md) and byoc"),
        ("`variant:byoc/guide`", "`variant:byoc/guide`"),
        ("```\n[a](variant:byoc/guide)\n```\n", "```\n[a](variant:byoc/guide)\n```\n"),
    ],
)
def test_links_to_a_variant_are_renamed_and_code_is_left_alone(text, expected):
    assert linked(text) == expected


def test_without_an_address_of_the_site_only_links_by_name_are_renamed():
    assert linked(f"<{BASE}byoc/> <variant:byoc/>", None) == f"<{BASE}byoc/> <variant:hosted/>"


def test_a_link_is_where_it_names_the_variant():
    text = "See [a](variant:byoc/guide)."
    assert list(links_to(parsed(text), "byoc", None)) == [text.index("byoc")]
    assert list(links_to(parsed(text), "edge", None)) == []


def retired(text: str, *names: str, members=("serverless", "byoc", "edge")) -> tuple[str, list[str]]:
    variant_set, _ = parse_variants(VARIANTS)
    assert variant_set is not None
    file = replace(parsed(text).file, members=frozenset(members))
    found, remaining = without_variant(file, names, PageParser(Names.from_variant_set(variant_set)))
    return found.text, [tag.written for tag in remaining]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{@@ if byoc @@}a{@@ else @@}b{@@ endif @@}\n", "b\n"),
        ("{@@ if not byoc @@}a{@@ endif @@}\n", "a\n"),
        ("{@@ if byoc @@}\na\n{@@ endif @@}\nb\n", "b\n"),
        ("{@@ if byoc @@}a{@@ elif edge @@}b{@@ else @@}c{@@ endif @@}\n", "{@@ if edge @@}b{@@ else @@}c{@@ endif @@}\n"),
        ("{@@ if byoc or edge @@}a{@@ endif @@}\n", "{@@ if edge @@}a{@@ endif @@}\n"),
        ("{@@ if own @@}a{@@ endif @@}\n", "{@@ if own @@}a{@@ endif @@}\n"),
        ("{@@ if own @@}{@@ if byoc @@}a{@@ else @@}b{@@ endif @@}{@@ endif @@}\n", "{@@ if own @@}b{@@ endif @@}\n"),
        ("byoc {@# byoc #@}\n", "byoc {@# byoc #@}\n"),
    ],
)  # fmt: skip
def test_what_becomes_constant_without_a_variant_goes(text, expected):
    assert retired(text, "byoc") == (expected, [])


def test_a_group_that_goes_with_its_variant_goes_from_conditions_too():
    assert retired("{@@ if own or serverless @@}a{@@ endif @@}\n", "byoc", "own", members=("serverless", "byoc")) == (
        "a\n",
        [],
    )  # fmt: skip


def test_a_tag_that_only_a_person_can_change_remains():
    text = "{@= 1 if byoc else 2 =@}\n"
    assert retired(text, "byoc") == (text, ["{@= 1 if byoc else 2 =@}"])


def without_entries(text: str, *docnames: str, docname: str | None = "guide/index", markdown=True) -> str:
    file = SourceFile(
        path=Path("page.md"), docname=docname, text=text, members=frozenset(), markdown=markdown
    )
    return apply_edits(text, toctree_entries(file, docnames))


@pytest.mark.parametrize(
    "entry", ["own", "own.md", "/guide/own", "../guide/own.rst", "Title <own>", "Title <own.md>", "  own"]
)
def test_an_entry_goes_in_every_spelling(entry):
    text = f"```{{toctree}}\n:caption: own\n{entry}\nother\n```\nown\n"
    assert without_entries(text, "guide/own") == "```{toctree}\n:caption: own\nother\n```\nown\n"


@pytest.mark.parametrize("entry", ["owner", "own/x", "https://example.com/own", "/own", "own*"])
def test_other_entries_stay(entry):
    text = f"```{{toctree}}\n{entry}\n```\n"
    assert without_entries(text, "guide/own") == text


def test_an_entry_goes_from_a_toctree_of_rest():
    text = ".. toctree::\n   :maxdepth: 1\n\n   own\n   other\n\nown\n"
    expected = ".. toctree::\n   :maxdepth: 1\n\n   other\n\nown\n"
    assert without_entries(text, "guide/own", markdown=False) == expected


def test_an_entry_goes_from_each_toctree_of_a_page_and_line_ends_stay():
    text = "```{toctree}\r\nown\r\n```\r\n\r\n:::{toctree}\r\nx\r\nown\r\n:::\r\n"
    assert without_entries(text, "guide/own") == ("```{toctree}\r\n```\r\n\r\n:::{toctree}\r\nx\r\n:::\r\n")


def test_an_included_file_has_no_docname_from_which_entries_could_be_told():
    text = "```{toctree}\nown\n```\n"
    assert without_entries(text, "own", docname=None) == text

"""Which entries of a toctree stay."""

from __future__ import annotations

import pytest

from variantdocs.config.patterns import matches
from variantdocs.pages.toctree_entries import (
    edition_entry_address,
    entry_targets,
    kept_entries,
    named_docname,
    names_in_text,
    with_edition_address,
)

HERE = {"index", "a", "guide/b", "guide/index"}
ELSEWHERE = {"deploy/aws", "deploy/gcp", "guide/c"}


def stays(entries, *, page="index", glob=False):
    keep = kept_entries(
        entries,
        page=page,
        glob=glob,
        suffixes=[".md", ".rst"],
        present=lambda pattern: any(matches(pattern, name) for name in HERE),
        elsewhere=ELSEWHERE,
    )
    return [entry for entry, kept in zip(entries, keep, strict=True) if kept]


def test_entries_of_other_variants_are_dropped_in_every_spelling():
    entries = [
        "a",
        "deploy/aws",
        "/deploy/gcp",
        "deploy/aws.md",
        "AWS <deploy/aws>",
        "AWS </deploy/aws.md>",
        "./a",
    ]
    assert stays(entries) == ["a", "./a"]


def test_entries_are_relative_to_their_page():
    assert stays(["c", "b", "../deploy/aws"], page="guide/index") == ["b"]


def test_self_addresses_blank_lines_and_unknown_pages_stay():
    entries = ["self", "Home <self>", "https://example.com/", "Ex <https://example.com/>", "", "nosuch"]
    assert stays(entries) == entries


def test_a_pattern_stays_unless_only_other_variants_match_it():
    assert stays(["deploy/*", "guide/*", "nosuch/*"], glob=True) == ["guide/*", "nosuch/*"]


def test_without_glob_a_pattern_is_a_name():
    assert stays(["deploy/*"]) == ["deploy/*"]


def test_the_targets_of_entries_are_docnames_and_patterns():
    entries = ["a.md", "T <b>", "self", "https://x.org/", "*", "/top/**"]
    assert entry_targets(entries, page="guide/index", suffixes=[".md"]) == {
        "guide/a",
        "guide/b",
        "guide/*",
        "top/**",
    }


def named(text, page="guide/index"):
    return names_in_text(text, ELSEWHERE, page=page, suffixes=[".md", ".rst"])


@pytest.mark.parametrize(
    ("text", "docnames"),
    [
        ("```{toctree}\n:maxdepth: 1\nb\nc\n```\n", {"guide/c"}),
        ("  ::::{toctree}\n  c\n  :::\n  /deploy/aws\n  ::::\n  /deploy/gcp\n", {"guide/c", "deploy/aws"}),
        ("~~~ {toctree}\n  AWS </deploy/aws.md>  \n~~~\nc\n", {"deploy/aws"}),
        (".. toctree::\n   :glob:\n\n   /deploy/*\n\nc\n", {"deploy/aws", "deploy/gcp"}),
        ("   .. toctree::\n\n      c\n   /deploy/aws\n", {"guide/c"}),
        ("```{toctree}\nb\n", set()),
        ("c\n", set()),
    ],
)
def test_entries_in_a_pages_text_are_found_in_every_spelling(text, docnames):
    assert named(text) == docnames


def test_entries_are_patterns_only_in_a_globbing_toctree():
    assert named("```{toctree}\n/deploy/*\n```\n") == set()
    assert named("```{toctree}\n---\nglob: true\n---\n/deploy/*\n```\n") == {"deploy/aws", "deploy/gcp"}


def test_text_outside_a_toctree_is_no_pattern():
    rule = "*" * 34
    text = f"```{{toctree}}\n:glob:\nb\n```\n\n    {rule} Note {rule}\n/deploy/*\n/deploy/aws\n"
    assert named(text) == set()


def test_no_entry_raises():
    odd = [
        "[",
        "[!",
        "*[a",
        "[z-a]",
        "**",
        "\\",
        "<>",
        "a <",
        "[^x]: y",
        "![i](*.png)",
        "\u2028?",
        "(?P<",
        "{@@ if",
    ]
    assert named("```{toctree}\n:glob:\n" + "\n".join(odd)) <= ELSEWHERE


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("variant:byoc/own.md", "variant:byoc/own.md <variant://byoc/own.md>"),
        ("Own <variant:byoc/own.md#a>", "Own <variant://byoc/own.md#a>"),
        ("variant://byoc/own.md", "variant://byoc/own.md"),
        ("own", "own"),
        ("Own <https://x.org/>", "Own <https://x.org/>"),
    ],
)
def test_entries_of_other_editions_are_written_as_addresses(entry, address):
    assert with_edition_address(entry) == address
    assert stays([entry]) == [entry]


def test_the_address_of_an_edition_is_the_authors():
    assert edition_entry_address("variant://byoc/own.md") == "variant:byoc/own.md"
    assert edition_entry_address("https://x.org/") == "https://x.org/"


@pytest.mark.parametrize(
    ("entry", "glob", "docname"),
    [
        ("b.md", False, "guide/b"),
        ("T </a>", True, "a"),
        ("*", True, None),
        ("*", False, "guide/*"),
        ("self", False, None),
    ],
)
def test_an_entry_names_a_page_unless_it_is_a_pattern_or_an_address(entry, glob, docname):
    assert named_docname(entry, page="guide/index", glob=glob, suffixes=[".md"]) == docname

"""Which redirects a change needs, decided from the pages before and after."""

from __future__ import annotations

from variantdocs.config.variants import Variant, VariantSet
from variantdocs.publish.redirects.entries import parse_redirects
from variantdocs.publish.redirects.propose import as_lines, outdated_entries, proposals, without_written

VARIANTS = VariantSet(variants=(Variant(name="a", title="A"), Variant(name="b-c", title="B")), default="a")
BOTH = frozenset({"a", "b-c"})
BEFORE = {
    "index": BOTH,
    "old": BOTH,
    "guide/index": BOTH,
    "guide/gone": BOTH,
    "left": BOTH,
    "own": frozenset({"b-c"}),
}
AFTER = {
    "index": BOTH,
    "guide/new": BOTH,
    "guide/index": frozenset({"a"}),
    "left": frozenset({"b-c"}),
    "renamed": frozenset({"b-c"}),
}
RENAMED = {"old": "guide/new", "own": "renamed"}


def lost():
    return proposals(BEFORE, AFTER, RENAMED, VARIANTS)


def test_renamed_pages_are_certain_and_removed_ones_are_left_to_the_author():
    assert as_lines(lost(), AFTER, VARIANTS) == (
        "# The page was removed; choose where its readers go:\n"
        "guide/gone   guide/index\n"
        "old          guide/new\n"
        "own          renamed\n"
        "\n"
        "[b_c]\n"
        "# The page was removed; choose where its readers go:\n"
        "guide/gone   index\n"
        "guide/index  variant:a/guide/index\n"
        "\n"
        "[a]\n"
        "left         variant:b-c/left\n"
    )


def test_the_lines_can_be_read_and_then_nothing_is_missing():
    entries, problems = parse_redirects(as_lines(lost(), AFTER, VARIANTS), VARIANTS)
    assert problems == []
    assert without_written(lost(), entries, AFTER) == []
    left = without_written(lost(), [entry for entry in entries if entry.for_all], AFTER)
    assert [(found.old, found.variants) for found in left] == [
        ("guide/gone", ("b-c",)),
        ("guide/index", ("b-c",)),
        ("left", ("a",)),
    ]


def test_a_redirect_that_led_to_a_moved_page_is_named():
    entries, _ = parse_redirects("before old.html#part\nother index\n", VARIANTS)
    assert [(entry.line, found.new) for entry, found in outdated_entries(lost(), entries)] == [
        (1, "guide/new")
    ]


def test_without_a_change_there_is_nothing_to_propose():
    assert proposals(AFTER, AFTER, {}, VARIANTS) == []
    assert as_lines([], AFTER, VARIANTS) == ""

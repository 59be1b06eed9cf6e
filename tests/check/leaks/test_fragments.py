"""What is left of other variants' text once the variant's own is taken away."""

from __future__ import annotations

import pickle

import pytest

from variantdocs.check.leaks.fragments import Fragments
from variantdocs.check.leaks.words import (
    BREAK,
    find_phrase,
    parts_between_breaks,
    readings_of,
    stretch_of,
    words_and_breaks_of,
    words_of,
    words_of_all,
)


def found_in(output, *, others, own="", only_phrases=False):
    fragments = Fragments()
    fragments.add(others)
    fragments.remove(words_of_all([own]))
    fragments.finish()
    words = words_of(output)
    return [" ".join(words[start:end]) for start, end in fragments.spans(words, only_phrases=only_phrases)]


OWN = "Set up the keys, and run the plane in a cluster."


@pytest.mark.parametrize(
    ("output", "others", "expected"),
    [
        ("Then kubernetes runs it", "Kubernetes!", ["kubernetes"]),
        ("please run the keys in a tree", "run the keys in", ["run the keys in"]),
        ("run the keys, in", "run the *keys* in", ["run the keys in"]),
        ("run the plane in a cluster", "run the plane in a cluster", []),
        ("the keys run", "the keys run\nand more", ["the keys run"]),
        ("keys set", "keys set", ["keys set"]),
        ("keys set", "keys and set", []),
        ("12345 ab", "12345 ab", ["12345 ab"]),
        ("12345", "12345 in", []),
    ],
)
def test_words_short_lines_and_phrases_that_only_others_show_are_found(output, others, expected):
    assert found_in(output, others=others, own=OWN) == expected


def test_code_is_searched_for_phrases_only():
    assert found_in("kubernetes", others="kubernetes", only_phrases=True) == []


def test_a_link_is_read_with_and_without_its_target():
    text = "See [the plane](../deployment/plane.md) for {ref}`more keys <keys>` now"
    read = [" ".join(words) for words in readings_of(text)]
    assert read == [
        "see the plane deployment plane md for ref more keys keys now",
        "see the plane for more keys now",
    ]


def test_links_that_are_far_apart_are_read_apart():
    text = f"a [b](c) d {'word ' * 100}e [f](g) h"
    _, first, second = readings_of(text)
    assert (first[:3], second[-3:]) == (["a", "b", "d"], ["e", "f", "h"])


@pytest.mark.parametrize(
    ("phrase", "offset"), [(("b", "c"), 2), (("c", "d"), 6), (("x",), None), (("c", "y", "d"), 6)]
)
def test_a_phrase_has_an_offset_in_the_text(phrase, offset):
    assert find_phrase(phrase, "A b, [C](y) d") == offset


@pytest.mark.parametrize("word", ["yes", "\u00e9t\u00e9"])
def test_a_break_is_a_word(word):
    text = f"One, two {BREAK} \u2026 {BREAK} A&amp;{word.upper()}"
    assert words_and_breaks_of(text) == ["one", "two", BREAK, BREAK, "a", word]


def test_breaks_divide_words():
    assert list(parts_between_breaks(["a", BREAK, BREAK, "b", "c"])) == [["a"], [], ["b", "c"]]
    assert list(parts_between_breaks(["a", BREAK])) == [["a"], []]


def test_words_are_the_same_with_and_without_other_letters():
    assert words_of("Don't _stop_ a-b &amp; c") == words_of("Don\u2019t _stop_ a\u2013b &amp; c") == [
        "don", "t", "stop", "a", "b", "c",
    ]  # fmt: skip


def test_a_stretch_of_words_is_shown_as_it_stands():
    assert stretch_of("Otherwise, *the* A&amp;B (the\nend).", 1, 5) == "the* A&B (the"


def test_another_process_gets_the_same():
    fragments = Fragments()
    fragments.add("Run the plane in a cluster\nthe keys\nthree more words, \u00e9t\u00e9 1")
    fragments.remove(words_of_all(["the plane"]))
    for found in (fragments, Fragments()):
        assert pickle.loads(pickle.dumps(found)) == Fragments(
            words=found.words, shown=found.shown - {""}, phrases=found.phrases
        )

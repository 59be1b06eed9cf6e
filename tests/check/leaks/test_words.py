"""Which stretches of a page's versions have to be compared with what others show."""

from __future__ import annotations

import pytest

from variantdocs.check.leaks.words import differing_stretches, phrases_of, words_of_all

HEAD, FENCE, END = "# How to run it", "```", "The end of the page is near"


def page(*paragraphs):
    return "\n\n".join(paragraphs)


def test_what_all_versions_have_is_left_out_with_its_phrases():
    ours = page(HEAD, "some of ours", END, HEAD, END, "more of ours")
    theirs = page(HEAD, END, END)
    assert differing_stretches([ours, theirs]) == [
        [page(HEAD, "some of ours", END), page(END, "more of ours")],
        [],
    ]


def test_one_version_has_nothing_to_be_compared_with():
    assert differing_stretches([page(HEAD, END)]) == [[]]
    assert differing_stretches([]) == []


@pytest.mark.parametrize("between", [FENCE, "[run](of/a/long/target)", "a b", "a b c"])
def test_a_stretch_goes_as_far_as_a_phrase_may_reach(between):
    ours, theirs = (page(HEAD, END, between, own, between, END, HEAD) for own in ("ours", "theirs"))
    (found, _) = differing_stretches([ours, theirs])
    only_ours = set(phrases_of(words_of_all([ours]), 4)) - set(phrases_of(words_of_all([theirs]), 4))
    assert only_ours <= set(phrases_of(words_of_all(found), 4))

"""Common slips in tags."""

from __future__ import annotations

import pytest

from variantdocs.templating.checks.spelling import correct_spelling, look_alikes
from variantdocs.templating.tags import Tag, find_tags


@pytest.mark.parametrize(
    ("written", "corrected"),
    [
        ("if byoc AND NOT serverless", "if byoc and not serverless"),
        ("if a <> b", "if a != b"),
        ("if byoc-eu or self-managed", "if byoc_eu or self_managed"),
        ("if by\u200boc", "if byoc"),
        ("if a == \u201cb\u201d", 'if a == "b"'),
        ('if a == "NOT <> byoc-eu \u201cx\u200d"', 'if a == "NOT <> byoc-eu \u201cx\u200d"'),
        ("if byoc - eu", "if byoc - eu"),
        ("if limits - byoc", "if limits - byoc"),
    ],
)
def test_slips_are_corrected_outside_quotes(written, corrected, names):
    pieces, _ = find_tags(f"{{@@ {written} @@}}")
    (piece,), problems = correct_spelling(pieces, names)
    assert isinstance(piece, Tag)
    assert piece.body.strip() == corrected
    assert bool(problems) == (written != corrected)


def test_curly_quotes_are_reported_once_in_a_tag_and_all_corrected(names):
    pieces, _ = find_tags("{@@ if a == \u201cb\u201d or a == \u2018c\u2019 or a == \u201cd\u201d @@}")
    (piece,), problems = correct_spelling(pieces, names)
    assert isinstance(piece, Tag)
    assert piece.body.strip() == 'if a == "b" or a == \'c\' or a == "d"'
    assert [problem.message for problem in problems] == [
        'in a tag, write the straight quotes `"b"` for `\u201cb\u201d`'
    ]


def test_letters_that_look_alike_are_named():
    assert look_alikes("byoc") == ""
    assert look_alikes("by\u043ec") == " (it holds U+043E (cyrillic small letter o))"

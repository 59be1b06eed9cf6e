"""The file ``redirects``: its lines, and what is said of a wrong one."""

from __future__ import annotations

import pytest

from variantdocs.config.variants import Variant, VariantSet
from variantdocs.publish.redirects.entries import Entry, RedirectProblem, parse_redirects

VARIANTS = VariantSet(
    variants=tuple(Variant(name=name, title=name) for name in ("a", "b-c", "d")),
    default="a",
    groups={"own": ("b-c", "d")},
)


def test_sections_name_variants_groups_or_expressions():
    text = "# first\nold new\n\n[own]\n  x/y\tz#part \n[not a]\n/p /a/q\n"
    entries, problems = parse_redirects(text, VARIANTS)
    assert problems == []
    assert entries == [
        Entry(line=2, old="old", new="new", variants=("a", "b-c", "d"), for_all=True),
        Entry(line=5, old="x/y", new="z#part", variants=("b-c", "d"), for_all=False),
        Entry(line=7, old="/p", new="/a/q", variants=("b-c", "d"), for_all=False),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "old",
            "a redirect is the old address, a space and the new one; write a space within an address as %20, "
            "and a comment in a line of its own",
        ),
        ("[a", "the heading [a has no end; write [a]"),
        ("[x]", "the heading [x]: names an unknown variant or group 'x'; there are a, b-c, d, own"),
        (
            "guide/* new",
            "guide/*: patterns are not supported, because hosts without redirects need a page for each address; "
            "write a line for each",
        ),
        ("old#part new", "old#part: browsers and hosts redirect pages, not parts of them; leave out ? and #"),
        ("old ../b/new", "../b/new: must be below the folder of the variant; leave out .. and doubled /"),
    ],
)
def test_a_wrong_line_is_reported_and_the_others_hold(line, message):
    entries, problems = parse_redirects(f"one two\n{line}\nthree four\n", VARIANTS)
    assert [(problem.line, problem.message) for problem in problems] == [(2, message)]
    assert [entry.old for entry in entries] == ["one", "three"]


def test_a_problem_is_about_all_variants_unless_it_says_which():
    assert RedirectProblem(1, "x").variants == ()

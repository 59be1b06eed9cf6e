"""Malformed pages: the whole message of each, with its line and kind.

One file per message in ``bad/``, and beside it what is said: ``line: message [kind]``, and before it
the variant where it depends on that.
"""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from variantdocs.messages import Kind
from variantdocs.templating.expand import BrokenPage, prepare
from variantdocs.templating.sandbox.environment import PageEnvironment
from variantdocs.templating.sandbox.limits import Limits

BAD = sorted(Path(__file__).with_name("bad").glob("*.md"))
LIMITS = [path for path in BAD if path.stem.startswith("limit-")]


def said_of(source, names, environment, *, variants=("serverless", "byoc", "byoc-eu")):
    """What is said of a page: by variant where it was found while rendering."""
    try:
        page = prepare(source, names, environment)
    except BrokenPage as broken:
        return [f"{problem.line}: {problem.message} [{problem.kind}]" for problem in broken.problems]
    said = []
    for variant in variants:
        try:
            page.expand(variant, names)
        except BrokenPage as broken:
            said += [
                f"{variant}: {problem.line}: {problem.message} [{problem.kind}]"
                for problem in broken.problems
            ]
    return said


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_malformed_page_is_told_what_is_wrong_and_where(path, names, environment):
    said = said_of(path.read_text("utf-8"), names, environment)
    assert said == path.with_suffix(".txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("path", LIMITS, ids=lambda path: path.stem)
def test_what_is_too_large_is_refused_before_it_is_made(path, names):
    # Smaller limits than a page's own: to weigh a value takes long while memory is traced.
    environment = PageEnvironment(Limits(value=16 << 10, work=1 << 20, output=1 << 20))
    source = path.read_text("utf-8")
    tracemalloc.start()
    try:
        said = said_of(source, names, environment, variants=("byoc",))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert said
    assert all(line.endswith("[variants.limit]") for line in said)
    assert peak < 10_000_000


def test_one_page_cannot_keep_more_than_its_work_in_memory(names, environment):
    kept = "".join(f"{{@@ set kept{i} = ('\U0001f600' * 250000) @@}}\n" for i in range(2000))
    tracemalloc.start()
    try:
        said = said_of(kept, names, environment, variants=("byoc",))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert said == [
        "byoc: 34: expanding this page takes too much work; make it simpler or split it [variants.limit]"
    ]
    assert peak < 50_000_000


@pytest.mark.parametrize("opening", ["{@= '", '{@@ if "', "{@# "])
def test_what_is_left_open_in_a_large_page_costs_little_memory(names, environment, opening):
    source = opening + "x" * 1_900_000
    tracemalloc.start()
    try:
        said = said_of(source, names, environment)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(said) == 1
    assert "is opened here and never closed" in said[0]
    assert peak < 10_000_000


def test_of_very_many_problems_the_first_hundred_are_told(names, environment):
    said = said_of("".join(f"{{@= nobody{i} =@}}\n" for i in range(5000)), names, environment)
    assert len(said) == 101
    assert said[99].startswith("100: unknown name `nobody99`;")
    assert said[100] == (
        "101: there are more problems in this page; mend the first 100 of them first [variants.unknown-name]"
    )


def test_very_many_stray_ends_are_not_all_told(names, environment):
    said = said_of("@@}\n" * 100_000, names, environment)
    assert len(said) == 101


def test_what_a_page_used_is_not_charged_to_the_next(names):
    environment = PageEnvironment(Limits(iterations=10))
    page = prepare("{@@ for i in range(8) @@}x{@@ endfor @@}", names, environment)
    assert [page.expand("byoc", names).text for _ in range(3)] == ["x" * 8] * 3


@pytest.mark.parametrize(
    ("limits", "source", "message"),
    [
        (
            Limits(source=10),
            "x" * 11,
            "the page has 11 characters, more than the 10 that a page may have; split it",
        ),
        (
            Limits(output=10),
            "{@@ for i in range(3) @@}word{@@ endfor @@}",
            "this page expands to more than 10 characters; split it",
        ),
        (
            Limits(value=10),
            "{@= 'x' * 11 =@}",
            "this makes a value of more than 10 characters or items; make it smaller",
        ),
        (
            Limits(iterations=3),
            "{@@ for i in [1, 2] @@}{@@ for j in [1, 2] @@}{@@ endfor @@}{@@ endfor @@}",
            "the loops of this page make more than 3 turns together; make the list shorter or split the page",
        ),
        (
            Limits(work=50),
            "{@= 'x' * 30 =@}",
            "expanding this page takes too much work; make it simpler or split it",
        ),
        (
            Limits(integer_bits=8),
            "{@= 255 + 1 =@}",
            "this makes a whole number of more than 8 bits; make it smaller",
        ),
        (
            Limits(integer_bits=8),
            "{@= 2 ** 9 =@}",
            "this makes a whole number of more than 8 bits; make it smaller",
        ),
    ],
)
def test_every_limit_says_what_it_is_and_what_to_do(limits, source, message, names):
    said = said_of(source, names, PageEnvironment(limits), variants=("byoc",))
    assert [line.rpartition("1: ")[2] for line in said] == [f"{message} [variants.limit]"]


@pytest.mark.parametrize(
    ("limits", "source", "text"),
    [
        (Limits(source=11), "x" * 11, "x" * 11),
        (Limits(value=10), "{@= 'x' * 10 =@}", "x" * 10),
        (Limits(integer_bits=8), "{@= 254 + 1 =@}", "255"),
        (
            Limits(iterations=6),
            "{@@ for i in [1, 2] @@}{@@ for j in [1, 2] @@}x{@@ endfor @@}{@@ endfor @@}",
            "xxxx",
        ),
    ],
)
def test_what_just_fits_a_limit_is_expanded(limits, source, text, names):
    assert prepare(source, names, PageEnvironment(limits)).expand("byoc", names).text == text


def test_a_page_of_5_mb_is_refused(names, environment):
    said = said_of("word " * 1_000_000, names, environment)
    assert said == [
        "1: the page has 5,000,000 characters, more than the 2,097,152 that a page may have; split it [variants.limit]"
    ]


@pytest.mark.parametrize(
    "source",
    [
        "{@@ if byoc @@}\n" * 120 + "x\n" + "{@@ endif @@}\n" * 120,
        "{@= " + "(" * 3000 + "1" + ")" * 3000 + " =@}",
    ],
)
def test_what_is_nested_too_deeply_is_refused(names, environment, source):
    with pytest.raises(BrokenPage) as caught:
        prepare(source, names, environment)
    assert [problem.kind for problem in caught.value.problems] == [Kind.LIMIT]
    assert caught.value.problems[0].message == "blocks or brackets are nested too deeply; make it simpler"

"""Malformed pages: the whole message of each, with its line and kind.

One file per message in ``bad/``, and beside it what is said: ``line: message [kind]``, and before it
the variant where it depends on that.
"""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from variantdocs.conditions.expand import BrokenPage, prepare
from variantdocs.messages import Kind

BAD = sorted(Path(__file__).with_name("bad").glob("*.md"))
LIMITS = [path for path in BAD if path.stem.startswith("limit-")]


def said_of(source, names, environment):
    """What is said of a page: by variant where it was found while rendering."""
    try:
        page = prepare(source, names, environment)
    except BrokenPage as broken:
        return [f"{problem.line}: {problem.message} [{problem.kind}]" for problem in broken.problems]
    said = []
    for variant in ("serverless", "byoc", "byoc-eu"):
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
def test_what_is_too_large_is_refused_before_it_is_made(path, names, environment):
    source = path.read_text("utf-8")
    tracemalloc.start()
    try:
        said = said_of(source, names, environment)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert said
    assert all(line.endswith("[variants.limit]") for line in said)
    assert peak < 30_000_000


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

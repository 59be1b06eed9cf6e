"""Expanding pages: good ones in ``cases/``, malformed ones in ``bad/``.

A case holds the input, and for each variant the expected text and source lines. Beside each malformed
page lie its messages: ``line: message [kind]``, preceded by the variant if they depend on it.
"""

from __future__ import annotations

import re
import time
import tracemalloc
from pathlib import Path

import pytest

from variantdocs.messages import Kind
from variantdocs.templating.expand import BrokenPage, prepare
from variantdocs.templating.sandbox.environment import PageEnvironment
from variantdocs.templating.sandbox.limits import Limits

CASES = sorted(path for path in Path(__file__).with_name("cases").glob("*.md") if path.stem != "README")
BAD = sorted(Path(__file__).with_name("bad").glob("*.md"))
LIMITS = [path for path in BAD if path.stem.startswith("limit-")]


def messages_of(source, names, environment, *, variants=("serverless", "byoc", "byoc-eu")):
    """The messages about a page; those found while rendering begin with the variant."""
    try:
        page = prepare(source, names, environment)
    except BrokenPage as broken:
        return [f"{problem.line}: {problem.message} [{problem.kind}]" for problem in broken.problems]
    messages = []
    for variant in variants:
        try:
            page.expand(variant, names)
        except BrokenPage as broken:
            messages += [
                f"{variant}: {problem.line}: {problem.message} [{problem.kind}]"
                for problem in broken.problems
            ]
    return messages


def test_there_are_at_least_eighty_cases():
    assert len(CASES) >= 80


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_page_expands_as_its_case_says(path, names, environment):
    _, *sections = re.split(r"^=== ", path.read_bytes().decode("utf-8"), flags=re.M)
    title, _, source = sections[0].partition("\n")
    assert title == "input"
    source = source.removesuffix("\n")
    page = prepare(source, names, environment)
    covered = set()
    for section in sections[1:]:
        head, _, text = section.partition("\n")
        variants, _, lines = head.partition(":")
        unchanged = lines.strip() == "unchanged"
        for variant in variants.split():
            covered.add(variant)
            found = page.expand(variant, names)
            assert found.text == (source if unchanged else text.removesuffix("\n"))
            assert found.source_map.lines == (None if unchanged else tuple(map(int, lines.split())))
    assert covered == {"serverless", "byoc", "byoc-eu"}


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_malformed_page_gets_its_messages(path, names, environment):
    messages = messages_of(path.read_text("utf-8"), names, environment)
    assert messages == path.with_suffix(".txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("path", LIMITS, ids=lambda path: path.stem)
def test_a_value_that_is_too_large_is_refused_before_it_is_made(path, names):
    # Smaller limits than a page's own: charging is slow while memory is traced.
    environment = PageEnvironment(Limits(value=16 << 10, work=1 << 20, output=1 << 20))
    source = path.read_text("utf-8")
    tracemalloc.start()
    try:
        messages = messages_of(source, names, environment, variants=("byoc",))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert messages
    assert all(line.endswith("[variants.limit]") for line in messages)
    assert peak < 10_000_000


def test_a_page_cannot_keep_more_in_memory_than_its_budget(names, environment):
    kept = "".join(f"{{@@ set kept{i} = ('\U0001f600' * 250000) @@}}\n" for i in range(200))
    tracemalloc.start()
    try:
        messages = messages_of(kept, names, environment, variants=("byoc",))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert messages == [
        "byoc: 34: expanding this page takes too much work; make it simpler or split it [variants.limit]"
    ]
    assert peak < 50_000_000


@pytest.mark.parametrize("opening", ["{@= '", '{@@ if "', "{@# "])
def test_an_unclosed_tag_in_a_large_page_takes_little_memory(names, environment, opening):
    source = opening + "x" * 1_900_000
    tracemalloc.start()
    try:
        messages = messages_of(source, names, environment)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(messages) == 1
    assert "is opened here and never closed" in messages[0]
    assert peak < 10_000_000


def test_only_the_first_hundred_problems_are_reported(names, environment):
    messages = messages_of("".join(f"{{@= nobody{i} =@}}\n" for i in range(5000)), names, environment)
    assert len(messages) == 101
    assert messages[99].startswith("100: unknown name `nobody99`;")
    assert messages[100] == (
        "101: there are more problems in this page; fix the first 100 first [variants.unknown-name]"
    )


def test_stray_closing_delimiters_are_limited_too(names, environment):
    messages = messages_of("@@}\n" * 100_000, names, environment)
    assert len(messages) == 101


def test_a_page_of_5_mb_is_refused(names, environment):
    messages = messages_of("word " * 1_000_000, names, environment)
    assert messages == [
        "1: the page has 5,000,000 characters, more than the 2,097,152 that a page may have; split it [variants.limit]"
    ]


@pytest.mark.parametrize(
    "source",
    [
        "{@@ if byoc @@}\n" * 120 + "x\n" + "{@@ endif @@}\n" * 120,
        "{@@ for i in range(2) @@}\n" * 3500 + "{@@ endif @@}\n" * 3500,
        "{@= " + "(" * 3000 + "1" + ")" * 3000 + " =@}",
        "{@= dict(" + ", ".join(f"a{i}=1" for i in range(20_000)) + ") =@}",
        "{@@ set" + " " * 20_000 + "@@}",
        "{@= byoc =@}" * 100_000,
        "{@= ('y' * 262000).join('y' * 262000) =@}",
        "{@= ('y' * 262000) | join('y' * 262000) =@}",
        "{@= range(200000) | join('y' * 262000) =@}",
    ],
    ids=[
        "blocks",
        "loops",
        "brackets",
        "arguments",
        "blanks",
        "tags",
        "join",
        "join filter",
        "join of a range",
    ],
)
def test_a_page_that_would_take_too_long_is_refused_at_once(names, environment, source):
    started = time.process_time()
    with pytest.raises(BrokenPage) as caught:
        prepare(source, names, environment).expand("byoc", names)
    assert [problem.kind for problem in caught.value.problems] == [Kind.LIMIT]
    assert time.process_time() - started < 5


def test_nesting_that_is_too_deep_gets_the_cure(names, environment):
    source = "{@@ if byoc @@}\n" * 120 + "x\n" + "{@@ endif @@}\n" * 120
    assert messages_of(source, names, environment) == [
        "91: blocks are nested too deeply; make the page simpler [variants.limit]"
    ]

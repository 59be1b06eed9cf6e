"""Expansion, case by case: input, variant, expected text, expected source lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from variantdocs.templating.expand import prepare

CASES = sorted(path for path in Path(__file__).with_name("cases").glob("*.md") if path.stem != "README")


def test_there_are_the_cases_that_were_promised():
    assert len(CASES) >= 80


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_page_expands_as_its_case_says(path, names, environment):
    _, *sections = re.split(r"^=== ", path.read_bytes().decode("utf-8"), flags=re.M)
    title, _, source = sections[0].partition("\n")
    assert title == "input"
    source = source.removesuffix("\n")
    page = prepare(source, names, environment)
    told = set()
    for section in sections[1:]:
        head, _, text = section.partition("\n")
        variants, _, lines = head.partition(":")
        unchanged = lines.strip() == "unchanged"
        for variant in variants.split():
            told.add(variant)
            found = page.expand(variant, names)
            assert found.text == (source if unchanged else text.removesuffix("\n"))
            assert found.source_map.lines == (None if unchanged else tuple(map(int, lines.split())))
    assert told == {"serverless", "byoc", "byoc-eu"}

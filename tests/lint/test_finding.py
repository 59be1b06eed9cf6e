"""A finding as the terminal shows it, and the order of findings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from variantdocs.lint.finding import Finding
from variantdocs.messages import Kind
from variantdocs.sources.edits import Edit


@pytest.fixture
def finding(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "source/index.md"
    return Finding(path=path, line=3, column=7, kind=Kind.DEAD_BRANCH, message="no variant shows this")


def test_a_finding_is_one_line_with_its_place_and_kind(finding):
    assert str(finding) == "source/index.md:3:7: WARNING: no variant shows this [variants.dead-branch]"


def test_a_finding_of_some_variants_names_them(finding):
    assert str(replace(finding, variants=("serverless", "byoc"))) == (
        "source/index.md:3:7: WARNING: no variant shows this [serverless, byoc] [variants.dead-branch]"
    )


def test_an_error_is_called_one(finding):
    assert str(replace(finding, is_error=True)) == (
        "source/index.md:3:7: ERROR: no variant shows this [variants.dead-branch]"
    )


def test_findings_are_in_the_order_of_files_lines_and_columns(finding):
    order = [
        replace(finding, path=Path("a.md"), line=10),
        replace(finding, path=Path("b.md"), line=9, column=10),
        replace(finding, path=Path("b.md"), line=10, column=9),
        replace(finding, path=Path("b.md"), line=10, column=10),
    ]
    assert sorted([order[3], order[1], order[0], order[2]]) == order


def test_equal_findings_are_one(finding):
    fixed = replace(finding, fix=(Edit(0, 3),))
    assert len({fixed, replace(fixed), finding}) == 2

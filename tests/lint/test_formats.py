"""Findings in each format that another program reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from variantdocs import __version__
from variantdocs.lint.finding import Finding
from variantdocs.lint.formats import FORMATS, as_github, as_json, as_sarif, as_text
from variantdocs.messages import Kind
from variantdocs.sources.edits import Edit


@pytest.fixture
def findings(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return [
        Finding(
            path=tmp_path / "source/a.md",
            line=3,
            column=7,
            kind=Kind.SYNTAX,
            message="`{@@ if x @@}` is never closed",
            is_error=True,
        ),
        Finding(
            path=tmp_path / "source/é.md",
            line=1,
            column=1,
            kind=Kind.DEAD_BRANCH,
            message="no variant shows “this”",
            variants=("serverless", "byoc"),
            fix=(Edit(0, 3),),
        ),
    ]


def test_text_is_a_line_for_each(findings):
    assert as_text(findings) == (
        "source/a.md:3:7: ERROR: `{@@ if x @@}` is never closed [variants.syntax]\n"
        "source/é.md:1:1: WARNING: no variant shows “this” [serverless, byoc] [variants.dead-branch]\n"
    )


def test_github_gets_a_workflow_command_for_each(findings):
    assert as_github(findings) == (
        "::error file=source/a.md,line=3,col=7,title=variants.syntax::`{@@ if x @@}` is never closed\n"
        "::warning file=source/é.md,line=1,col=1,title=variants.dead-branch::no variant shows “this” "
        "[serverless, byoc]\n"
    )


def test_github_gets_no_character_that_would_end_a_command_or_property():
    finding = Finding(
        path=Path("a,b:c%.md"), line=1, column=1, kind=Kind.SYNTAX, message="100%:\r\n::error::, x"
    )
    assert as_github([finding]) == (
        "::warning file=a%2Cb%3Ac%25.md,line=1,col=1,title=variants.syntax::100%25:%0D%0A::error::, x\n"
    )


def test_json_holds_every_field(findings):
    assert json.loads(as_json(findings)) == {
        "version": 1,
        "findings": [
            {
                "path": "source/a.md",
                "line": 3,
                "column": 7,
                "kind": "variants.syntax",
                "level": "error",
                "message": "`{@@ if x @@}` is never closed",
                "variants": [],
                "fixable": False,
            },
            {
                "path": "source/é.md",
                "line": 1,
                "column": 1,
                "kind": "variants.dead-branch",
                "level": "warning",
                "message": "no variant shows “this”",
                "variants": ["serverless", "byoc"],
                "fixable": True,
            },
        ],
    }


def test_json_is_readable_text(findings):
    written = as_json(findings)
    assert "“this”" in written
    assert written.endswith("}\n")


def test_sarif_names_each_kind_once_as_a_rule(findings):
    (run,) = json.loads(as_sarif([*findings, *findings]))["runs"]
    assert run["tool"]["driver"] == {
        "name": "variantdocs",
        "version": __version__,
        "rules": [
            {"id": "variants.dead-branch", "shortDescription": {"text": "dead branch"}},
            {"id": "variants.syntax", "shortDescription": {"text": "syntax"}},
        ],
    }


def test_sarif_has_a_result_for_each(findings):
    found = json.loads(as_sarif(findings))
    assert found["version"] == "2.1.0"
    assert found["runs"][0]["results"][1] == {
        "ruleId": "variants.dead-branch",
        "level": "warning",
        "message": {"text": "no variant shows “this” [serverless, byoc]"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "source/é.md"},
                    "region": {"startLine": 1, "startColumn": 1},
                }
            }
        ],
    }


@pytest.mark.parametrize("name", FORMATS)
def test_no_findings_are_valid_output_too(name):
    written = FORMATS[name]([])
    if name in ("json", "sarif"):
        assert json.loads(written)
    else:
        assert written == ""

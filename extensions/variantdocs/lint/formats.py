"""Findings as text, as GitHub's annotations, as JSON and as SARIF."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from typing import Any

from variantdocs import __version__
from variantdocs.lint.finding import Finding
from variantdocs.messages import Kind
from variantdocs.paths import shown_path


def as_text(findings: Sequence[Finding]) -> str:
    """A line for each finding."""
    return "".join(f"{finding}\n" for finding in findings)


def as_github(findings: Sequence[Finding]) -> str:
    """Workflow commands, which GitHub shows beside the lines of a pull request."""
    lines = []
    for finding in findings:
        level = "error" if finding.is_error else "warning"
        place = f"file={_property(_path(finding))},line={finding.line},col={finding.column}"
        lines.append(f"::{level} {place},title={finding.kind}::{_data(_with_variants(finding))}\n")
    return "".join(lines)


def as_json(findings: Sequence[Finding]) -> str:
    """One JSON object; its form is in the manual."""
    found = [
        {
            "path": _path(finding),
            "line": finding.line,
            "column": finding.column,
            "kind": finding.kind,
            "level": "error" if finding.is_error else "warning",
            "message": finding.message,
            "variants": list(finding.variants),
            "fixable": bool(finding.fix),
        }
        for finding in findings
    ]
    return _dumped({"version": 1, "findings": found})


def as_sarif(findings: Sequence[Finding]) -> str:
    """SARIF 2.1.0, for code scanning."""
    kinds = sorted({finding.kind for finding in findings})
    driver = {
        "name": "variantdocs",
        "version": __version__,
        "rules": [{"id": kind, "shortDescription": {"text": _meaning(kind)}} for kind in kinds],
    }
    results = [
        {
            "ruleId": finding.kind,
            "level": "error" if finding.is_error else "warning",
            "message": {"text": _with_variants(finding)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _path(finding)},
                        "region": {"startLine": finding.line, "startColumn": finding.column},
                    }
                }
            ],
        }
        for finding in findings
    ]
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    runs = [{"tool": {"driver": driver}, "results": results}]
    return _dumped({"$schema": schema, "version": "2.1.0", "runs": runs})


FORMATS: dict[str, Callable[[Sequence[Finding]], str]] = {
    "text": as_text,
    "github": as_github,
    "json": as_json,
    "sarif": as_sarif,
}


def _dumped(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _path(finding: Finding) -> str:
    return shown_path(finding.path).replace(os.sep, "/")


def _with_variants(finding: Finding) -> str:
    return f"{finding.message} [{', '.join(finding.variants)}]" if finding.variants else finding.message


def _meaning(kind: Kind) -> str:
    return kind.replace("variants.", "").replace("-", " ")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

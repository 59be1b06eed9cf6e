"""What the commands found, for a person and for a program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from variantdocs.messages import Kind
from variantdocs.remote.commands.drift import Finding, Report, Verdict
from variantdocs.remote.commands.project import FoundUse, Project
from variantdocs.remote.commands.report import as_json, as_text, counted_files, failure_lines
from variantdocs.remote.settings import RemoteSettings
from variantdocs.remote.types import RemoteError
from variantdocs.remote.uses import RemoteUse

URL = "https://code.example/x.py"


def finding(verdict: Verdict, **values: Any) -> Finding:
    return Finding(**({"place": "source/index.md:3", "url": URL, "verdict": verdict} | values))


def report(*findings: Finding, **values: Any) -> Report:
    return Report(findings=findings, **values)


@pytest.mark.parametrize(("count", "text"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
def test_files_are_counted_in_words(count: int, text: str) -> None:
    assert counted_files(count) == text


def test_a_failure_is_told_with_every_place_that_it_concerns(tmp_path: Path) -> None:
    uses = tuple(
        FoundUse(docname="index", use=RemoteUse(url=URL, line=line), place=f"index.md:{line}")
        for line in (3, 9)
    )
    settings = RemoteSettings(cache=tmp_path, lock=tmp_path / "remote.lock", mode="dev")
    project = Project(settings=settings, source_encoding="utf-8", sources=tmp_path, uses=uses)
    error = RemoteError(Kind.RLI_FETCH, f"{URL}: the server answered 500")
    assert list(failure_lines(project, {URL: error})) == [
        f"index.md:3, index.md:9: {URL}: the server answered 500 [rli.fetch]"
    ]
    assert list(failure_lines(project, {})) == []


def test_what_is_the_same_is_only_counted() -> None:
    assert as_text(report(finding(Verdict.SAME))) == "1 use of remote files: 1 same"
    assert as_text(report()) == "0 uses of remote files"


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({}, f"source/index.md:3: gone: {URL}"),
        ({"variants": ("serverless", "byoc")}, f"source/index.md:3: gone: {URL} [serverless, byoc]"),
        ({"detail": f"{URL}: no such file"}, f"source/index.md:3: gone: {URL}: no such file"),
        ({"detail": "no such file"}, f"source/index.md:3: gone: {URL}: no such file"),
        ({"url": "", "detail": "no URL"}, "source/index.md:3: gone: no URL"),
    ],
)
def test_a_finding_is_a_line(values: dict[str, Any], line: str) -> None:
    assert as_text(report(finding(Verdict.GONE, **values))).splitlines()[0] == line


def test_a_difference_is_indented_and_safe_to_print() -> None:
    text = as_text(report(finding(Verdict.SNIPPET_CHANGED, diff="-a\n+\x1b[31mb")))
    assert text.splitlines()[1:3] == ["    -a", "    +\\x1b[31mb"]


def test_verdicts_are_counted_in_the_order_of_their_definition() -> None:
    found = report(finding(Verdict.GONE), finding(Verdict.SAME), finding(Verdict.GONE))
    assert as_text(found).splitlines()[-1] == "3 uses of remote files: 1 same, 2 gone"


def test_unused_entries_and_stale_copies_say_what_to_run() -> None:
    found = report(unused=(URL,), stale_copies=("vendored/x.py",))
    assert as_text(found).splitlines() == [
        f"{URL}: locked, but no page uses it; run: variantdocs remote lock",
        "vendored/x.py: not what the lock says; run: variantdocs remote vendor",
        "0 uses of remote files",
    ]


@pytest.mark.parametrize(
    ("found", "clean"),
    [
        (report(), True),
        (report(finding(Verdict.SAME), finding(Verdict.FILE_CHANGED)), True),
        (report(finding(Verdict.SNIPPET_CHANGED)), False),
        (report(unused=(URL,)), False),
        (report(stale_copies=("x",)), False),
    ],
)
def test_a_program_gets_everything(found: Report, clean: bool) -> None:
    data = json.loads(json.dumps(as_json(found)))
    assert data.keys() == {"version", "clean", "uses", "unused", "stale_copies"}
    assert (data["version"], data["clean"], found.is_clean) == (1, clean, clean)
    assert (data["unused"], data["stale_copies"]) == (list(found.unused), list(found.stale_copies))


def test_a_program_gets_each_use_as_it_is() -> None:
    use = finding(Verdict.SNIPPET_CHANGED, variants=("byoc",), detail="d", diff="-a\n+b")
    assert as_json(report(use))["uses"] == [
        {
            "place": "source/index.md:3",
            "url": URL,
            "verdict": "snippet changed",
            "variants": ["byoc"],
            "detail": "d",
            "diff": "-a\n+b",
        }
    ]

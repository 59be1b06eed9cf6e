"""The page about performance says what was measured, in however many runs."""

from __future__ import annotations

from benchmarks.results import Results
from benchmarks.scenarios import Row

from benchmarks import report

MADE = {
    "commit": "0123456789ab",
    "date": "2026-01-02",
    "changed": False,
    "cpus": 2,
    "system": "Linux x86_64",
    "python": "3.11.7",
    "packages": {"Sphinx": "9.0.4"},
    "pages": 300,
    "many_pages": 3000,
    "words": 1600,
    "jobs": 2,
    "plain_jobs": 1,
}
MET = Row(
    scenario="cold-2", what="2 variants", against="the plain way", ours=(2.0,), theirs=(10.0,), goal=0.25
)
MISSED = Row(scenario="edit", what="one edit", against="the same", ours=(3.0,), theirs=(2.0,), goal=1.3)
FAILED = Row(scenario="lint", what="many pages", failure="exit status 2")


def test_runs_of_the_same_conditions_come_together_in_the_order_of_the_page(tmp_path):
    Results.of_conditions(tmp_path, MADE).add("edit", [MISSED], seconds=5)
    Results.of_conditions(tmp_path, {**MADE, "pages": 12}).add("cold-2", [FAILED], seconds=5)
    results = Results.of_conditions(tmp_path, MADE)
    results.add("cold-2", [MET], seconds=12)
    assert results.rows() == (MET, MISSED)
    assert Results.of_folder(results.folder) == results


def test_a_scenario_that_failed_is_measured_again(tmp_path):
    results = Results.of_conditions(tmp_path, MADE)
    results.add("cold-2", [MET], seconds=12)
    results.add("lint", [FAILED], seconds=1)
    assert results.measured() == {"cold-2"}


def test_the_page_says_what_is_known_of_scenarios_without_a_goal(tmp_path, monkeypatch):
    notes = tmp_path / "notes.md"
    notes.write_text("# Notes\n\n## scale-16\n\nIt grows.\n\n## scale-8\n\nNot measured.\n", "utf-8")
    monkeypatch.setattr(report, "NOTES", notes)
    row = Row(scenario="scale-16", what="3000 pages", unit="MB", ours=(5000.0,))
    page = report.to_markdown((MET, row), MADE)
    assert "\n\n## Remarks\n\nIt grows.\n\n## How it was made\n" in page
    assert "## Remarks" not in report.to_markdown((MET,), MADE)


def test_the_page_says_why_a_goal_is_not_met(tmp_path, monkeypatch):
    notes = tmp_path / "notes.md"
    notes.write_text("# Notes\n\n## edit\n\nMost of it is imports.\n\n## cold-2\n\nRendering.\n", "utf-8")
    monkeypatch.setattr(report, "NOTES", notes)
    page = report.to_markdown((MET, MISSED, FAILED), MADE)
    assert (
        "## Goals that are not met\n\n- **one edit, against the same: 1.500; the goal is at most 1.3**\n\n"
        "Most of it is imports.\n\n## How it was made\n\n- Commit 0123456789ab of 2026-01-02.\n" in page
    )
    assert "Rendering." not in page
    assert "| many pages | failed |" in page
    assert report.without_note((MET, MISSED)) == ()


def test_a_goal_that_is_not_met_for_no_known_reason_is_named(tmp_path, monkeypatch):
    notes = tmp_path / "notes.md"
    notes.write_text("# Notes\n", "utf-8")
    monkeypatch.setattr(report, "NOTES", notes)
    assert report.without_note((MET, MISSED)) == ("edit",)
    assert "Not looked into yet." in report.to_markdown((MISSED,), MADE)

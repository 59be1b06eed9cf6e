"""When files last changed, as git tells it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from variantdocs.page_metadata.commit_dates import CommitDate, Repository, newest, parse_log

DAY = 86_400
NO_CONFIGURATION = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


class Clone:
    """A git repository whose commits are a day apart."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.day = folder, 0
        folder.mkdir(exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> None:
        date = f"@{self.day * DAY} +0000"
        names = {f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        subprocess.run(
            ("git", "-C", str(self.folder), *arguments),
            check=True,
            capture_output=True,
            env={**os.environ, **NO_CONFIGURATION, **names, **dates},
        )

    def commit(self, **files: str) -> None:
        self.day += 1
        for name, text in files.items():
            path = self.folder / name.replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        self.git("add", ".")
        self.git("commit", "-q", "-m", "x")


def days(folder: Path, *names: str) -> dict[str, tuple[int, bool]]:
    """Name → the day of its last commit, and whether that is exact."""
    repository = Repository.holding(folder)
    found = repository.commit_dates([folder / name for name in names])
    return {
        path.relative_to(folder).as_posix(): (date.seconds // DAY, date.exact) for path, date in found.items()
    }


@pytest.fixture
def clone(tmp_path):
    return Clone(tmp_path / "clone")


def test_each_file_has_the_date_of_its_last_commit(clone):
    clone.commit(a="1", pages__b="1", pages__c="1")
    clone.commit(pages__b="2")
    (clone.folder / "a").write_text("not committed")
    (clone.folder / "new").write_text("not tracked")
    found = days(clone.folder, "a", "pages/b", "pages/c", "new")
    assert found == {"a": (1, True), "pages/b": (2, True), "pages/c": (1, True)}


def test_names_with_spaces_and_other_scripts_are_found(clone):
    name = 'über "uns" 文'
    clone.commit(**{name: "1"})
    assert days(clone.folder, name) == {name: (1, True)}


def test_a_merge_counts_only_for_what_it_changes_itself(clone):
    clone.commit(a="1", b="1", c="1")
    clone.git("switch", "-q", "-c", "other")
    clone.commit(a="2", c="other")
    clone.git("switch", "-q", "main")
    clone.commit(b="2", c="main")
    subprocess.run(("git", "-C", str(clone.folder), "merge", "-q", "--no-commit", "other"), check=False, capture_output=True)  # fmt: skip
    clone.commit(c="both")
    assert days(clone.folder, "a", "b", "c") == {"a": (2, True), "b": (3, True), "c": (4, True)}


def test_files_outside_of_the_repository_have_no_date(clone):
    clone.commit(a="1")
    repository = Repository.holding(clone.folder)
    assert repository.commit_dates([clone.folder.parent / "elsewhere"]) == {}


def test_a_shallow_clone_does_not_know_when_its_oldest_files_changed(clone, tmp_path):
    clone.commit(a="1", b="1")
    clone.commit(c="1")
    clone.commit(b="2")
    target = tmp_path / "shallow"
    subprocess.run(("git", "clone", "-q", "--depth", "2", clone.folder.as_uri(), str(target)), check=True)
    assert days(target, "a", "b", "c") == {"a": (2, False), "b": (3, True), "c": (2, False)}


def test_without_a_commit_or_a_repository_nothing_is_known(clone, tmp_path, monkeypatch):
    assert Repository.holding(clone.folder) is None
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert Repository.holding(tmp_path) is None
    monkeypatch.setenv("PATH", "")
    assert Repository.holding(clone.folder) is None


def test_the_log_is_parsed_wherever_its_chunks_end():
    log = b"\x01ab 20\n\0\0\x01cd 10\0a b\0c\0\0\x01ef 5"
    for size in (1, 3, len(log)):
        chunks = [log[start : start + size] for start in range(0, len(log), size)]
        assert list(parse_log(chunks)) == [("ab", 20, []), ("cd", 10, [b"a b", b"c"]), ("ef", 5, [])]


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        ([], None),
        ([(5, True), (3, True)], 5),
        ([(5, True), (3, False)], 5),
        ([(5, False), (3, True)], None),
        ([(5, False), (5, True)], 5),
    ],
)
def test_what_may_be_older_than_it_seems_never_makes_a_date(dates, found):
    assert newest(CommitDate(seconds=seconds, exact=exact) for seconds, exact in dates) == found

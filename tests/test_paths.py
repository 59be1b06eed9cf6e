"""Paths as messages show them, and as seen from a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from variantdocs.paths import relative_name, shown_path


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_a_path_below_the_current_folder_is_relative_to_it(here):
    assert shown_path(here / "source" / "index.md") == "source/index.md"
    assert shown_path(str(here / "conf.py")) == "conf.py"


def test_a_relative_path_stays_relative():
    assert shown_path(Path("source/index.md")) == "source/index.md"
    assert shown_path("./source/../conf.py") == "conf.py"


def test_a_path_outside_the_current_folder_is_absolute(here):
    assert shown_path(here.parent / "conf.py") == f"{here.parent}/conf.py"
    assert shown_path("../conf.py") == f"{here.parent}/conf.py"


def test_a_folder_whose_name_only_begins_alike_is_outside(here):
    assert shown_path(f"{here}-too/conf.py") == f"{here}-too/conf.py"


def test_the_current_folder_itself_is_absolute(here):
    assert shown_path(here) == str(here)
    assert shown_path(".") == str(here)


def test_a_link_is_shown_by_its_own_name(here):
    (here.parent / "elsewhere.md").write_text("")
    (here / "link.md").symlink_to(here.parent / "elsewhere.md")
    assert shown_path(here / "link.md") == "link.md"


def test_a_path_need_not_exist():
    assert shown_path("gone/away.md") == "gone/away.md"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/project/source/a/b.md", "a/b.md"),
        ("a/../b.md", "b.md"),
        ("../conf.py", "../conf.py"),
        ("/project/conf.py", "../conf.py"),
        ("/project/source/../source/a.md", "a.md"),
        ("/project/source-2/a.md", "../source-2/a.md"),
        ("/project/source", "."),
    ],
)
def test_a_file_is_named_as_seen_from_a_folder(path, name):
    assert relative_name(path, Path("/project/source")) == name

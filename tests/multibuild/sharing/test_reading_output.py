"""Files that extensions write while they read pages, in the variant that takes the pages over."""

from __future__ import annotations

import pytest

from variantdocs.multibuild.sharing.reading_output import take_over_reading_output


@pytest.fixture
def folders(tmp_path):
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    for name in (
        "environment.pickle",
        "guide/start.doctree",
        ".html/start.html",
        "executed/guide/start.glue.json",
        "executed/guide/start.v2.ipynb",
        "executed/other.ipynb",
        "executed/0a1b.png",
    ):
        path = theirs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("theirs")
    ours.mkdir()
    return theirs, ours


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()
    }


def test_files_that_are_missing_here_are_copied(folders):
    theirs, ours = folders
    take_over_reading_output(["guide/start"], theirs=theirs, ours=ours)
    assert files(ours).keys() == {
        "executed/guide/start.glue.json",
        "executed/guide/start.v2.ipynb",
        "executed/other.ipynb",
        "executed/0a1b.png",
    }


def test_only_files_of_pages_that_are_taken_over_replace_ours(folders):
    theirs, ours = folders
    for name in ("guide/start.glue.json", "guide/start.v2.ipynb", "other.ipynb"):
        path = ours / "executed" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("ours")
    take_over_reading_output(["guide/start", "index"], theirs=theirs, ours=ours)
    found = files(ours / "executed")
    assert found["guide/start.glue.json"] == found["guide/start.v2.ipynb"] == "theirs"
    assert found["other.ipynb"] == "ours"


def test_a_link_is_not_followed(folders, tmp_path):
    theirs, ours = folders
    (tmp_path / "secret").write_text("secret")
    (theirs / "executed/link.txt").symlink_to(tmp_path / "secret")
    take_over_reading_output(["guide/start"], theirs=theirs, ours=ours)
    assert "executed/link.txt" not in files(ours)

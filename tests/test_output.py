"""What is published is what was made, file by file."""

from __future__ import annotations

import os

import pytest

from variantdocs.output import publish, write_bytes


@pytest.fixture
def folders(tmp_path):
    made, target = tmp_path / "made", tmp_path / "target"
    (made / "sub").mkdir(parents=True)
    (made / "a.html").write_text("a")
    (made / "sub/b.html").write_text("b")
    return made, target, tmp_path / "record.json"


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_all_that_was_made_is_written(folders):
    made, target, record = folders
    assert publish(made, target, record).written == ("a.html", "sub/b.html")
    assert names(target) == ["a.html", "sub/b.html"]


def test_a_file_with_the_same_bytes_is_left_alone(folders):
    made, target, record = folders
    publish(made, target, record)
    os.utime(target / "a.html", (1, 1))
    (made / "sub/b.html").write_text("B")
    assert publish(made, target, record).written == ("sub/b.html",)
    assert (target / "a.html").stat().st_mtime == 1


def test_what_is_no_longer_made_is_removed_and_foreign_files_stay(folders):
    made, target, record = folders
    publish(made, target, record)
    (target / "CNAME").write_text("docs.example.com")
    (made / "sub/b.html").unlink()
    assert publish(made, target, record).removed == ("sub/b.html",)
    assert names(target) == ["CNAME", "a.html"]


def test_a_build_that_was_stopped_half_way_is_finished_by_the_next(folders):
    made, target, record = folders
    publish(made, target, record)
    (made / "c.html").write_text("c")
    record.write_text(
        '{"version": 1, "files": ["a.html", "c.html", "sub/b.html"]}'
    )  # as written at the start
    (made / "c.html").unlink()
    (target / "c.html").write_text("c")
    publish(made, target, record)
    assert names(target) == ["a.html", "sub/b.html"]


def test_what_a_stopped_write_left_is_removed(folders):
    made, target, record = folders
    (target / "sub").mkdir(parents=True)
    (target / "sub/.b.html.123~").write_text("half")
    (target / ".notes~").write_text("not ours")
    publish(made, target, record)
    assert names(target) == [".notes~", "a.html", "sub/b.html"]


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    target = tmp_path / "x"
    target.write_text("old")
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk")))
    with pytest.raises(TypeError):
        write_bytes(target, "no bytes")
    assert target.read_text() == "old"
    assert names(tmp_path) == ["x"]

"""Only what readers need is published."""

from __future__ import annotations

import os

import pytest

from variantdocs.errors import OutputError
from variantdocs.publish.private_files import remove_private_files


def test_records_of_the_build_and_sources_of_themes_are_removed(tmp_path):
    for name in (
        "byoc/.buildinfo",
        "byoc/.doctrees/index.doctree",
        "byoc/_static/webpack-macros.html",
        "byoc/.DS_Store",
        "byoc/index.html",
        ".well-known/security.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    remove_private_files(tmp_path)
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"byoc/index.html", ".well-known/security.txt"}


def test_a_hard_link_becomes_a_file_of_its_own(tmp_path):
    (tmp_path / "a.css").write_text("a")
    os.link(tmp_path / "a.css", tmp_path / "b.css")
    remove_private_files(tmp_path)
    assert [(tmp_path / name).stat().st_nlink for name in ("a.css", "b.css")] == [1, 1]
    assert (tmp_path / "b.css").read_text() == "a"


def test_a_symbolic_link_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to("/etc")
    with pytest.raises(OutputError) as caught:
        remove_private_files(tmp_path)
    assert str(caught.value) == (
        "link is a symbolic link, which cannot be published; put the file itself in its place"
    )

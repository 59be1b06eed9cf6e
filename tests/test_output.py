"""The published folder holds what the build made, and files of others are left alone."""

from __future__ import annotations

import os

import pytest

from variantdocs.errors import OutputError
from variantdocs.output import (
    check_no_links_out,
    publish,
    read_json,
    read_manifest,
    remove_files,
    write_bytes,
)


@pytest.fixture
def folders(tmp_path):
    staging, target = tmp_path / "staging", tmp_path / "target"
    (staging / "sub").mkdir(parents=True)
    (staging / "a.html").write_text("a")
    (staging / "sub/b.html").write_text("b")
    return staging, target, tmp_path / "manifest.json"


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_everything_that_was_made_is_published(folders):
    staging, target, manifest = folders
    assert publish(staging, target, manifest).written == ("a.html", "sub/b.html")
    assert names(target) == ["a.html", "sub/b.html"]


def test_a_file_with_the_same_bytes_is_left_alone(folders):
    staging, target, manifest = folders
    publish(staging, target, manifest)
    os.utime(target / "a.html", (1, 1))
    (staging / "sub/b.html").write_text("B")
    assert publish(staging, target, manifest).written == ("sub/b.html",)
    assert (target / "a.html").stat().st_mtime == 1


def test_what_is_no_longer_made_is_removed_and_foreign_files_stay(folders):
    staging, target, manifest = folders
    publish(staging, target, manifest)
    (target / "CNAME").write_text("docs.example.com")
    (staging / "sub/b.html").unlink()
    assert publish(staging, target, manifest).removed == ("sub/b.html",)
    assert names(target) == ["CNAME", "a.html"]


def test_an_interrupted_publication_is_finished_by_the_next(folders):
    staging, target, manifest = folders
    publish(staging, target, manifest)
    (staging / "c.html").write_text("c")
    manifest.write_text(
        '{"version": 1, "files": ["a.html", "c.html", "sub/b.html"]}'
    )  # as written at the start
    (staging / "c.html").unlink()
    (target / "c.html").write_text("c")
    publish(staging, target, manifest)
    assert names(target) == ["a.html", "sub/b.html"]


def test_temporary_files_of_an_interrupted_write_are_removed(folders):
    staging, target, manifest = folders
    (target / "sub").mkdir(parents=True)
    (target / "sub/.b.html.123~").write_text("half")
    (target / ".notes~").write_text("not ours")
    (target / ".notes.txt.123~").write_text("not ours either")
    publish(staging, target, manifest)
    assert names(target) == [".notes.txt.123~", ".notes~", "a.html", "sub/b.html"]


@pytest.mark.parametrize(
    "text",
    [
        '{"version": 1, "files": ["../x", "/etc/x", "a/../../x", "a//x", "./x", "C:/x", "a\\\\x", "", 3, null]}',
        '{"version": 1, "files": {"a": 1}}',
        '{"version": 1}',
        '{"version": 1, "files": ["a.html',
        '["a.html"]',
    ],
)
def test_a_manifest_names_only_files_below_the_folder(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    assert read_manifest(tmp_path / "manifest.json") == set()


def test_a_manifest_too_deep_to_parse_names_no_files(tmp_path):
    (tmp_path / "manifest.json").write_text("[" * 100_000)
    assert read_manifest(tmp_path / "manifest.json") == set()


@pytest.fixture
def link_outside(folders):
    """A folder in the output that is a symbolic link to another one with a file."""
    _, target, _ = folders
    outside = target.parent / "outside"
    outside.mkdir()
    (outside / "b.html").write_text("not ours")
    target.mkdir()
    (target / "sub").symlink_to(outside)
    return outside / "b.html"


def test_nothing_is_removed_behind_a_link_that_leads_out(folders, link_outside):
    assert remove_files(folders[1], ["sub/b.html"]) == ()
    assert link_outside.read_text() == "not ours"


def test_nothing_is_written_behind_a_link_that_leads_out(folders, link_outside, monkeypatch):
    staging, target, manifest = folders
    monkeypatch.chdir(target.parent)
    with pytest.raises(OutputError) as caught:
        publish(staging, target, manifest)
    assert str(caught.value) == (
        "target/sub leads out of the output folder target; remove this symbolic link and build again"
    )
    assert link_outside.read_text() == "not ours"
    assert names(target) == []


def test_a_folder_of_a_variant_that_is_a_link_out_of_the_output_is_not_written_to(folders, monkeypatch):
    staging, _, manifest = folders
    monkeypatch.chdir(staging.parent)
    outside, target = staging.parent / "outside", staging.parent / "html/byoc"
    outside.mkdir()
    (outside / "a.html").write_text("not ours")
    target.parent.mkdir()
    target.symlink_to(outside)
    with pytest.raises(OutputError) as caught:
        publish(staging, target, manifest)
    assert str(caught.value) == ("html/byoc leads out of html; remove this symbolic link and build again")
    assert (outside / "a.html").read_text() == "not ours"
    assert names(outside) == ["a.html"]


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x").mkdir()
    with pytest.raises(OutputError) as caught:
        write_bytes(tmp_path / "x", b"")
    assert str(caught.value) == "x is a folder where a file has to be; remove it and build again"
    assert names(tmp_path) == []


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    target = tmp_path / "x"
    target.write_text("old")
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk")))
    with pytest.raises(TypeError):
        write_bytes(target, "no bytes")
    assert target.read_text() == "old"
    assert names(tmp_path) == ["x"]


@pytest.mark.parametrize("name", ["", "byoc", "byoc/.html", "byoc/.html/index.html", "byoc/.html/_static"])
def test_a_link_that_leads_out_is_refused_wherever_it_is(tmp_path, name):
    outside, folder = tmp_path / "outside", tmp_path / "build/doctrees"
    outside.mkdir()
    link = folder / name
    link.parent.mkdir(parents=True)
    link.symlink_to(outside)
    with pytest.raises(OutputError, match="leads out of"):
        check_no_links_out(folder)


def test_a_link_within_the_folder_is_left_alone(tmp_path):
    (tmp_path / "byoc").mkdir()
    (tmp_path / "serverless").symlink_to(tmp_path / "byoc")
    check_no_links_out(tmp_path)
    check_no_links_out(tmp_path / "missing")


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "Expecting property name"), ("[" * 100_000, "list.json is nested too deeply")],
    ids=["no JSON", "nested"],
)
def test_a_list_that_cannot_be_parsed_is_a_value_error(tmp_path, text, message):
    path = tmp_path / "list.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=message):
        read_json(path)

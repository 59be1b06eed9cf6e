"""Files are compared by their bytes."""

from __future__ import annotations

import os
import time

from variantdocs.rebuild.digests import ABSENT, UNKNOWN, Digests, file_digests


def is_unchanged(recorded):
    digests = Digests()
    return recorded == {path: digests.of(path) for path in recorded}


def test_a_file_is_unchanged_until_its_bytes_change(tmp_path):
    file, missing = tmp_path / "a", tmp_path / "b"
    file.write_text("1")
    os.utime(file, (1, 1))
    recorded = file_digests([file, missing], since=time.time_ns())
    assert recorded[missing] == ABSENT
    os.utime(file, (2, 2))
    assert is_unchanged(recorded)
    file.write_text("2")
    assert not is_unchanged(recorded)
    file.write_text("1")
    missing.touch()
    assert not is_unchanged(recorded)


def test_a_file_that_was_written_while_pages_were_read_is_always_changed(tmp_path):
    file = tmp_path / "a"
    file.write_text("1")
    recorded = file_digests([file], since=file.stat().st_mtime_ns)
    assert recorded == {file: UNKNOWN}
    assert not is_unchanged(recorded)


def test_a_folder_changes_with_the_names_and_bytes_of_its_files(tmp_path):
    (tmp_path / "x/y").mkdir(parents=True)
    (tmp_path / "x/y/a").write_text("1")
    before = Digests().of(tmp_path / "x")
    (tmp_path / "x/y/a").rename(tmp_path / "x/y/b")
    renamed = Digests().of(tmp_path / "x")
    (tmp_path / "x/y/b").write_text("2")
    assert len({before, renamed, Digests().of(tmp_path / "x")}) == 3

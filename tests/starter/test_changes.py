"""All changes are made, or none."""

from __future__ import annotations

import pytest

from variantdocs.errors import ConfigurationError
from variantdocs.starter.changes import Change, apply_changes


def test_what_cannot_be_written_puts_everything_back(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "conf.py").write_bytes(b"old")
    (tmp_path / "taken").write_bytes(b"a file where a folder must be")
    changes = (
        Change(path=tmp_path / "conf.py", data=b"new", before=b"old"),
        Change(path=tmp_path / "docs/a.md", data=b"a"),
        Change(path=tmp_path / "taken/b.md", data=b"b"),
    )
    with pytest.raises(ConfigurationError) as caught:
        apply_changes(changes)
    assert str(caught.value) == "taken/b.md: cannot be written: File exists; nothing was changed"
    assert (tmp_path / "conf.py").read_bytes() == b"old"
    assert not (tmp_path / "docs/a.md").exists()


def test_a_new_file_never_replaces_one_that_is_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").write_bytes(b"mine")
    with pytest.raises(ConfigurationError) as caught:
        apply_changes((Change(path=tmp_path / "a", data=b"new"),))
    assert str(caught.value) == "a: already exists; nothing was written"
    assert (tmp_path / "a").read_bytes() == b"mine"

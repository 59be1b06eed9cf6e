"""What was computed from a file is kept as long as the file is certainly the same."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from variantdocs import file_values
from variantdocs.file_values import FileValues


class Texts:
    """Texts of files, and how often they have been read."""

    def __init__(self):
        self.read = 0
        self._values = FileValues(self._text)

    def of(self, path):
        return self._values.of(path)

    def _text(self, path):
        self.read += 1
        return Path(path).read_text()


@pytest.fixture
def file(tmp_path):
    found = tmp_path / "a"
    found.write_text("one")
    return found


@pytest.fixture
def _settled(monkeypatch):
    """As if the files had been written long ago."""
    monkeypatch.setattr(file_values, "_SETTLED_NS", -1_000_000_000)


@pytest.mark.usefixtures("_settled")
def test_an_unchanged_file_is_read_once(file):
    texts = Texts()
    assert [texts.of(file), texts.of(str(file))] == ["one", "one"]
    assert texts.read == 1


@pytest.mark.usefixtures("_settled")
@pytest.mark.parametrize("is_replaced", [False, True])
def test_a_change_that_keeps_size_and_time_is_noticed(file, is_replaced):
    os.utime(file, (1, 1))
    texts = Texts()
    assert texts.of(file) == "one"
    time.sleep(0.02)  # longer than a tick of the clock that gives files their times
    target = file.with_name("b") if is_replaced else file
    target.write_text("two")
    os.utime(target, (1, 1))
    target.replace(file)
    assert texts.of(file) == "two"


def test_a_file_that_has_just_been_written_is_read_again(file):
    texts = Texts()
    assert [texts.of(file), texts.of(file)] == ["one", "one"]
    assert texts.read == 2


@pytest.mark.usefixtures("_settled")
def test_a_removed_file_has_no_value(file):
    texts = Texts()
    texts.of(file)
    file.unlink()
    with pytest.raises(FileNotFoundError):
        texts.of(file)

"""The messages about malformed files, whole, with line, column and place.

One file per message in ``bad/``, and beside it the expected messages.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from variantdocs.config.load import load_variants
from variantdocs.errors import ConfigurationError

HERE = Path(__file__).with_name("bad")
BAD = sorted(HERE.glob("*.yaml"))


@pytest.fixture
def messages_of(tmp_path, monkeypatch):
    """The messages about a file that is ``variants.yaml`` in the current folder."""
    monkeypatch.chdir(tmp_path)

    def messages(source):
        path = tmp_path / "variants.yaml"
        if isinstance(source, Path):
            shutil.copyfile(source, path)
        else:
            path.write_text(source, "utf-8")
        with pytest.raises(ConfigurationError) as caught:
            load_variants(path)
        return list(caught.value.problems)

    return messages


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_malformed_file_gets_its_messages(path, messages_of):
    assert messages_of(path) == path.with_suffix(".txt").read_text("utf-8").splitlines()


def test_every_expected_message_has_its_file():
    assert [path.stem for path in BAD] == [path.stem for path in sorted(HERE.glob("*.txt"))]


def test_a_missing_file_is_reported_with_the_cure(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError) as caught:
        load_variants(tmp_path / "docs" / "variants.yaml")
    assert caught.value.problems == (
        "docs/variants.yaml: there is no such file; write one that names the variants",
    )


def test_a_folder_in_place_of_the_file_is_reported(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "variants.yaml").mkdir()
    with pytest.raises(ConfigurationError) as caught:
        load_variants(tmp_path / "variants.yaml")
    assert caught.value.problems == ("variants.yaml: cannot be read: Is a directory",)


def test_a_file_outside_the_current_folder_is_named_in_full(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    path = tmp_path / "variants.yaml"
    path.write_text("", "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_variants(path)
    assert caught.value.problems == (f"{path}:1:1: the file is empty; it must name the variants",)


def test_a_file_of_more_than_a_million_characters_is_refused(messages_of):
    assert messages_of("#" * ((1 << 20) + 1)) == [
        "variants.yaml:1:1: the file has more than 1,048,576 characters"
    ]


def test_an_expression_that_is_too_long_is_refused(messages_of):
    expression = " or ".join(["byoc"] * 3000)
    assert messages_of(f"version: 1\nvariants:\n  byoc: {{title: BYOC}}\npages: {{x: {expression}}}\n") == [
        "variants.yaml:4:12: pages.x: cannot be read: 'byoc or byoc or byoc or byoc or byoc or '…: "
        "it is nested too deeply"
    ]


def test_an_expression_with_too_many_brackets_is_refused(messages_of):
    expression = "(" * 2000 + "byoc" + ")" * 2000
    assert messages_of(f"version: 1\nvariants:\n  byoc: {{title: BYOC}}\npages: {{x: {expression}}}\n") == [
        f"variants.yaml:4:12: pages.x: cannot be read: '{'(' * 40}'…: it is nested too deeply"
    ]


def test_lists_too_deep_for_the_parser_are_refused(messages_of):
    assert messages_of("version: 1\nvars: " + "[" * 5000 + "]" * 5000) == [
        "variants.yaml:1:1: the file is nested too deeply"
    ]

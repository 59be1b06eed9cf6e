"""What a directive shows of a file, and why it cannot show it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from variantdocs.messages import Kind
from variantdocs.remote.directive.selection import Selection, selected, without_paths
from variantdocs.remote.types import RemoteError

URL = "https://code.example/x.py"
TEXT = "import os\n\n\ndef one():\n    return 1\n\n\ndef two():\n    return 2\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "0123.py"
    path.write_text(TEXT)
    return path


def select(path: Path, options: dict[str, Any], **changes: Any) -> Selection:
    return selected(path, options, **({"name": URL, "source_encoding": "utf-8"} | changes))


def refusal(path: Path, options: dict[str, Any], **changes: Any) -> str:
    with pytest.raises(RemoteError) as caught:
        select(path, options, **changes)
    assert caught.value.kind == Kind.RLI_OPTION
    return caught.value.message


@pytest.mark.parametrize(
    ("options", "text", "lines", "first_line"),
    [
        ({}, TEXT, 9, 1),
        ({"lines": "4-5"}, "def one():\n    return 1\n", 2, 1),
        ({"lines": "4-5", "lineno-match": None}, "def one():\n    return 1\n", 2, 4),
        ({"pyobject": "two"}, "def two():\n    return 2\n", 2, 1),
        ({"pyobject": "two", "lineno-match": None}, "def two():\n    return 2\n", 2, 8),
        ({"start-after": "import", "end-before": "return"}, "\n\ndef one():\n", 3, 1),
    ],
)
def test_the_selected_text_comes_with_its_lines(
    file: Path, options: dict[str, Any], text: str, lines: int, first_line: int
) -> None:
    assert select(file, options) == Selection(text=text, lines=lines, first_line=first_line, warnings=())


def test_the_encoding_of_the_directive_wins_over_that_of_the_project(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes("é\n".encode("latin-1"))
    assert select(path, {}, source_encoding="latin-1").text == "é\n"
    assert select(path, {"encoding": "latin-1"}).text == "é\n"


def test_long_files_are_not_compared(file: Path, tmp_path: Path) -> None:
    long = tmp_path / "long"
    long.write_text("x\n" * 5_001)
    assert select(long, {}).lines == 5_001
    for one, other in ((file, long), (long, file)):
        assert refusal(one, {"diff": "old.py"}, diff=other) == (
            f'{URL}: the option "diff" compares files of at most 5,000 lines, and one has 5,001'
        )


def test_a_file_is_compared_with_another(file: Path, tmp_path: Path) -> None:
    before = tmp_path / "4567.py"
    before.write_text(TEXT.replace("1", "0"))
    text = select(file, {"diff": "old.py"}, diff=before).text
    assert "-    return 0\n" in text
    assert "+    return 1\n" in text


def test_a_file_that_was_edited_in_this_process_is_read_again(file: Path) -> None:
    assert select(file, {"pyobject": "two"}).text == "def two():\n    return 2\n"
    file.write_text(TEXT.replace("return 2", "return 3"))
    assert select(file, {"pyobject": "two"}).text == "def two():\n    return 3\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"pyobject": "three"}, f"Object named 'three' not found in include file {URL}"),
        ({"start-after": "nosuch"}, f"{URL}: start-after pattern not found: nosuch"),
        ({"lines": "x"}, f"{URL}: invalid line number spec: 'x'"),
        ({"lines": "50-60"}, f"Line spec '50-60': no lines pulled from include file {URL}"),
        ({"lines": "1,9", "lineno-match": None}, f'{URL}: Cannot use "lineno-match" with a disjoint set of "lines"'),
        ({"encoding": "nosuch"}, f"{URL}: unknown encoding: nosuch"),
    ],
)  # fmt: skip
def test_what_cannot_be_selected_is_said_with_the_url_in_the_place_of_the_path(
    file: Path, options: dict[str, Any], message: str
) -> None:
    assert refusal(file, options) == message


def test_a_file_that_is_not_there_is_named_by_its_url(tmp_path: Path) -> None:
    message = f"Include file {URL} not found or reading it failed"
    assert refusal(tmp_path / "nosuch", {}) == message


def test_a_range_that_is_partly_there_is_shown_with_a_warning(file: Path) -> None:
    found = select(file, {"lines": "8-20"})
    assert found.text == "def two():\n    return 2\n"
    assert found.warnings == ("line number spec is out of range(1-9): '8-20'",)


def test_a_file_with_nul_characters_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"a\0b\n")
    assert refusal(path, {}) == f"{URL}: the file is not text: it holds NUL characters"


def test_an_object_of_something_that_is_not_python_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("ok = 1\ndef (:\n")
    found = refusal(path, {"pyobject": "f"})
    assert found == f"{URL}: not Python that could be searched for an object: line 2: invalid syntax"


def test_a_selection_that_repeats_a_long_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("x" * 70_000 + "\n")
    message = f'{URL}: the option "lines" shows the same lines again and again'
    assert refusal(path, {"lines": "1-,1-,1-"}) == message
    assert select(path, {"lines": "1-,1-"}).lines == 2


def test_a_short_file_may_be_repeated(file: Path) -> None:
    assert select(file, {"lines": "1,1,1,1"}).text == "import os\n" * 4


@pytest.mark.parametrize(
    ("options", "warned"), [({"lines": "1"}, True), ({}, False), ({"start-at": "b"}, False)]
)
def test_lines_that_an_editor_counts_differently_are_pointed_out(
    tmp_path: Path, options: dict[str, Any], warned: bool
) -> None:
    path = tmp_path / "x"
    path.write_text("a\fb\nc\n")
    message = (
        "the file holds characters, such as form feeds, at which lines end here and not in an editor;"
        ' select with "start-at" instead of "lines"'
    )
    assert select(path, options).warnings == ((message,) if warned else ())


def test_characters_that_turn_text_round_are_a_remark(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("a\nb \u202e c\n\u2066\n", "utf-8")
    assert select(path, {}).remarks == (
        "line 2 of what is shown holds U+202E, which turns the direction of text: it may not read as it runs",
    )
    assert select(path, {"lines": "1"}).remarks == ()


@pytest.mark.parametrize(
    "text", ["in /cache/x.py", "in '/cache/x.py'", 'in "/cache/x.py"', "in _StrPath('/cache/x.py')"]
)
def test_a_path_is_replaced_however_it_is_spelt(text: str) -> None:
    assert without_paths(text, {Path("/cache/x.py"): URL}) == f"in {URL}"


def test_other_paths_stay() -> None:
    assert without_paths("/cache/y.py", {Path("/cache/x.py"): URL}) == "/cache/y.py"

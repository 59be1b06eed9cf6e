"""Pages that are not UTF-8."""

from __future__ import annotations

import pytest

from variantdocs.messages import Kind
from variantdocs.templating import encoding


def test_the_codec_reads_invalid_bytes_and_the_problem_names_their_line(tmp_path):
    encoding.register()
    file = tmp_path / "x.md"
    file.write_bytes(b"\xef\xbb\xbfa\nb \xe9\nc\n")
    assert file.read_text(encoding=encoding.NAME) == "a\nb \ufffd\nc\n"
    problem = encoding.encoding_problem(file)
    assert problem is not None
    assert (problem.line, problem.kind) == (2, Kind.SYNTAX)
    file.write_text("ok \ufffd", "utf-8")
    assert encoding.encoding_problem(file) is None


@pytest.mark.parametrize("encoding_name", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named_with_and_without_a_byte_order_mark(encoding_name, tmp_path):
    file = tmp_path / "x.md"
    file.write_bytes("# Café\n\ntext\n".encode(encoding_name))
    problem = encoding.encoding_problem(file)
    assert problem is not None
    assert problem.message == "the file is not UTF-8: it looks like UTF-16; save it as UTF-8"


def test_a_null_character_is_named_with_its_line(tmp_path):
    file = tmp_path / "x.md"
    file.write_bytes(b"one\ntwo\nthr\0ee\n")
    problem = encoding.encoding_problem(file)
    assert problem is not None
    assert (problem.line, problem.message) == (
        3,
        "this line holds the character U+0000, which no text may hold; remove it",
    )

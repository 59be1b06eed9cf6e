"""Pages that are not UTF-8."""

from __future__ import annotations

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

"""Report pages that are not UTF-8.

Sphinx reads a page with ``read_text(encoding=…)`` and stops the whole build at the first invalid
byte. The codec registered here reads U+FFFD instead, so that the page is reported at its line and
all others are built.
"""

from __future__ import annotations

import codecs
from pathlib import Path

from variantdocs.messages import Kind
from variantdocs.templating.tags import Problem

NAME = "variantdocs_utf_8"


def register() -> None:
    """Register the codec; doing so again is harmless."""
    codecs.register(_find)


def _find(name: str) -> codecs.CodecInfo | None:
    if name.replace("-", "_") != NAME:
        return None
    utf_8 = codecs.lookup("utf-8-sig")
    return codecs.CodecInfo(
        name=NAME,
        encode=utf_8.encode,
        decode=lambda data, errors="strict": utf_8.decode(data, "replace"),
        incrementaldecoder=_Decoder,
    )


class _Decoder(codecs.IncrementalDecoder):
    def __init__(self, errors: str = "strict") -> None:
        super().__init__(errors)
        self._utf_8 = codecs.getincrementaldecoder("utf-8-sig")("replace")

    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]
        return self._utf_8.decode(data, final)

    def reset(self) -> None:
        self._utf_8.reset()


def encoding_problem(path: Path) -> Problem | None:
    """The first place where ``path`` is not UTF-8 text, if any."""
    data = path.read_bytes()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or data.count(b"\0") * 4 > len(data):
        return _problem("the file is not UTF-8: it looks like UTF-16; save it as UTF-8", line=1)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        message = f"the file is not UTF-8: byte 0x{byte:02x} in this line; save it as UTF-8"
        return _problem(message, line=data.count(b"\n", 0, error.start) + 1)
    if (null := data.find(b"\0")) >= 0:
        message = "this line holds the character U+0000, which no text may hold; remove it"
        return _problem(message, line=data.count(b"\n", 0, null) + 1)
    return None


def _problem(message: str, *, line: int) -> Problem:
    return Problem(kind=Kind.SYNTAX, message=message, line=line)

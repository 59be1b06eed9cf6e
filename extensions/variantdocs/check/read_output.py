"""Extract the text and attribute values of an output file, as a reader or program finds them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser


class _TextExtractor(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.values: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.values += [value for _, value in attrs if value]

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_comment(self, data: str) -> None:
        self.values.append(data)


def texts_of(name: str, data: bytes) -> Iterator[str]:
    """The texts in the output file ``name``.

    The text of HTML is joined, because highlighting splits a phrase into several elements.
    """
    if name.endswith((".html", ".htm", ".svg", ".xml")):
        parser = _TextExtractor()
        parser.feed(data.decode("utf-8", "replace"))
        parser.close()
        yield " ".join("".join(parser.parts).split())
        yield from parser.values
    elif name.endswith("objects.inv"):
        head, _, rest = data.partition(b"zlib.\n")
        yield head.decode("utf-8", "replace")
        yield zlib.decompress(rest).decode("utf-8", "replace") if rest else ""
    elif b"\0" not in data[:4096]:
        yield re.sub(r"\s+", " ", data.decode("utf-8", "replace"))
    yield name

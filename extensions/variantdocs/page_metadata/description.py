"""Find the first paragraph of a page, to describe it where only a line of it is shown."""

from __future__ import annotations

from html.parser import HTMLParser

_LONGEST = 200
_CHUNK = 2000
_OUTSIDE = frozenset({"section", "main", "article", "span"})
"""What may stand around the paragraph. All else, such as a note or a table, is no beginning of the text."""
_WITHOUT_TEXT = frozenset({"script", "style", "math", "svg"})
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr", "area", "col", "source", "embed"})


def first_paragraph(body: str) -> str:
    """The text of the first paragraph of ``body``, the HTML of a page; empty if it has none.

    At most 200 characters, cut between words.
    """
    parser = _Paragraph()
    for start in range(0, len(body), _CHUNK):
        parser.feed(body[start : start + _CHUNK])
        if parser.is_found:
            break
    return _shortened(" ".join("".join(parser.text).split()))


class _Paragraph(HTMLParser):
    """Collects the text of the first ``<p>`` that has some and stands in nothing but sections."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.is_found = False
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        while self._open.pop() != tag:
            pass
        if tag == "p" and "".join(self.text).strip():
            self.is_found = True

    def handle_data(self, data: str) -> None:
        if self.is_found or "p" not in self._open or not _WITHOUT_TEXT.isdisjoint(self._open):
            return
        if _OUTSIDE.issuperset(self._open[: self._open.index("p")]):
            self.text.append(data)


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    words = text[:_LONGEST].rpartition(" ")[0] or text[: _LONGEST - 1]
    return words.rstrip(" ,;:.") + "…"

"""Read what is new in each of many HTML pages: most of a page is navigation that others have too."""

from __future__ import annotations

import re

_CODE = re.compile(rb"(<!--.*?-->|<(?:script|style)\b[^>]*>.*?</(?:script|style)\s*>)", re.S | re.I)


class NewParts:
    """The parts of pages that no page before had.

    A page is cut where a line ends with a tag, so that no tag is divided, and hardly any paragraph.
    """

    def __init__(self) -> None:
        self._markup: set[bytes] = set()
        self._code: set[bytes] = set()

    def of(self, page: bytes) -> bytes:
        """The markup that is new, in its order; then new scripts, styles and comments."""
        pieces = _CODE.split(page)
        code = [piece for piece in dict.fromkeys(pieces[1::2]) if piece not in self._code]
        self._code.update(code)
        pieces[1::2] = [b"" if piece.startswith(b"<!--") else b"<hr>" for piece in pieces[1::2]]
        *lines, last = b"".join(pieces).split(b">\n")
        markup = [line for line in lines if line not in self._markup]
        self._markup.update(markup)
        return b">\n".join([*markup, last]) + b"".join(code)

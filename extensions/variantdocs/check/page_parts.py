"""Read what is new in each of many HTML pages: most of a page is navigation that others have too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from variantdocs.check.html_text import WITHIN_PHRASE, any_of

_NAMES = any_of(("script", "style"))
# One that is never closed goes on to the end, so that each page is read once.
_CODE = re.compile(rf"(<(?:!--.*?(?:-->|\Z)|{_NAMES}\b[^>]*>.*?(?:</{_NAMES}\s*>|\Z)))".encode(), re.S)
_TAG_AND_LINE_END = b">\n"
_DIVIDING_TAG = re.compile(WITHIN_PHRASE.encode())
# Most lines of highlighted code end so, and are set apart from what ends a part in one go.
_SPAN_AND_LINE_END = b"</span>\n"
_SPAN_AND_RETURN = b"</span>\r"


def markup_and_code_of(page: bytes) -> tuple[bytes, list[bytes]]:
    """The markup, with a tag in place of each script and style; and the scripts, styles and comments."""
    pieces = _CODE.split(page)
    code = pieces[1::2]
    pieces[1::2] = [b"" if piece.startswith(b"<!--") else b"<hr>" for piece in code]
    return b"".join(pieces), code


def lines_and_code_of(page: bytes) -> tuple[list[bytes], list[bytes]]:
    """The markup, cut where a line ends with a tag, less the ``>`` of that tag; and as above."""
    markup, code = markup_and_code_of(page)
    return markup.split(_TAG_AND_LINE_END), code


class NewParts:
    """The parts of pages that no page before had.

    A page is cut where a line ends with a tag that ends a phrase. So neither a tag nor a phrase is divided,
    and no phrase is made up of what stands before and after a part that is left out.
    """

    def __init__(self) -> None:
        self._divides_phrase = _DividingTags()
        self._markup: set[bytes] = set()
        self._code: set[bytes] = set()

    def markup_and_code(self, page: bytes) -> tuple[list[bytes], bytes]:
        """The parts of the markup that are new, in their order; and new scripts, styles and comments."""
        whole_markup, whole_code = markup_and_code_of(page)
        code = [piece for piece in dict.fromkeys(whole_code) if piece not in self._code]
        self._code.update(code)
        *lines, last = whole_markup.replace(_SPAN_AND_LINE_END, _SPAN_AND_RETURN).split(_TAG_AND_LINE_END)
        markup = [part.replace(_SPAN_AND_RETURN, _SPAN_AND_LINE_END) for part in self._new_markup(lines)]
        return [*markup, last.replace(_SPAN_AND_RETURN, _SPAN_AND_LINE_END)], b"".join(code)

    def _new_markup(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The new parts of lines, which end with a tag, less its ``>``."""
        begun: list[bytes] = []
        for line in lines:
            if not begun and line in self._markup:
                continue
            tag = line.rfind(b"<")
            if tag >= 0 and self._divides_phrase[line[tag:]]:
                begun.append(line)
                continue
            part = b">\n".join([*begun, line]) if begun else line
            begun.clear()
            if part not in self._markup:
                self._markup.add(part)
                yield part + b">\n"
        if begun:
            yield b">\n".join(begun) + b">\n"


class _DividingTags(dict[bytes, bool]):
    """Whether a tag is one that divides a phrase; there are few of them, and each stands there often."""

    def __missing__(self, tag: bytes) -> bool:
        return self.setdefault(tag, _DIVIDING_TAG.match(tag) is not None)

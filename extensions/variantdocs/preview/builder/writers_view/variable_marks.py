"""Mark the values of variables in a page, through Markdown, reST and templates, with private characters.

The marks are characters of Unicode's private use area. To parsers they are like letters, and anchors, which
are made of words, lose them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

_START, _END, _FIRST = "\ue000", "\ue001", 0xE100
_MOST = 0xF8FF - _FIRST
_TAG = re.compile(r"\{@=\s*(?P<expression>[^\n]*?)\s*=@\}")
_RAW = re.compile(r"(?:\{@@|<@@)[-+]?\s*raw\s.*?endraw\s*[-+]?(?:@@\}|@@>)", re.S)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?^---[ \t]*$", re.S | re.M)
_ADDRESS_BEFORE = re.compile(r"""(?:\]\(|[<"'=/`]|://)[^\s()]*$""")
"""What stands before a variable that is part of an address, or of something that a program reads."""
_OPTION = re.compile(r"^\s*(?::[\w-]+:|```|~~~|:::|\.\. |\[[^]]+\]:)")
_MARKED = re.compile(f"{_START}(.)([^{_START}{_END}]*){_END}", re.S)
_ANY = re.compile(f"{_START}.?|{_END}")
_QUOTED = re.compile(r"%EE%80%80(?:%[0-9A-F]{2}){3}|%EE%80%81")
_PIECE = re.compile(r"(<(?P<name>script|style|title|textarea)\b.*?</(?P=name)\s*>|<[^>]*>)", re.S | re.I)


def mark_variables(source: str, expressions: list[str]) -> str:
    """``source`` with a mark before and after each variable of a text; lines stay where they are.

    :param expressions: What has been marked; new ones are added.
    """
    left_out = [found.span() for pattern in (_RAW, _FRONT_MATTER) for found in pattern.finditer(source)]

    def mark(found: re.Match[str]) -> str:
        line = source[source.rfind("\n", 0, found.start()) + 1 : found.start()]
        if (
            any(start <= found.start() < end for start, end in left_out)
            or _ADDRESS_BEFORE.search(line)
            or _OPTION.match(line)
            or len(expressions) >= _MOST
        ):
            return found[0]
        if found["expression"] not in expressions:
            expressions.append(found["expression"])
        return f"{_START}{chr(_FIRST + expressions.index(found['expression']))}{found[0]}{_END}"

    return _TAG.sub(mark, source)


def same_for_all(text: str) -> str:
    """``text`` with marks, but without the values between them, which differ from variant to variant."""
    return _MARKED.sub(r"\1", text)


def plain(text: str) -> str:
    """``text`` without marks."""
    return _ANY.sub("", text)


def show_marks(page: str, expressions: Sequence[str]) -> str:
    """The page's HTML with an element around each marked value; marks elsewhere are taken out."""

    def element(found: re.Match[str]) -> str:
        number = ord(found[1]) - _FIRST
        if not 0 <= number < len(expressions):
            return found[2]
        return f'<span class="vd-variable" title="{html.escape(expressions[number])}">{found[2]}</span>'

    pieces = []
    for number, piece in enumerate(_split(page)):
        is_text = number % 2 == 0
        pieces.append(plain(_MARKED.sub(element, piece)) if is_text else _QUOTED.sub("", plain(piece)))
    return "".join(pieces)


def _split(page: str) -> list[str]:
    """Text, tag, text, tag, …; an element whose content is no text of the page counts as a tag."""
    found, position = [], 0
    for piece in _PIECE.finditer(page):
        found += [page[position : piece.start()], piece[0]]
        position = piece.end()
    return [*found, page[position:]]

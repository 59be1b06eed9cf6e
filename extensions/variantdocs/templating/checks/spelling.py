"""Report and correct common slips in tags: ``AND``, ``<>``, ``byoc-eu``, curly quotes, invisible characters.

Other mistakes in the same tag are then found too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from variantdocs.messages import Kind
from variantdocs.templating.names import Names
from variantdocs.templating.tags import QUOTED, Data, Problem, Tag, TagType

_WORDS = frozenset({"AND", "OR", "NOT", "IN", "IS", "And", "Or", "Not"})
_WORD = re.compile(rf"{QUOTED}|(?<![\w.-])([A-Za-z_][\w-]*)", re.S)
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb"
_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b"
CURLY_QUOTES = re.compile(f"[{_DOUBLE_QUOTES}{_SINGLE_QUOTES}]")
_SIGNS = re.compile(
    rf"{QUOTED}|(?P<unequal><>)|(?P<double>[{_DOUBLE_QUOTES}][^\"{_DOUBLE_QUOTES}]*+[{_DOUBLE_QUOTES}]?)"
    rf"|(?P<single>[{_SINGLE_QUOTES}][^'{_SINGLE_QUOTES}]*+[{_SINGLE_QUOTES}]?)|(?P<other>[^\x00-\x7f])",
    re.S,
)


def correct_spelling(pieces: list[Data | Tag], names: Names) -> tuple[list[Data | Tag], list[Problem]]:
    """Correct the tags of a page.

    :returns: The pieces with their tags corrected, and a problem for each correction.
    """
    corrected: list[Data | Tag] = []
    problems: list[Problem] = []
    for piece in pieces:
        if isinstance(piece, Data) or piece.type is TagType.COMMENT:
            corrected.append(piece)
            continue
        found: dict[tuple[Kind, str], None] = {}
        body = _WORD.sub(_corrector(names, found), piece.body)
        body = _SIGNS.sub(_correct_sign(found), body)
        problems += [Problem(kind=kind, message=message, line=piece.line) for kind, message in found]
        corrected.append(replace(piece, body=body))
    return corrected, problems


def _corrector(names: Names, found: dict[tuple[Kind, str], None]) -> Callable[[re.Match[str]], str]:
    def correct(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return match[0]
        if name in _WORDS and name not in names.all:
            found[Kind.SYNTAX, f"in a tag, write `{name.lower()}` for `{name}`"] = None
            return name.lower()
        written = name.replace("-", "_")
        is_slip = written != name and written in names.all and name.split("-")[0] not in names.all
        if name in names.hyphenated or is_slip:
            message = f"in a tag, write `{written}` for `{name}`: a hyphen is a minus sign there"
            found[Kind.UNKNOWN_NAME, message] = None
            return written
        return name

    return correct


def _correct_sign(found: dict[tuple[Kind, str], None]) -> Callable[[re.Match[str]], str]:
    has_curly_quotes = False

    def correct(match: re.Match[str]) -> str:
        nonlocal has_curly_quotes
        if match["unequal"]:
            found[Kind.SYNTAX, "in a tag, write `!=` for `<>`"] = None
            return "!="
        if quoted := match["double"] or match["single"]:
            straight, curly = ('"', _DOUBLE_QUOTES) if match["double"] else ("'", _SINGLE_QUOTES)
            text = "".join(straight if character in curly else character for character in quoted)
            if not has_curly_quotes:  # one message, however many texts the tag quotes
                found[Kind.SYNTAX, f"in a tag, write the straight quotes `{text}` for `{quoted}`"] = None
            has_curly_quotes = True
            return text
        character = match["other"] or ""
        if character and unicodedata.category(character) in ("Cf", "Cc"):
            message = f"an invisible character, {character_name(character)}, is in this tag; remove it"
            found[Kind.SYNTAX, message] = None
            return ""
        return match[0]

    return correct


def character_name(character: str) -> str:
    """How messages name an invisible or unusual character: ``U+200B (zero width space)``."""
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'unnamed').lower()})"


def look_alikes(name: str) -> str:
    """What to say of letters in ``name`` that are not ASCII; empty if all are."""
    others = [character_name(character) for character in dict.fromkeys(name) if not character.isascii()]
    return f" (it holds {', '.join(others)})" if others else ""

"""Cut text into words, so that a phrase is recognised whatever markup stands between its words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

PHRASE = 4
"""The number of words in a phrase."""

Phrase = tuple[str, ...]
"""Words that follow each other."""

_WORD = re.compile(r"[^\W_]+")
# Of `[text](target)`, {role}`text <target>` and `text <target>`_ only the text is shown.
_TARGET = re.compile(r"\]\([^()\s]*(?:\s+\"[^\"\n]*\")?\)|\{[\w:.+-]+\}(?=`)|<[^<>\s]+>(?=`)")


def words_of(text: str) -> list[str]:
    """The words, in small letters, without punctuation."""
    if "&" in text:
        text = html.unescape(text)
    return _WORD.findall(text.lower())


def without_targets(text: str) -> str:
    """The text with spaces in place of the targets of links, so that offsets stay as they are."""
    return _TARGET.sub(lambda found: " " * len(found[0]), text)


def readings_of(text: str) -> Iterator[list[str]]:
    """The words of a source text as written, and as they follow each other when links are rendered."""
    yield words_of(text)
    shown = without_targets(text)
    if shown != text:
        yield words_of(shown)


def phrases_of(words: list[str], length: int) -> Iterable[Phrase]:
    """Every 2, 3 or 4 words that follow each other."""
    match length:
        case 2:
            return pairwise(words)
        case 3:
            return zip(words, words[1:], words[2:], strict=False)
        case _:
            return zip(words, words[1:], words[2:], words[3:], strict=False)


def find_phrase(phrase: Phrase, text: str) -> int | None:
    """The offset of a phrase in a source text; ``None`` if it is not there."""
    for reading in (text.lower(), without_targets(text).lower()):
        found = list(_WORD.finditer(reading))
        for start in range(len(found) - len(phrase) + 1):
            if found[start][0] == phrase[0] and all(
                found[start + number][0] == word for number, word in enumerate(phrase)
            ):
                return found[start].start()
    return None

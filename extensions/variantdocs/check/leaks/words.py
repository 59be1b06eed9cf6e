"""Cut text into words, so that a phrase is recognised whatever markup stands between its words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from itertools import groupby, pairwise

PHRASE = 4
"""The number of words in a phrase."""

Phrase = tuple[str, ...]
"""Words that follow each other."""

BREAK = "\x01"
"""What ends a phrase in a text that was joined from several."""

_WORD = re.compile(r"[^\W_]+")
_WORD_OR_BREAK = re.compile(rf"[^\W_]+|{BREAK}")
_PARAGRAPH_END = "\n\n"
_AROUND = 120  # characters in which there are more words than a phrase has
# What is no part of a word becomes a space; three times as fast as the expression.
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_ASCII_AND_BREAK = _ASCII | {ord(BREAK): BREAK}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# Of `[text](target)`, {role}`text <target>` and `text <target>`_ only the text is shown.
_TARGET = re.compile(r"\]\([^()\s]*(?:\s+\"[^\"\n]*\")?\)|\{[\w:.+-]+\}(?=`)|<[^<>\s]+>(?=`)")


def words_of(text: str) -> list[str]:
    """The words, in small letters, without punctuation."""
    return _words(text, _ASCII, _WORD)


def words_and_breaks_of(text: str) -> list[str]:
    """The words; :data:`BREAK`, with spaces around it, is one too."""
    return _words(text, _ASCII_AND_BREAK, _WORD_OR_BREAK)


def parts_between_breaks(words: list[str]) -> Iterator[list[str]]:
    """The words before the first :data:`BREAK`, between each and the next, and after the last."""
    start = 0
    with suppress(ValueError):
        while True:
            end = words.index(BREAK, start)
            yield words[start:end]
            start = end + 1
    yield words[start:]


def _words(text: str, ascii_characters: Mapping[int, str], pattern: re.Pattern[str]) -> list[str]:
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():  # often for quotation marks and dashes only
        for character in set(_BEYOND_ASCII.findall(text)):
            if not character.isalnum():
                text = text.replace(character, " ")
    return text.translate(ascii_characters).split() if text.isascii() else pattern.findall(text.lower())


def without_targets(text: str) -> str:
    """The text with spaces in place of the targets of links, so that offsets stay as they are."""
    return _TARGET.sub(lambda found: " " * len(found[0]), text)


def readings_of(text: str) -> Iterator[list[str]]:
    """The words of a source text as written; and those around links, as they follow each other when shown."""
    yield words_of(text)
    if "](" not in text and "`" not in text:
        return
    shown = without_targets(text)
    start = end = -1
    for found in _TARGET.finditer(text) if shown != text else ():
        left = shown.rfind(" ", 0, max(found.start() - _AROUND, 0)) + 1
        if left > end:
            if end >= 0:
                yield words_of(shown[start:end])
            start = left
        right = shown.find(" ", found.end() + _AROUND)
        end = right if right >= 0 else len(shown)
    if end >= 0:
        yield words_of(shown[start:end])


def words_of_all(texts: Iterable[str]) -> list[str]:
    """The words in all readings of texts, with an empty word after each reading."""
    return joined(reading for text in texts for reading in readings_of(text))


def differing_stretches(texts: Sequence[str]) -> list[list[str]]:
    """For each text, the stretches that hold all of it but what is in phrases that every text has.

    Texts are compared by paragraphs. What stands on either side of a stretch is part of it as far as a phrase
    may reach.

    >>> differing_stretches(["a b c d\\n\\ne f g\\n\\nh", "a b c d\\n\\ne f g\\n\\ni"])
    [['e f g\\n\\nh'], ['e f g\\n\\ni']]
    """
    paragraphs = [text.split(_PARAGRAPH_END) for text in texts]
    common = frozenset.intersection(*map(frozenset, paragraphs)) if paragraphs else frozenset()
    return [list(_stretches(found, common)) for found in paragraphs]


def _stretches(paragraphs: Sequence[str], common: Set[str]) -> Iterator[str]:
    """The stretches of a text around the paragraphs that are not in ``common``."""
    kept = [paragraph not in common for paragraph in paragraphs]
    for place in [place for place, is_kept in enumerate(kept) if is_kept]:
        for neighbours in (range(place - 1, -1, -1), range(place + 1, len(paragraphs))):
            words = 0
            for neighbour in neighbours:
                if words >= PHRASE - 1 or paragraphs[neighbour] not in common:
                    break
                kept[neighbour] = True
                words += len(words_of(without_targets(paragraphs[neighbour])))
    for is_kept, places in groupby(range(len(paragraphs)), kept.__getitem__):
        if is_kept:
            yield _PARAGRAPH_END.join(paragraphs[place] for place in places)


def joined(readings: Iterable[list[str]]) -> list[str]:
    """The words of several texts, with an empty word after each text, so that no phrase goes beyond one."""
    found: list[str] = []
    for words in readings:
        found += words
        found.append("")
    return found


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


def stretch_of(text: str, start: int, end: int) -> str:
    """The stretch of a text from its word ``start`` to the one before ``end``."""
    text = html.unescape(text) if "&" in text else text
    found = list(_WORD.finditer(text))
    return text[found[start].start() : found[end - 1].end()] if end <= len(found) else text

"""The fragments that only other variants show: words, short lines, phrases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import Self

from variantdocs.check.leaks.words import (
    BREAK,
    PHRASE,
    Phrase,
    joined,
    parts_between_breaks,
    phrases_of,
    readings_of,
    words_and_breaks_of,
    words_of,
)

_SHORTEST_WORD = 3
_LONGEST_SHORT_TEXT = 80  # characters
_BATCH = 100  # texts, of which most have no fragment


@dataclass(slots=True)
class Fragments:
    """Fragments by their number of words. Add what others show, then remove what the variant shows.

    ``shown`` are the words of what was removed.
    """

    words: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    phrases: dict[int, set[Phrase]] = field(
        default_factory=lambda: {length: set() for length in range(2, PHRASE + 1)}
    )

    def add(self, text: str) -> None:
        """Add the fragments of a text that another variant shows."""
        for words in readings_of(text):
            self.words.update(words)
            self.phrases[PHRASE].update(phrases_of(words, PHRASE))
        for words in parts_between_breaks(words_and_breaks_of(text.replace("\n", f" {BREAK} "))):
            if 1 < len(words) < PHRASE:
                self.phrases[len(words)].add(tuple(words))

    def add_phrases(self, text: str) -> None:
        """Add only the phrases of a text of which others may show a part."""
        self.phrases[PHRASE].update(phrases_of(words_of(text), PHRASE))

    def add_short(self, text: str) -> None:
        """Add a text of a few words as a whole, whatever stands around it."""
        words = tuple(words_of(text))
        if 1 < len(words) < PHRASE:
            self.phrases[len(words)].add(words)
        if len(text) < _LONGEST_SHORT_TEXT:
            self.words.update(words)

    def __reduce__(self) -> tuple[Callable[..., Fragments], tuple[str, str, Mapping[int, str]]]:
        """What another process gets: a few long texts, since so many tuples take seven times as long."""
        phrases = {length: " ".join(chain.from_iterable(found)) for length, found in self.phrases.items()}
        return _unpacked, (" ".join(self.words), " ".join(self.shown), phrases)

    @classmethod
    def of_all(cls, fragments: Iterable[Fragments]) -> Self:
        """The fragments that are in any of ``fragments``."""
        found = cls()
        for one in fragments:
            found.update(one)
        return found

    def update(self, others: Fragments) -> None:
        """Add the fragments that ``others`` has."""
        self.words |= others.words
        for length, phrases in others.phrases.items():
            self.phrases[length] |= phrases

    def remove(self, words: list[str]) -> None:
        """Remove the fragments in words that the variant shows itself; an empty one divides phrases."""
        self.remove_phrases(words, self.phrases_in(words))

    def remove_phrases(self, words: Iterable[str], phrases: Mapping[int, Set[Phrase]]) -> None:
        """Remove words, and the phrases in them, by their length, that the variant shows itself."""
        self.shown.update(words)
        for length, shown in phrases.items():
            self.phrases[length] -= shown

    def phrases_in(self, words: list[str]) -> dict[int, set[Phrase]]:
        """The phrases among the fragments that are in words, by their length."""
        return {
            length: phrases.intersection(phrases_of(words, length))
            for length, phrases in self.phrases.items()
            if phrases
        }

    def finish(self) -> None:
        """Leave out words that are shown or say nothing: numbers, and those of one or two letters."""
        others = self.words - self.shown
        self.words = {word for word in others if len(word) >= _SHORTEST_WORD and not word.isdecimal()}

    def any_in(self, words: list[str], *, only_phrases: bool = False) -> bool:
        """Whether the words hold any fragment."""
        if not only_phrases and not self.words.isdisjoint(words):
            return True
        return any(
            phrases and not phrases.isdisjoint(phrases_of(words, length))
            for length, phrases in self.phrases.items()
        )

    def spans_in(self, texts: Sequence[str], *, only_phrases: bool = False) -> Iterator[tuple[str, int, int]]:
        """The stretches of each text that consist of fragments: the text, and its words ``[start:end]``."""
        for number in range(0, len(texts), _BATCH):
            batch = {text: words_of(text) for text in texts[number : number + _BATCH]}
            if not self.any_in(joined(batch.values()), only_phrases=only_phrases):
                continue
            for text, words in batch.items():
                for start, end in self.spans(words, only_phrases=only_phrases):
                    yield text, start, end

    def spans(self, words: list[str], *, only_phrases: bool = False) -> Iterator[tuple[int, int]]:
        """The stretches of ``words`` that consist of fragments, as ``[start:end]``; they do not touch."""
        if not self.any_in(words, only_phrases=only_phrases):
            return
        covered = [False] * len(words)
        if not only_phrases:
            for number, word in enumerate(words):
                covered[number] = word in self.words
        for length, phrases in self.phrases.items():
            for start, phrase in enumerate(phrases_of(words, length) if phrases else ()):
                if phrase in phrases:
                    covered[start : start + length] = [True] * length
        for is_covered, numbers in groupby(range(len(words)), covered.__getitem__):
            if is_covered:
                stretch = list(numbers)
                yield stretch[0], stretch[-1] + 1

    def parts_of(self, words: list[str]) -> Iterable[Phrase]:
        """The fragments in a stretch of words, the longest first."""
        for length, phrases in sorted(self.phrases.items(), reverse=True):
            yield from (phrase for phrase in phrases_of(words, length) if phrase in phrases)
        yield from ((word,) for word in words if word in self.words)


def _unpacked(words: str, shown: str, phrases: Mapping[int, str]) -> Fragments:
    return Fragments(
        words=set(words.split()),
        shown=set(shown.split()),
        phrases={
            length: set(zip(*[iter(found.split())] * length, strict=True))
            for length, found in phrases.items()
        },
    )

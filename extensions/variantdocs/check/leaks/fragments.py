"""The fragments that only other variants show: words, short lines, phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from variantdocs.check.leaks.words import PHRASE, Phrase, joined, phrases_of, readings_of, words_of

_SHORTEST_WORD = 3
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
        for line in text.split("\n"):
            self.add_short(line)

    def add_phrases(self, text: str) -> None:
        """Add only the phrases of a text of which others may show a part."""
        self.phrases[PHRASE].update(phrases_of(words_of(text), PHRASE))

    def add_short(self, text: str) -> None:
        """Add a text of a few words as a whole, whatever stands around it."""
        if len(text) < 80:
            words = tuple(words_of(text))
            if 1 < len(words) < PHRASE:
                self.phrases[len(words)].add(words)
            self.words.update(words)

    def update(self, others: Fragments) -> None:
        """Add the fragments that ``others`` has."""
        self.words |= others.words
        for length, phrases in others.phrases.items():
            self.phrases[length] |= phrases

    def remove(self, words: list[str]) -> None:
        """Remove the fragments in words that the variant shows itself; an empty one divides phrases."""
        self.shown.update(words)
        for length, phrases in self.phrases.items():
            if phrases:
                phrases.difference_update(phrases_of(words, length))

    def finish(self) -> None:
        """Leave out words that are shown or say nothing: numbers, and those of one or two letters."""
        others = self.words - self.shown
        self.words = {word for word in others if len(word) >= _SHORTEST_WORD and not word.isdecimal()}

    def spans_in(self, texts: Sequence[str], *, only_phrases: bool = False) -> Iterator[tuple[str, int, int]]:
        """The stretches of each text that consist of fragments: the text, and its words ``[start:end]``."""
        for number in range(0, len(texts), _BATCH):
            batch = {text: words_of(text) for text in texts[number : number + _BATCH]}
            if self._none_in(joined(batch.values()), only_phrases=only_phrases):
                continue
            for text, words in batch.items():
                for start, end in self.spans(words, only_phrases=only_phrases):
                    yield text, start, end

    def spans(self, words: list[str], *, only_phrases: bool = False) -> Iterator[tuple[int, int]]:
        """The stretches of ``words`` that consist of fragments, as ``[start:end]``; they do not touch."""
        if self._none_in(words, only_phrases=only_phrases):
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

    def _none_in(self, words: list[str], *, only_phrases: bool) -> bool:
        if not only_phrases and not self.words.isdisjoint(words):
            return False
        for length, phrases in self.phrases.items():
            if phrases and len(words) >= length and not phrases.isdisjoint(phrases_of(words, length)):
                return False
        return True

    def parts_of(self, words: list[str]) -> Iterable[Phrase]:
        """The fragments in a stretch of words, the longest first."""
        for length, phrases in sorted(self.phrases.items(), reverse=True):
            yield from (phrase for phrase in phrases_of(words, length) if phrase in phrases)
        yield from ((word,) for word in words if word in self.words)

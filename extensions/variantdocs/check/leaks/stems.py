"""The stems of words, as Sphinx's search index has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping


class Stems:
    """The stems of words that only others show.

    :param settings: What ``conf.py`` defines; it may name the language of the search index.
    """

    def __init__(self, words: Iterable[str], settings: Mapping[str, object]) -> None:
        language = settings.get("html_search_language") or settings.get("language") or "en"
        self._stem = _stemmer_of(str(language))
        self._words: dict[str, list[str]] = {}
        for word in sorted(words):
            self._words.setdefault(self._stem(word), []).append(word)
        self._own: frozenset[str] | None = None

    def words_of(self, stem: str) -> list[str]:
        """The words that have a stem."""
        return self._words.get(stem, [])

    def are_shown(self, stem: str, own_words: Iterable[str]) -> bool:
        """Whether the variant shows another word of that stem."""
        if self._own is None:
            self._own = frozenset(map(self._stem, own_words))
        return stem in self._own


def _stemmer_of(language: str) -> Callable[[str], str]:
    """The function that makes a word's stem in a language; English if Sphinx does not know it."""
    from sphinx.search import languages
    from sphinx.search.en import SearchEnglish

    found = languages.get(language, languages.get(language.partition("_")[0], SearchEnglish))
    if isinstance(found, str):
        import importlib

        module, _, name = found.rpartition(".")
        found = getattr(importlib.import_module(module), name)
    stem: Callable[[str], str] = found({}).stem
    return stem

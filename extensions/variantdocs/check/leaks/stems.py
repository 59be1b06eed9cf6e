"""The stems of words, as Sphinx's search index has them."""

from __future__ import annotations

from collections.abc import Callable


def stemmer_of(language: str) -> Callable[[str], str]:
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

"""All text of a page at once, to tell that it holds nothing that only other variants show.

This is faster than reading passage by passage, which is left for the pages where something may be.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from variantdocs.check.html_text import attribute_passages, passages_and_tags
from variantdocs.check.leaks.fragments import Fragments
from variantdocs.check.leaks.names import OtherNames, paths_in
from variantdocs.check.leaks.words import BREAK, Phrase, phrases_of, words_and_breaks_of
from variantdocs.check.markdown_text import markdown_passages
from variantdocs.check.passage import Passage, Role

_SEPARATOR = f" {BREAK} "


@dataclass(frozen=True)
class PageText:
    """The text, names and addresses in markup.

    ``text`` is that between tags and of attributes, with :data:`BREAK` where a phrase ends; ``names`` are
    anchors, ``addresses`` those of another host or with one.
    """

    text: str
    names: Set[str]
    addresses: Set[str]

    @classmethod
    def of(cls, markup: str) -> Self:
        """The text of markup without comments, scripts and styles."""
        texts, tags = passages_and_tags(markup.replace(BREAK, " "))
        return cls._of(texts, attribute_passages(tags))

    @classmethod
    def of_markdown(cls, text: str, *, in_variant_folder: bool) -> Self:
        """The text of Markdown; for the arguments see :func:`markdown_passages`."""
        passages = markdown_passages(text.replace(BREAK, " "), in_variant_folder=in_variant_folder)
        return cls._of([], passages)

    @classmethod
    def _of(cls, texts: list[str], passages: Iterable[Passage]) -> Self:
        names: set[str] = set()
        addresses: set[str] = set()
        for role, value in passages:
            if role is Role.TEXT:
                texts.append(value)
            elif role is Role.NAME:
                names.add(value)
            elif role is Role.PAGE or "://" in value:
                addresses.add(value)
        return cls(html.unescape(_SEPARATOR.join(texts)), names, addresses)

    @cached_property
    def _words(self) -> list[str]:
        return words_and_breaks_of(self.text)

    @cached_property
    def _paths(self) -> list[str]:
        passages = (passage for passage in self.text.split(BREAK) if "." in passage)
        return [path for passage in passages for path in paths_in(passage)]

    @cached_property
    def _phrases(self) -> dict[int, Set[Phrase]]:
        return {}

    def _phrases_of(self, length: int) -> Set[Phrase]:
        if length not in self._phrases:
            self._phrases[length] = frozenset(phrases_of(self._words, length))
        return self._phrases[length]

    def has_phrase_of(self, fragments: Fragments) -> bool:
        """Whether a phrase of the fragments is in it."""
        return fragments.any_in(self._words, only_phrases=True)

    def may_leak(
        self,
        fragments: Fragments,
        names: OtherNames,
        *,
        variant: str,
        base_url: str | None,
        phrases: bool = True,
    ) -> bool:
        """Whether any of it may be a leak in a variant.

        :param fragments: What only others show.
        :param names: The names that only others have.
        :param base_url: The address of the site, if it is known.
        :param phrases: Whether it may have a phrase of the fragments.
        """
        if "@@" in self.text or "{@" in self.text:
            return True
        if not (names.anchors.keys().isdisjoint(self.names) and fragments.words.isdisjoint(self._words)):
            return True
        if phrases and any(
            found and not found.isdisjoint(self._phrases_of(length))
            for length, found in fragments.phrases.items()
        ):
            return True
        return any(
            names.page_named(address, variant=variant, base_url=base_url) is not None
            for address in (*self.addresses, *self._paths)
        )

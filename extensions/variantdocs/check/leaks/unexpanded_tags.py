"""Tags that were left over in the output; those that a page shows on purpose are in its expanded text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from variantdocs.check.leaks.words import words_of

_TAG = re.compile(
    r"\{@@(?=[-+\s])[^{}]{0,200}?@@\}|<@@(?=[-+\s])[^<>]{0,200}?@@>"
    r"|\{@=(?=[-+\s])[^{}]{0,200}?=@\}|\{@#.{0,2000}?#@\}",
    re.S,
)


def tags_in(text: str) -> Iterator[str]:
    """The tags in a text, as they stand there."""
    if "@@" in text or "{@" in text:
        yield from _TAG.findall(text)


def signature(tag: str) -> str:
    """What is equal for tags that differ only in white space and in the shape of quotes."""
    return f"{tag[:3]} {' '.join(words_of(tag))}"


def tags_of(texts: Iterable[str]) -> frozenset[str]:
    """The signatures of all tags in texts."""
    return frozenset(signature(tag) for text in texts for tag in tags_in(text))

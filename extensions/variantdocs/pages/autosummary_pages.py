"""Decide which variants have a page that autosummary makes: those in which a page has an entry for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

Entries = Mapping[str, Mapping[str, frozenset[str]]]
"""docname of a page → variant → the docnames of the pages made for its entries there."""


def narrowed_to_entries(members: Mapping[str, frozenset[str]], entries: Entries) -> dict[str, frozenset[str]]:
    """``members``, docname → variants, less the variants in which no page has an entry for the page.

    A page that has no entry anywhere keeps its variants.
    """
    result = dict(members)
    while True:  # a page that was made may have entries itself
        named: dict[str, set[str]] = defaultdict(set)
        for docname, by_variant in entries.items():
            for variant, pages in by_variant.items():
                for page in pages & result.keys():
                    named[page].update({variant} & result.get(docname, frozenset()))
        smaller = {page: result[page] & variants for page, variants in named.items()}
        if all(result[page] == variants for page, variants in smaller.items()):
            return result
        result |= smaller

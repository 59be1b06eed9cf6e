"""Decide which variant reads a page that several variants show alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from variantdocs.multibuild.protocol import Outdated, Read

FEW = 1
"""Pages which are not worth an exchange, even of small environments: reading one takes some 20 ms."""
_KNOWN_PER_PAGE = 100
"""An exchange takes longer the more pages are known: about 0.2 ms each."""


def share_out(outdated: Mapping[str, Outdated]) -> dict[str, Read]:
    """Give each page that is the same in several variants to one of them.

    The work is spread by size, largest first, so that all are done at about the same time. Who
    reads what depends on nothing but the pages, not on how many processes there are.

    :param outdated: variant → what it has to read, in the order of the variants.
    :returns: variant → what it reads, and what it leaves to whom.
    """
    readers: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    load = {}
    for variant, pages in outdated.items():
        load[variant] = pages.other
        for docname, page in pages.pages.items():
            readers[docname, page.fingerprint, pages.settings].append(variant)
    from_others: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in outdated}
    shared = []
    for key, variants in readers.items():
        size = outdated[variants[0]].pages[key[0]].size
        if len(variants) > 1:
            shared.append((-size, key, variants))
        else:
            load[variants[0]] += size
    known = max((pages.known for pages in outdated.values()), default=0)
    if len(shared) <= FEW + known // _KNOWN_PER_PAGE:
        return {name: Read() for name in outdated}
    for size, (docname, _, _), variants in sorted(shared):
        reader = min(variants, key=lambda name: load[name])
        load[reader] -= size
        for name in variants:
            if name != reader:
                from_others[name][reader].append(docname)
    givers = {reader for taken in from_others.values() for reader in taken}
    return {
        name: Read(
            from_others={reader: tuple(sorted(pages)) for reader, pages in taken.items()},
            is_shared=name in givers,
        )
        for name, taken in from_others.items()
    }

"""Assign each page that several variants share to the one that reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from variantdocs.multibuild.protocol import OutdatedPages, ReadPlan

_NOT_WORTH_SHARING = 1
"""So few pages are read by each variant: reading one takes about 20 ms, as merging a small environment."""
_KNOWN_PER_PAGE = 100
"""Merging takes longer the more pages the environment has: about 0.2 ms for each."""


def assign_readers(outdated: Mapping[str, OutdatedPages]) -> dict[str, ReadPlan]:
    """Assign each page that is the same in several variants to one of them.

    The largest pages are assigned first, each to the variant with the least work, so that all finish at about
    the same time. The result depends only on the pages, not on the number of processes.

    :param outdated: variant → what it has to read, in the order of the variants.
    :returns: variant → what it leaves to which other variant.
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
    if len(shared) <= _NOT_WORTH_SHARING + known // _KNOWN_PER_PAGE:
        return {name: ReadPlan() for name in outdated}
    for size, (docname, _, _), variants in sorted(shared):
        reader = min(variants, key=lambda name: load[name])
        load[reader] -= size
        for name in variants:
            if name != reader:
                from_others[name][reader].append(docname)
    readers_for_others = {reader for taken in from_others.values() for reader in taken}
    return {
        name: ReadPlan(
            from_others={reader: tuple(sorted(pages)) for reader, pages in taken.items()},
            is_shared=name in readers_for_others,
        )
        for name, taken in from_others.items()
    }

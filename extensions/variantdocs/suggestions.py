"""Find the known names that an author may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest_names(name: str, known: Iterable[str], *, most: int = 3, cutoff: float = 0.6) -> list[str]:
    """The ``most`` names of ``known`` that are nearest to ``name``, the nearest first.

    Case does not count, nor whether a name has ``-``, ``_`` or a space: ``BYOC-EU`` is near ``byoc_eu``.
    """
    folded: dict[str, list[str]] = {}
    for found in known:
        folded.setdefault(_folded(found), []).append(found)
    if _folded(name) in folded:
        return folded[_folded(name)][:most]
    near = difflib.get_close_matches(_folded(name), list(folded), n=most, cutoff=cutoff)
    return [found for key in near for found in folded[key]][:most]


def _folded(name: str) -> str:
    return name.casefold().replace("-", "_").replace(" ", "_")

"""Find the names nearest to a misspelled one, fast also among tens of thousands."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from difflib import SequenceMatcher

_MOST_COMPARED = 128
"""How many candidates are compared by difflib, whose comparison takes long."""

_ROUNDING = 1e-9


def nearest(name: str, candidates: Iterable[str], *, limit: int = 1, cutoff: float = 0.6) -> tuple[str, ...]:
    """The ``candidates`` most similar to ``name``, the most similar first.

    Case does not count, nor whether a name has ``-``, ``_`` or a space: ``BYOC-EU`` is the same as
    ``byoc_eu``. If some candidates differ in nothing else, only those are returned. Similarity is that of
    :func:`difflib.get_close_matches`.

    :param limit: The most names to return.
    :param cutoff: The least similarity, from 0 to 1.
    """
    folded: dict[str, list[str]] = {}
    for candidate in dict.fromkeys(candidates):
        folded.setdefault(_folded(candidate), []).append(candidate)
    key = _folded(name)
    same = sorted(candidate for candidate in folded.get(key, ()) if candidate != name)
    if same:
        return tuple(same[:limit])
    keys = _most_similar(key, list(folded), limit=limit, cutoff=cutoff)
    return tuple(candidate for near in keys for candidate in folded[near])[:limit]


def _folded(name: str) -> str:
    return name.casefold().replace("-", "_").replace(" ", "_")


def _most_similar(name: str, candidates: list[str], *, limit: int, cutoff: float) -> list[str]:
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    # The longest common subsequence bounds difflib's matching blocks from above, so a candidate
    # that does not reach the cutoff here does not reach it there.
    bounded = process.extract(
        name,
        candidates,
        scorer=Indel.normalized_similarity,
        score_cutoff=cutoff - _ROUNDING,
        limit=_MOST_COMPARED,
    )
    matcher = SequenceMatcher()
    matcher.set_seq2(name)
    best: list[tuple[float, str]] = []
    for candidate, bound, _ in bounded:
        if len(best) == limit and bound < best[0][0] - _ROUNDING:
            break
        matcher.set_seq1(candidate)
        ratio = matcher.ratio()
        if ratio >= cutoff:
            heapq.heappush(best, (ratio, candidate))
            if len(best) > limit:
                heapq.heappop(best)
    return [candidate for _, candidate in sorted(best, reverse=True)]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``did you mean …?`` with the nearest of ``known``, or all of them."""
    known = tuple(known)
    near = nearest(name, known)
    return f"did you mean `{near[0]}`?" if near else f"there are {', '.join(f'`{found}`' for found in known)}"

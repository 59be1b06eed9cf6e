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

    If some differ in case only, those are returned. Otherwise the result is that of
    :func:`difflib.get_close_matches`.

    :param limit: The most names to return.
    :param cutoff: The least similarity, from 0 to 1.
    """
    found = list(dict.fromkeys(candidates))
    folded = name.casefold()
    same_but_case = heapq.nsmallest(limit, (one for one in found if one.casefold() == folded and one != name))
    return tuple(same_but_case or _most_similar(name, found, limit=limit, cutoff=cutoff))


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

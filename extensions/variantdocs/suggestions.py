"""Find the names nearest to a misspelled one, fast also among tens of thousands."""

from __future__ import annotations

import heapq
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

_MOST_COMPARED = 128
"""How many candidates are compared by difflib, whose comparison takes long."""

_FEW_CANDIDATES = 8
"""How many candidates difflib bounds in less time than it takes to import rapidfuzz."""

_MOST_CANDIDATES = 30_000
"""How many candidates are compared at all: a few milliseconds."""

_ROUNDING = 1e-9


def nearest(name: str, candidates: Iterable[str], *, limit: int = 1, cutoff: float = 0.6) -> tuple[str, ...]:
    """The ``candidates`` most similar to ``name``, the most similar first.

    See :meth:`Candidates.nearest`, which is faster if there are several names.
    """
    return Candidates(candidates).nearest(name, limit=limit, cutoff=cutoff)


class Candidates:
    """Names that others are compared with, prepared for any number of comparisons."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, list[str]] = {}
        for name in dict.fromkeys(names):
            self._names.setdefault(_folded(name), []).append(name)
        self._by_length = sorted(self._names, key=len) if len(self._names) > _MOST_CANDIDATES else None

    def nearest(self, name: str, *, limit: int = 1, cutoff: float = 0.6) -> tuple[str, ...]:
        """The names most similar to ``name``, the most similar first.

        Case does not count, nor whether a name has ``-``, ``_`` or a space: ``BYOC-EU`` is the same as
        ``byoc_eu``. If some names differ in nothing else, only those are returned. Similarity is that of
        :func:`difflib.get_close_matches`. Of very many names, only those of about the same length are
        compared, so the time does not depend on how many there are.

        :param limit: The most names to return.
        :param cutoff: The least similarity, from 0 to 1.
        """
        key = _folded(name)
        same = sorted(candidate for candidate in self._names.get(key, ()) if candidate != name)
        if same:
            return tuple(same[:limit])
        keys = _most_similar(key, self._of_similar_length(key), limit=limit, cutoff=cutoff)
        return tuple(candidate for near in keys for candidate in self._names[near])[:limit]

    def _of_similar_length(self, key: str) -> list[str]:
        if self._by_length is None:
            return list(self._names)
        middle = bisect(self._by_length, len(key), key=len)
        start = max(0, min(middle - _MOST_CANDIDATES // 2, len(self._by_length) - _MOST_CANDIDATES))
        return self._by_length[start : start + _MOST_CANDIDATES]


class Docnames:
    """Pages that others are compared with, by their whole name or its last part."""

    def __init__(self, docnames: Iterable[str]) -> None:
        known = sorted(docnames)
        self._candidates = Candidates(known)
        self._by_last_part: dict[str, list[str]] = defaultdict(list)
        for docname in known:
            self._by_last_part[docname.rpartition("/")[2]].append(docname)

    def nearest(self, docname: str) -> tuple[str, ...]:
        """At most two pages that ``docname`` may mean: in other case, in another folder, or similar."""
        similar = self._candidates.nearest(docname, limit=2)
        if similar and similar[0].casefold() == docname.casefold():
            return similar
        last = docname.rpartition("/")[2]
        moved = self._by_last_part.get(last, [])[:2] if last != "index" else []
        return tuple(dict.fromkeys([*moved, *similar]))[:2]


def _folded(name: str) -> str:
    return name.casefold().replace("-", "_").replace(" ", "_")


def _most_similar(name: str, candidates: list[str], *, limit: int, cutoff: float) -> list[str]:
    matcher = SequenceMatcher()
    matcher.set_seq2(name)
    best: list[tuple[float, str]] = []
    for candidate, bound in _bounded(name, candidates, cutoff=cutoff):
        if len(best) == limit and bound < best[0][0] - _ROUNDING:
            break
        matcher.set_seq1(candidate)
        ratio = matcher.ratio()
        if ratio >= cutoff:
            heapq.heappush(best, (ratio, candidate))
            if len(best) > limit:
                heapq.heappop(best)
    return [candidate for _, candidate in sorted(best, reverse=True)]


def _bounded(name: str, candidates: list[str], *, cutoff: float) -> list[tuple[str, float]]:
    """The candidates that may reach the cutoff, with an upper bound of their similarity, highest first."""
    if len(candidates) <= _FEW_CANDIDATES:
        matcher = SequenceMatcher()
        matcher.set_seq2(name)
        found = []
        for candidate in candidates:
            matcher.set_seq1(candidate)
            if (bound := matcher.quick_ratio()) >= cutoff - _ROUNDING:
                found.append((candidate, bound))
        return sorted(found, key=lambda pair: -pair[1])
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
    return [(candidate, bound) for candidate, bound, _ in bounded]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``did you mean …?`` with the nearest of ``known``, or all of them."""
    known = tuple(known)
    near = nearest(name, known)
    return f"did you mean `{near[0]}`?" if near else f"there are {', '.join(f'`{found}`' for found in known)}"

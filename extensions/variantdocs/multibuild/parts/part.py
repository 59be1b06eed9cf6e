"""Which pages of a variant a build writes, when several builds divide them: the value of ``--part``."""

from __future__ import annotations

import heapq
import re
from collections.abc import Mapping
from dataclasses import dataclass

FRAME_SIZE = 4000
"""What a page costs beside its text, as a number of bytes of text: its frame and its navigation."""


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """Part ``number`` of ``count``; numbers begin with 1."""

    number: int
    count: int

    @classmethod
    def from_text(cls, text: str) -> Part:
        """The part that ``2/4`` names.

        :raises ValueError: ``text`` names none.
        """
        found = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", text)
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            raise ValueError(
                f"{text!r} is no part; write the number of the part and how many there are: 1/4 to 4/4"
            )
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        """As in ``--part``."""
        return f"{self.number}/{self.count}"

    def pages(self, sizes: Mapping[str, int]) -> frozenset[str]:
        """The pages of this part.

        Every build of the same pages divides them in the same way. The largest page goes first, each to the
        part with the least to write so far.

        :param sizes: docname → the bytes of its source.
        """
        loads = [(0, number) for number in range(1, self.count + 1)]
        found = set()
        for docname, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
            load, number = loads[0]
            heapq.heapreplace(loads, (load + FRAME_SIZE + size, number))
            if number == self.number:
                found.add(docname)
        return frozenset(found)

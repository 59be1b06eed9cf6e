"""Find inline marks around a block: ``**{@@ if byoc @@}x{@@ endif @@}**`` is ``****`` elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from variantdocs.messages import Kind
from variantdocs.templating.tags import Data, Problem, Tag, TagType

_MARK = r"\*{1,3}|_{1,3}|~~|`{1,2}"
_BEFORE = re.compile(rf"(?<![\w*_~`])({_MARK})\Z")
_AFTER = re.compile(rf"({_MARK})(?![\w*_~`])")
_MOST = 20  # that are reported of one page


def emptied_marks(pieces: Sequence[Data | Tag]) -> tuple[Problem, ...]:
    """A problem for each of the first blocks of one branch that stand between a pair of marks."""
    found = []
    for start in range(len(pieces) - 4):
        mark = _mark_around_block(pieces[start : start + 5])
        if mark is not None:
            message = f"where this block is hidden, readers see `{mark * 2}`; put the marks into the block"
            found.append(Problem(kind=Kind.SYNTAX, message=message, line=pieces[start + 1].line))
            if len(found) == _MOST:
                break
    return tuple(found)


def _mark_around_block(pieces: Sequence[Data | Tag]) -> str | None:
    before, opening, body, closing, after = pieces
    if not isinstance(before, Data) or not isinstance(body, Data) or not isinstance(after, Data):
        return None
    if list(_keywords(opening, closing)) not in (["if", "endif"], ["for", "endfor"]):
        return None
    left, right = _BEFORE.search(before.text[-5:]), _AFTER.match(after.text)
    if left is None or right is None or left[1] != right[1] or left[1][0] in body.text:
        return None
    return left[1]


def _keywords(*tags: Data | Tag) -> Iterator[str]:
    return (tag.keyword for tag in tags if isinstance(tag, Tag) and tag.type is TagType.BLOCK)

"""Tell whether a block can take the whole body of a directive away, for which docutils then asks."""

from __future__ import annotations

import re
from collections.abc import Sequence

CURE = "a block leaves it empty here; put the whole directive into the block"

_ASKS_FOR_BODY = re.compile(r"Content block expected for the .+ directive; none found\.")
_FENCE = re.compile(r"[ ]*(?:`{3,}|~{3,}|:{3,})")
_OPTION = re.compile(r":[\w-]+:(?:\s|$)")
_TAG_ALONE = re.compile(r"(?:\{@@.*@@\}|<@@.*@@>)")


def asks_for_body(message: str) -> bool:
    """Whether docutils says that a directive needs a body."""
    return _ASKS_FOR_BODY.fullmatch(message.strip()) is not None


def block_holds_body(lines: Sequence[str], head: int) -> bool:
    """Whether what a page's source has below the head of a directive is in a block.

    :param lines: The lines of the source, before it is expanded.
    :param head: The number of the head's line, from 1.
    """
    opening = lines[head - 1]
    in_block = False
    for line in lines[head:]:
        text = line.strip()
        if not text or (not in_block and _OPTION.match(text)):
            continue
        is_tag = text.startswith(("{@@", "<@@"))
        if _FENCE.match(opening):
            return is_tag
        if _indentation(line) > _indentation(opening):
            return in_block or is_tag
        if not is_tag or not _TAG_ALONE.fullmatch(text):
            return False
        in_block = True
    return False


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))

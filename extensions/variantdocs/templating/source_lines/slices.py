"""Slice an included file as its ``include`` directive says, before it is expanded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SLICE_OPTIONS = ("start-line", "end-line", "start-after", "end-before")


class TextNotFound(ValueError):
    """The file does not hold the text of ``start-after`` or ``end-before``."""

    def __init__(self, option: str, text: str) -> None:
        super().__init__(option, text)
        self.option = option
        self.text = text


def slice_text(
    text: str, options: Mapping[str, Any], *, empty_is_blank_line: bool = False
) -> tuple[str, int]:
    """Slice ``text`` by the options, as docutils does.

    Lines are those of the file as its author wrote it.

    :param empty_is_blank_line: An empty ``start-after`` or ``end-before`` means the next blank line, which
        need not be there to end at; otherwise it means nothing.
    :returns: The slice, and the number of lines before it.
    :raises TextNotFound: the text to start or end at is not in the file.
    """
    start, end = options.get("start-line"), options.get("end-line")
    skipped = 0
    if start is not None or end is not None:
        lines = text.split("\n")
        if lines and not lines[-1]:
            lines.pop()
        first = start or 0
        skipped = max(0, len(lines) + first) if first < 0 else min(first, len(lines))
        text = "\n".join(lines[start:end])
    after = options.get("start-after")
    if after == "" and empty_is_blank_line:
        after = "\n\n"
    if after:
        index = text.find(after)
        if index < 0:
            raise TextNotFound("start-after", after)
        skipped += text.count("\n", 0, index + len(after))
        text = text[index + len(after) :]
    before = options.get("end-before")
    if before:
        index = text.find(before)
        if index < 0:
            raise TextNotFound("end-before", before)
        text = text[:index]
    elif before == "" and empty_is_blank_line and (index := text.find("\n\n")) > 0:
        text = text[: index + 1]
    return text, skipped

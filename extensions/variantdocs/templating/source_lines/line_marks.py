"""Mark where the lines of a template come from, and read the marks in the rendered text.

A mark stands wherever a line is not the one after the line before. It holds the source line, and
``=`` if the text after it has that one source line, however many lines it renders to.
"""

from __future__ import annotations

import re

from variantdocs.templating.emptied_lines import begins_with_marker, is_empty_construct, lines_to_remove
from variantdocs.templating.tags import Data, Tag, TagType

_MARK = re.compile("\ufdd0([0-9]+)(=?)\ufdd7")


def template_source(pieces: list[Data | Tag]) -> tuple[str, tuple[int, ...]]:
    """The page as Jinja reads it, and the source line of each of its lines.

    A tag's body begins on a line of its own. So Jinja's line numbers tell tags of different source
    lines apart, even where no line end is left between them.
    """
    parts: list[str] = []
    lines = [1]

    def add(part: str, line: int) -> None:
        parts.append(part)
        lines.extend(line + number for number in range(part.count("\n")))

    for piece in pieces:
        if isinstance(piece, Data):
            add(f"\ufdd0{piece.line}\ufdd7{_without_noncharacters(piece.text)}", piece.line + 1)
        elif piece.type is TagType.COMMENT or piece.keyword in ("raw", "endraw"):
            continue
        else:
            # With space around, or Jinja would read a minus sign as a white space mark.
            body = f"\n{_without_noncharacters(piece.body)} "
            if piece.type is TagType.VARIABLE:
                body = f"\ufdd0{piece.line}=\ufdd7\ufdd3{body}\ufdd4"
            else:
                body = f"\ufdd1{body}\ufdd2"
            add(body, piece.line)
    return "".join(parts), tuple(lines)


def _without_noncharacters(text: str) -> str:
    return re.sub("[\ufdd0-\ufdd7]", "\ufffd", text) if re.search("[\ufdd0-\ufdd7]", text) else text


def assemble(
    rendered: str, tagged: frozenset[int], conditional: frozenset[int] = frozenset()
) -> tuple[str, tuple[int, ...]]:
    """Remove the marks from ``rendered``, and the lines that held only tags.

    :param tagged: The source lines to remove when only white space is left of them.
    :param conditional: The source lines to remove also when only the marker of a list item, heading or quote
        or an empty table row is left of them, which stood before the block.
    :returns: The text, and the source line of each of its lines.
    """
    kept: list[str] = []
    origins: list[int] = []
    current: list[str] = []  # the parts of the output line being made
    origin = 0  # the source line of its first text; 0 until there is some
    vanishes = False
    is_marked = False  # the text at the line's beginning is a marker, and a block follows
    emptied: list[int] = []  # the lines of which only a marker is left
    line, constant = 1, False

    def flush(end: str) -> None:
        nonlocal origin, vanishes, is_marked
        text = "".join(current)
        current.clear()
        if (text or end) and not (vanishes and not text.strip()):
            if is_marked and line in conditional and is_empty_construct(text):
                emptied.append(len(kept))
            kept.append(text + end)
            origins.append(origin or line)
        origin, vanishes, is_marked = 0, False, False

    parts = _MARK.split(rendered)
    for index in range(0, len(parts), 3):
        if index:
            line, constant = int(parts[index - 2]), parts[index - 1] == "="
            vanishes = vanishes or line in tagged
        for number, text in enumerate(parts[index].split("\n")):
            if number:
                flush("\n")
                if not constant:
                    line += 1
                    vanishes = line in tagged
            if text:
                is_marked = is_marked or (
                    (number > 0 or index <= 3) and not current and begins_with_marker(text)
                )
                current.append(text)
                if not origin and not text.isspace():
                    origin = line
    flush("")
    for index in reversed(lines_to_remove(kept, emptied)):
        del kept[index], origins[index]
    return "".join(kept), tuple(origins)

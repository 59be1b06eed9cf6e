"""Find a declaration that stands where it is read as text: before the first paragraph of a page.

It may lack the lines around front matter, be in the syntax of another markup or tool, or come too late.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from variantdocs.pages.declarations.declared import (
    TAG_LINE,
    TOP_LINES,
    NotDeclared,
    is_certainly_variants,
    looks_like_variants,
    without_invisible,
)

_DECLARATION = re.compile(
    r"(?:<!--\s*|\.\.\s+)?\{?\s*(?P<written>(?P<colon>:?)[\"']?(?P<key>[^\W\d_]+)[\"']?\s*(?:::?|[=\uff1a]))"
    r"\s*(?P<names>.*?)\s*\}?\s*(?:-->)?"
)
_LONGEST = 500  # characters of a declaration
_FENCE = re.compile(r"(?:-{3,}|\*{3,}|\+{3,}|\.{3})")
_ITEM = re.compile(r"[ \t]*-[ \t]+(\S+)[ \t]*")
_ADORNMENT = re.compile(r"([=\-~^\"'#*+.:_`])\1*")
_SKIPPED = ("#", "<!--", ":", "(", "%", "..")


def misplaced_declaration(lines: Sequence[str], *, line: int, cure: str) -> NotDeclared | None:
    """What looks like a declaration among the first of ``lines``.

    :param line: The source line of the first.
    :param cure: What to write instead.
    """
    for number, text, is_metadata in _before_first_text(lines[:TOP_LINES]):
        found = _DECLARATION.fullmatch(text) if len(text) <= _LONGEST else None
        if found is None or not looks_like_variants(found["key"]):
            continue
        names = names_in(found["names"]) or (is_metadata and _listed_below(lines, number))
        if names:
            certain = bool(found["colon"] or is_metadata) and is_certainly_variants(found["key"])
            return NotDeclared(
                written=found["written"],
                membership=names,
                line=line + number,
                cure=cure,
                certain=certain,
                misread=_misread(lines, number, is_metadata=is_metadata, first_line=line),
            )
    return None


def _listed_below(lines: Sequence[str], number: int) -> tuple[str, ...]:
    """The items of a YAML list below a line of metadata."""
    items: list[str] = []
    for line in lines[number + 1 : TOP_LINES]:
        item = _ITEM.fullmatch(line)
        if item is None:
            break
        items.append(_unquoted(item[1]))
    return tuple(items)


def _misread(lines: Sequence[str], number: int, *, is_metadata: bool, first_line: int) -> range:
    """The source lines of the metadata around a line, with the lines that enclose it."""
    first = last = number
    while is_metadata and first > 0 and not _FENCE.fullmatch(lines[first].strip()):
        first -= 1
    for below in range(number, min(len(lines), TOP_LINES)):
        text = lines[below].strip()
        if _FENCE.fullmatch(text):
            last = below
        if not text or last > number:
            break
    return range(first_line + first, first_line + last + 1)


def names_in(written: str) -> str | tuple[str, ...]:
    """The names of a list, with or without brackets and quotes; else an expression as it stands."""
    text = " ".join(written.split())
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    names = [_unquoted(name) for name in re.split(r"\s*,\s*", text.strip())]
    return tuple(names) if len(names) > 1 else names[0]


def _unquoted(name: str) -> str:
    return name[1:-1] if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'" else name


def _before_first_text(lines: Sequence[str]) -> Iterator[tuple[int, str, bool]]:
    """Each line up to the first paragraph: number, text, and whether it stands below a line ``---``."""
    is_metadata = in_comment = is_nested = False
    for number, written in enumerate(lines):
        text = " ".join(without_invisible(written).split())  # long runs of spaces would take long
        following = lines[number + 1].strip() if number + 1 < len(lines) else ""
        is_nested = is_nested and (not text or written[:1] in (" ", "\t"))
        if is_nested:
            continue
        is_nested = text.startswith("..")
        if in_comment:
            in_comment = "-->" not in text
        elif _FENCE.fullmatch(text):
            is_metadata = not is_metadata
        elif not text:
            is_metadata = False
        else:
            yield number, text, is_metadata
            in_comment = text.startswith("<!--") and "-->" not in text
            is_title = bool(_ADORNMENT.fullmatch(following) or _ADORNMENT.fullmatch(text))
            if not (is_metadata or is_title or text.startswith(_SKIPPED) or TAG_LINE.fullmatch(text)):
                return

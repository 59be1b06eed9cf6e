"""Read the variants that a page declares, before it is expanded.

Markdown declares them in front matter (``variants: byoc``), reST in a field at the top
(``:variants: byoc``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from variantdocs.messages import Kind
from variantdocs.templating.tags import Data, Problem, TagType, find_tags

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.S | re.M)
_KEY = re.compile(r"^(variants[ \t]*:)(.*\n?(?:(?:[ \t]+.*|[ \t]*-[ \t].*)\n?)*)", re.M)
_FIELD = re.compile(r":([^:\n]+):[ \t]*(.*(?:\n[ \t]+\S.*)*)")
_TAG = re.compile(r"\{@@|<@@|\{@=|\{@#")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A declaration: a name, several names, or an expression; ``line`` is its source line."""

    membership: str | tuple[str, ...]
    line: int


def declared_variants(source: str, *, markdown: bool) -> Declared | Problem | None:
    """The declaration of a page; a problem if it cannot be read; ``None`` if there is none."""
    if "variants" not in source:
        return None
    source = source.removeprefix("\ufeff").replace("\r\n", "\n")
    return _in_front_matter(source) if markdown else _in_field_list(source)


def _in_front_matter(source: str) -> Declared | Problem | None:
    matter = _FRONT_MATTER.match(source)
    if matter is None:
        return None
    key = _KEY.search(matter[1])
    if key is None:
        return None
    line = 2 + matter[1].count("\n", 0, key.start())
    if _inside_block(matter[1][: key.start()]) or _TAG.search(key[0]):
        return Problem(
            kind=Kind.SYNTAX,
            message="`variants:` is read before the page is expanded; "
            "write it outside any block, without tags",
            line=line,
        )
    try:
        value = yaml.safe_load(key[0])["variants"]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return Problem(
            kind=Kind.SYNTAX,
            message=f"`variants:` cannot be read: {getattr(error, 'problem', None) or error}",
            line=line + (mark.line if mark else 0),
        )
    return _declared(value, line)


def _declared(value: object, line: int) -> Declared | Problem:
    if isinstance(value, str) and value.strip():
        return Declared(membership=value.strip(), line=line)
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return Declared(membership=tuple(value), line=line)
    return Problem(
        kind=Kind.SYNTAX,
        message="`variants:` names no variant; "
        "write a name, a list of names or an expression such as `not byoc`",
        line=line,
    )


def _inside_block(text: str) -> bool:
    pieces, problems = find_tags(text)
    depth = 0
    for piece in pieces:
        if not isinstance(piece, Data) and piece.type is TagType.BLOCK:
            depth += {"if": 1, "for": 1, "endif": -1, "endfor": -1}.get(piece.keyword, 0)
    return depth > 0 or bool(problems)


def _in_field_list(source: str) -> Declared | Problem | None:
    position, line = 0, 1
    while position < len(source):
        end = source.find("\n", position)
        end = len(source) if end < 0 else end + 1
        text = source[position:end]
        if text.strip() and not text.startswith(".. ") and not text.startswith("   "):
            field = _FIELD.match(source, position)
            if field is None:
                return None
            if field[1] == "variants":
                if _TAG.search(field[2]):
                    return Problem(
                        kind=Kind.SYNTAX,
                        message="`:variants:` is read before the page is expanded; write it without tags",
                        line=line,
                    )
                names = re.split(r"\s*,\s*", " ".join(field[2].split()))
                return _declared(names if len(names) > 1 else names[0], line)
            end = field.end() + 1
        line += source.count("\n", position, end)
        position = end
    return None

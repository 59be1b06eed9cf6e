"""Read the variants that a reST page declares in a field at its top: ``:variants: byoc``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from variantdocs.pages.declarations.declared import (
    TAG_LINE,
    TOP_LINES,
    Declaration,
    Declared,
    NotDeclared,
    declared,
    inside_block,
    is_certainly_variants,
    looks_like_variants,
    syntax_problem,
)
from variantdocs.pages.declarations.misplaced import misplaced_declaration, names_in
from variantdocs.templating.tags import Problem

_FIELD = re.compile(r"[ \t]*:([^:\n]+):([ \t]*)(.*(?:\n[ \t]+\S.*)*)")
_ADORNMENT = re.compile(r"([=\-~^\"'#*+.:_`])\1*[ \t]*$")
_TAG = re.compile(r"\{@@|<@@|\{@=|\{@#")
_CURE = "write `:variants:` before the title, at the beginning of a line"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """A field before the first text of a page; Sphinx reads it as metadata if it ``counts``.

    ``in_block`` is true if a block decides whether it is there.
    """

    name: str
    value: str
    line: int
    counts: bool
    has_space: bool
    in_block: bool


def declaration_in_rest(source: str) -> Declaration | None:
    """The declaration of a reST page; ``None`` if there is none."""
    found: Declared | Problem | None = None
    suspect: NotDeclared | None = None
    lines = source.split("\n", TOP_LINES)[:TOP_LINES]
    for field in _fields(lines):
        if field.counts and field.name == "variants":
            if found is not None:
                return syntax_problem("`:variants:` is there twice; remove one", field.line)
            found = _declared_by(field)
        elif suspect is None and looks_like_variants(field.name) and field.value:
            suspect = NotDeclared(
                written=f":{field.name}:",
                membership=names_in(field.value),
                line=field.line,
                cure=_CURE if field.name == "variants" else "write `:variants:`",
                certain=is_certainly_variants(field.name),
            )
    return found or suspect or misplaced_declaration(lines, line=1, cure=_CURE)


def _declared_by(field: _Field) -> Declared | Problem:
    if field.in_block or _TAG.search(field.value):
        message = "`:variants:` is read before the page is expanded; write it outside any block, without tags"
        return syntax_problem(message, field.line)
    if field.value and not field.has_space:
        written = f":variants:{field.value}"
        message = f"`{written}` needs a space after the second colon: write `:variants: {field.value}`"
        return syntax_problem(message, field.line)
    return declared(names_in(field.value) or None, field.line)


def _fields(lines: list[str]) -> Iterator[_Field]:
    """The fields among comments and titles at the top of a page."""
    at_top, in_comment, number = True, False, 0
    while number < len(lines):
        line = lines[number]
        indented = line[:1] in (" ", "\t")
        field = _FIELD.match("\n".join(lines[number:])) if line.lstrip(" \t").startswith(":") else None
        if not line.strip() or (indented and in_comment) or TAG_LINE.fullmatch(line):
            pass
        elif field is not None:
            yield _Field(
                name=field[1],
                value=field[3],
                line=number + 1,
                counts=at_top and not indented,
                has_space=bool(field[2]),
                in_block=inside_block("\n".join(lines[:number])),
            )
            number += field[0].count("\n")
            in_comment = False
        elif line.startswith(".. ") or line.rstrip() == "..":
            in_comment = True
        elif not indented and any(_ADORNMENT.match(one) for one in lines[number : number + 2]):
            at_top, in_comment = False, False
        else:
            return
        number += 1

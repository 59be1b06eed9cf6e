"""Find text that is nearly a tag and would be shown to readers: ``{@ if byoc @}``, ``@@ if … @@``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from variantdocs.messages import Kind
from variantdocs.templating.names import Names
from variantdocs.templating.tags import Data, Problem, Tag

_MOST = 20  # that are reported of one page
_KEYWORD = r"(?:if|elif|else|endif|for|endfor|set|raw|endraw)\b"
_BLOCK = re.compile(
    rf"[{{<\[(]\s*@{{1,3}}\s*({_KEYWORD}[^@\n]{{0,200}}?)\s*@{{1,3}}\s*[}}>\])]"  # {@ if x @}, < @@ if x @@ >
    rf"|(?<!@)@@\s*({_KEYWORD}[^@\n]{{0,200}}?)\s*@@(?!@)"  # @@ if x @@
    rf"|[{{<]\s*@@\s*({_KEYWORD}[^@\n]{{0,200}})$",  # { @@ if x
    re.M,
)
_VARIABLE = re.compile(r"\{\s*@\s*=?\s*(\w+)\s*=?\s*@\s*\}|\{\s*=\s*(\w+)\s*=\s*\}")


def may_have_near_tags(source: str) -> bool:
    """Whether ``source`` may hold one; a fast check."""
    return "@" in source or "=}" in source


def near_tags(pieces: Iterable[Data | Tag], names: Names) -> tuple[Problem, ...]:
    """A problem for each of the first texts that are nearly a tag, outside raw blocks."""
    return tuple(islice(_in_pieces(pieces, names), _MOST))


def _in_pieces(pieces: Iterable[Data | Tag], names: Names) -> Iterator[Problem]:
    raw = False
    for piece in pieces:
        if isinstance(piece, Tag):
            raw = piece.keyword == "raw" if piece.keyword in ("raw", "endraw") else raw
        elif not raw and may_have_near_tags(piece.text):
            yield from _in_text(piece, names)


def _in_text(data: Data, names: Names) -> Iterator[Problem]:
    for found in _BLOCK.finditer(data.text):
        meant = " ".join((found[1] or found[2] or found[3]).split())
        yield _problem(data, found, f"{{@@ {meant} @@}}")
    for found in _VARIABLE.finditer(data.text):
        name = found[1] or found[2]
        if name in names.all:
            yield _problem(data, found, f"{{@= {name} =@}}")


def _problem(data: Data, found: re.Match[str], meant: str) -> Problem:
    written = " ".join(found[0].split())
    message = (
        f"readers will see `{written}`; did you mean `{meant}`? "
        "To show it as it stands, put it between `{@@ raw @@}` and `{@@ endraw @@}`"
    )
    line = data.line + data.text.count("\n", 0, found.start())
    return Problem(kind=Kind.SYNTAX, message=message, line=line)

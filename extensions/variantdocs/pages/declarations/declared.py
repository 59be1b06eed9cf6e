"""What a page declares about its variants: the values that readers of front matter and field lists give."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from variantdocs.messages import Kind
from variantdocs.suggestions import nearest
from variantdocs.templating.tags import Data, Problem, TagType, find_tags

TAG_LINE = re.compile(r"^[ \t]*(?:(?:(?:\{@@|<@@)[^\n]*?(?:@@\}|@@>)|\{@#[^\n]*?#@\})[ \t]*)++$", re.M)
"""A line that holds only block tags or comments."""

FRONT_MATTER_CURE = "write it in front matter, between two lines `---` at the very top of the page"
TOP_LINES = 40
"""How many lines of a page are searched for a declaration in the wrong place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A declaration: a name, several names, or an expression; ``line`` is its source line."""

    membership: str | tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDeclared:
    """A line that looks like a declaration, but is not read as one.

    ``cure`` says what to write instead. ``certain`` is false for a key that may mean something else:
    it is a mistake only if ``membership`` names variants. ``note`` follows ``written`` in a message.
    ``misread`` holds the source lines that parsers take for a heading or a transition because of it.
    """

    written: str
    membership: str | tuple[str, ...]
    line: int
    cure: str
    certain: bool = True
    note: str = ""
    misread: range = field(default=range(0), compare=False)


Declaration = Declared | NotDeclared | Problem


def declared(membership: str | tuple[str, ...] | None, line: int) -> Declared | Problem:
    """The declaration of ``membership``; a problem if it is empty."""
    if membership:
        return Declared(membership=membership, line=line)
    return syntax_problem(
        "`variants:` names no variant; write a name, a list of names or an expression such as `not byoc`",
        line,
    )


def syntax_problem(message: str, line: int) -> Problem:
    """A declaration that cannot be read."""
    return Problem(kind=Kind.SYNTAX, message=message, line=line)


def inside_block(text: str) -> bool:
    """Whether a block or tag is open at the end of ``text``."""
    pieces, problems = find_tags(text)
    depth = 0
    for piece in pieces:
        if not isinstance(piece, Data) and piece.type is TagType.BLOCK:
            depth += {"if": 1, "for": 1, "endif": -1, "endfor": -1}.get(piece.keyword, 0)
    return depth > 0 or bool(problems)


def without_invisible(text: str) -> str:
    """``text`` without invisible characters, such as U+FEFF."""
    if text.isascii():
        return text
    return "".join(character for character in text if unicodedata.category(character) != "Cf")


@lru_cache(maxsize=4096)
def looks_like_variants(key: str) -> bool:
    """Whether ``key`` is ``variants``, misspelled or not, or a word that may stand for it."""
    folded = without_invisible(unicodedata.normalize("NFKC", key)).strip().casefold()
    return folded in ("only", "edition", "editions") or bool(nearest(folded, ["variants"], cutoff=0.8))


def is_certainly_variants(key: str) -> bool:
    """Whether a key that looks like ``variants`` can hardly mean anything else."""
    return key not in ("variant", "only", "edition", "editions")

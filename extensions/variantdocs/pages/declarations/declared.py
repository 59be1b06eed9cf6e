"""What a page declares about its variants: the values that readers of front matter and field lists give."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from variantdocs.messages import Kind
from variantdocs.suggestions import nearest
from variantdocs.templating.tags import Problem

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
    it is a mistake only if ``membership`` names variants.
    """

    written: str
    membership: str | tuple[str, ...]
    line: int
    cure: str
    certain: bool = True


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


@lru_cache(maxsize=4096)
def looks_like_variants(key: str) -> bool:
    """Whether ``key`` is ``variants``, misspelled or not, or a word that may stand for it."""
    folded = key.strip().casefold()
    return folded in ("only", "edition", "editions") or bool(nearest(folded, ["variants"], cutoff=0.8))


def is_certainly_variants(key: str) -> bool:
    """Whether a key that looks like ``variants`` can hardly mean anything else."""
    return key not in ("variant", "only", "edition", "editions")

"""Match docnames against patterns as Sphinx's ``exclude_patterns`` do, in bounded time.

Sphinx's own regular expressions take exponential time for a pattern with many stars.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TOKEN = re.compile(r"\*+|\?|\[(?P<set>!?+\]?+[^\]]*)\]|.", re.S)


@lru_cache(maxsize=1024)
def compile_pattern(pattern: str) -> Callable[[str], bool]:
    """A function that tells whether a docname matches ``pattern``.

    ``*`` and ``?`` match no ``/``; ``**`` does, and ``**/a`` also matches ``a``.

    :raises re.error: ``pattern`` is invalid.
    """
    alternatives = [pattern, pattern[3:]] if pattern.startswith("**/") else [pattern]
    found = re.compile("|".join(f"(?:{_regular_expression(one)})" for one in alternatives))
    return lambda docname: found.match(docname) is not None


def matches(pattern: str, docname: str) -> bool:
    """Whether ``docname`` matches ``pattern``; an invalid pattern matches nothing."""
    try:
        return compile_pattern(pattern)(docname)
    except re.error:
        return False


def _regular_expression(pattern: str) -> str:
    """The pattern with atomic groups, so that matching never tries a star in more than one way.

    The text after a star is matched where it occurs first, which leaves the most for the rest; only
    before the end of the name does a star have to stretch.
    """
    sections = _sections(pattern)
    last = len(sections) - 1
    written = []
    for number, (first, *others) in enumerate(sections):
        at_end = number == last
        rest = [f"(?>[^/]*?{text})" for text in others]
        if at_end and others:
            rest[-1] = f"[^/]*{others[-1]}"
        section = first + "".join(rest)
        if number == 0:
            written.append(section)
        else:
            written.append(f".*{section}" if at_end else f"(?>.*?{section})")
    return "".join(written) + r"\Z"


def _sections(pattern: str) -> list[list[str]]:
    """The pattern split at ``**``, each section split at ``*``, as regular expressions."""
    sections = [[""]]
    for token in _TOKEN.finditer(pattern):
        text = token[0]
        if text.startswith("**"):
            sections.append([""])
        elif text == "*":
            sections[-1].append("")
        else:
            sections[-1][-1] += _one_character(text, token["set"])
    return sections


def _one_character(text: str, among: str | None) -> str:
    if text == "?":
        return "[^/]"
    if among is None:
        return re.escape(text)
    among = re.sub(r"[\\\[&~|]", r"\\\g<0>", among)
    if among.startswith("!"):
        return f"[^/{among[1:]}]"
    return f"[\\{among}]" if among.startswith("^") else f"[{among}]"

"""Match docnames against patterns: Sphinx's own matcher, the one of ``exclude_patterns``."""

from __future__ import annotations

import re
from functools import lru_cache

from sphinx.util.matching import Matcher


@lru_cache(maxsize=1024)
def compile_pattern(pattern: str) -> Matcher:
    """What tells whether a docname is one of those that ``pattern`` names.

    :raises re.error: the pattern cannot be read.
    """
    return Matcher([pattern])


def matches(pattern: str, docname: str) -> bool:
    """Whether ``docname`` is one of those that ``pattern`` names; one that cannot be read names none."""
    try:
        return compile_pattern(pattern)(docname)
    except re.error:
        return False

"""Match docnames against patterns, as Sphinx's ``exclude_patterns`` does."""

from __future__ import annotations

import re
from functools import lru_cache

from sphinx.util.matching import Matcher


@lru_cache(maxsize=1024)
def compile_pattern(pattern: str) -> Matcher:
    """A matcher for docnames.

    :raises re.error: ``pattern`` is invalid.
    """
    return Matcher([pattern])


def matches(pattern: str, docname: str) -> bool:
    """Whether ``pattern`` matches ``docname``; an invalid pattern matches nothing."""
    try:
        return compile_pattern(pattern)(docname)
    except re.error:
        return False

"""Find the scripts of Sphinx's own search in a page."""

from __future__ import annotations

import re

_SCRIPTS = re.compile(
    r"<script\b[^>]*\bsrc=\"[^\"]*\b(?:searchtools|language_data|searchindex)\.js[^\"]*\"[^>]*>\s*</script>\s*"
)


def without_search_tools(text: str) -> str:
    """The page ``text`` without the index of the search, and without the scripts that read it."""
    return _SCRIPTS.sub("", text)

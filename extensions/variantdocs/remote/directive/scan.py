"""Find the URLs that a page's text includes, without parsing it.

Used to fetch all of them at once before the pages are read. A URL that is missed is fetched where it
is met; one found for nothing costs a request, so blocks that only show text are skipped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = "(?:rli|remoteliteralinclude)"
_FENCE = re.compile(r"[ \t>*+\-0-9.]*(?P<fence>`{3,}|~{3,}|:{3,})(?P<info>.*)")
_MYST_INCLUDE = re.compile(rf"\s*\{{{_NAMES}\}}\s+(?P<url>\S.*?)\s*")
_MYST_DIRECTIVE = re.compile(r"\s*\{(?P<name>[^}\s]+)\}")
_REST_INCLUDE = re.compile(rf"(?P<indent>\s*)\.\. +(?:\|[^|]+\| +)?{_NAMES}:: *(?P<url>\S.*?)\s*")
_REST_TEXT = re.compile(
    r"(?P<indent>\s*)\.\. +(?:code|code-block|sourcecode|parsed-literal|math|raw|highlight|prompt):: *.*"
)
_DIFF = re.compile(r"\s*:?diff: *[\"']?(?P<url>https://[^\s\"']+)[\"']?\s*", re.IGNORECASE)
_SHOW_TEXT = frozenset(
    ("code", "code-block", "code-cell", "sourcecode", "parsed-literal", "raw", "math", "mermaid", "prompt")
)


def included_urls(text: str) -> tuple[str, ...]:
    """Give what stands after ``{rli}`` and ``.. rli::``, and after their ``:diff:``, each once.

    >>> included_urls("```{rli} https://host/x.py#L3-L9\\n:caption: x\\n```")
    ('https://host/x.py#L3-L9',)
    """
    return tuple(dict.fromkeys(_found(text.splitlines())))


def _found(lines: list[str]) -> Iterator[str]:
    passing_over: str | None = None  # the fence that ends the block of text that we are in
    open_fences: list[str] = []
    indent_of_text: int | None = None
    for line in lines:
        fence = _FENCE.fullmatch(line)
        if passing_over is not None:
            if fence and _closes(fence, passing_over):
                passing_over = None
            continue
        if indent_of_text is not None:
            if not line.strip() or _indent(line) > indent_of_text:
                continue
            indent_of_text = None
        if fence is None:
            text = _REST_TEXT.fullmatch(line)
            if text is not None:
                indent_of_text = len(text["indent"].expandtabs())
                continue
            include = _REST_INCLUDE.fullmatch(line) or _DIFF.fullmatch(line)
            if include is not None:
                yield include["url"]
            continue
        if open_fences and _closes(fence, open_fences[-1]):
            open_fences.pop()
            continue
        include = _MYST_INCLUDE.fullmatch(fence["info"])
        directive = _MYST_DIRECTIVE.match(fence["info"])
        if include is not None:
            yield include["url"]
        if directive is None or directive["name"] in _SHOW_TEXT:
            passing_over = fence["fence"]
        else:
            open_fences.append(fence["fence"])


def _closes(fence: re.Match[str], opened: str) -> bool:
    mark = fence["fence"]
    return not fence["info"].strip() and mark[0] == opened[0] and len(mark) >= len(opened)


def _indent(line: str) -> int:
    line = line.expandtabs()
    return len(line) - len(line.lstrip())

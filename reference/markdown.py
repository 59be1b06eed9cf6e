"""Markdown that shows names and descriptions of the code as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NOTICE = "{{@# Written by `python -m reference` from {source}; change that, not this file. #@}}\n"


def page(title: str, source: str, parts: Iterable[str]) -> str:
    """A generated page.

    :param source: Where the page's facts come from, for those who want to change it.
    :param parts: Paragraphs and tables in Markdown. Tags in them are shown, not expanded.
    """
    body = "\n\n".join(part.strip("\n") for part in parts)
    return f"{NOTICE.format(source=source)}# {title}\n\n{{@@ raw @@}}\n{body}\n{{@@ endraw @@}}\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A pipe table; ``|`` in a cell is escaped."""
    lines = [_row(header), "|" + "---|" * len(header), *map(_row, rows)]
    return "\n".join(lines)


def code(text: str) -> str:
    """``text`` as inline code."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}"


def anchored(name: str, *, slug: str = "") -> str:
    """The inline code ``name`` as the target of links to ``#slug``; by default to ``#name``."""
    return f"[{code(name)}]{{#{slug or name}}}"


def sentence(text: str) -> str:
    """``text`` beginning with a capital, on one line, without a full stop at its end."""
    words = " ".join(text.replace("``", "`").split()).rstrip(".")
    return words[:1].upper() + words[1:] if words[:1].islower() else words


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"

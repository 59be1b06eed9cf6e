"""Rewrite Jinja that was rendered before Sphinx, with delimiters of its own, into blocks and variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from variantdocs.migrate.conditions import Conditions
from variantdocs.migrate.rewritten import Leftover, Rewritten
from variantdocs.templating.tags import QUOTED

_OURS = {"block": ("{@@", "@@}"), "variable": ("{@=", "=@}"), "comment": ("{@#", "#@}")}
_OPENING = {"if": "endif", "for": "endfor"}
_KNOWN = frozenset({"if", "elif", "else", "endif", "for", "endfor", "set", "raw", "endraw"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Delimiters:
    """How tags of each kind begin and end; ``None`` for a kind that is not rewritten."""

    block: tuple[str, str] | None = None
    variable: tuple[str, str] | None = None
    comment: tuple[str, str] | None = None

    def kinds(self) -> Mapping[str, tuple[str, str]]:
        """The kinds that are rewritten, with their delimiters."""
        every = {"block": self.block, "variable": self.variable, "comment": self.comment}
        return {kind: pair for kind, pair in every.items() if pair is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tag:
    kind: str
    start: int
    end: int
    line: int
    inner: str

    @property
    def keyword(self) -> str:
        found = re.match(r"[-+]?\s*(\w+)", self.inner)
        return found[1] if found and self.kind == "block" else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """Tags that are rewritten together or not at all: a block with all that it holds, or one tag."""

    tags: tuple[_Tag, ...]
    problem: str = ""

    def holds(self, line: int) -> bool:
        return self.tags[0].line <= line <= self.tags[-1].line


def rewrite_jinja(text: str, conditions: Conditions, delimiters: Delimiters) -> Rewritten:
    """``text`` with tags of variantdocs in the place of Jinja's; every line stays the same line."""
    units = _units(_tags(text, delimiters))
    left = {unit: unit.problem for unit in units if unit.problem}
    while True:
        kept = [unit for unit in units if unit not in left]
        rewritten = _replaced(text, kept, conditions)
        blamed = {
            unit: problem.message
            for problem in reversed(conditions.problems(rewritten.replace("\r\n", "\n")))
            for unit in kept
            if unit.holds(problem.line)
        }
        if not blamed:
            break
        left |= blamed
    leftovers = [Leftover(unit.tags[0].line, _message(unit, reason, text)) for unit, reason in left.items()]
    return Rewritten(text=rewritten, leftovers=tuple(sorted(leftovers)))


def _message(unit: _Unit, reason: str, text: str) -> str:
    shown = " ".join(text[unit.tags[0].start : unit.tags[0].end].split())
    return f"{shown}: not translated: {reason}"


def _tags(text: str, delimiters: Delimiters) -> list[_Tag]:
    kinds = delimiters.kinds()
    parts = []
    for kind, (begin, end) in kinds.items():
        inner = ".*?" if kind == "comment" else rf"(?:{QUOTED}|.)*?"
        parts.append(rf"{re.escape(begin)}(?P<{kind}>{inner}){re.escape(end)}")
    found: list[_Tag] = []
    raw = False
    for match in re.finditer("|".join(parts), text, re.S) if parts else ():
        kind = match.lastgroup or ""
        line = text.count("\n", 0, match.start()) + 1
        tag = _Tag(kind=kind, start=match.start(), end=match.end(), line=line, inner=match[kind])
        if raw and tag.keyword != "endraw":
            continue
        raw = tag.keyword == "raw"
        found.append(tag)
    return found


def _units(tags: list[_Tag]) -> list[_Unit]:
    units: list[_Unit] = []
    held: list[_Tag] = []
    expected: list[str] = []
    for tag in tags:
        held.append(tag)
        keyword = tag.keyword
        if keyword in _OPENING:
            expected.append(_OPENING[keyword])
        elif keyword == "raw":
            expected.append("endraw")
        elif expected and keyword == expected[-1]:
            expected.pop()
        if not expected:
            units.append(_Unit(tags=tuple(held), problem=_unknown(held)))
            held = []
    if held:
        problem = f"the block is never closed; expected `{expected[-1]}`"
        units.append(_Unit(tags=tuple(held), problem=_unknown(held) or problem))
    return units


def _unknown(tags: list[_Tag]) -> str:
    """What a page of variantdocs does not have, among the keywords of a unit."""
    for tag in tags:
        if tag.kind == "block" and tag.keyword not in _KNOWN:
            word = f"`{tag.keyword}`" if tag.keyword else "a tag without a word"
            return f"{word} in line {tag.line} has no equal; a page has `if`, `for`, `set` and `raw`"
    return ""


def _replaced(text: str, units: list[_Unit], conditions: Conditions) -> str:
    out: list[str] = []
    position = 0
    for tag in (tag for unit in units for tag in unit.tags):
        begin, end = _OURS[tag.kind]
        inner = tag.inner if tag.kind == "comment" else conditions.renamed(tag.inner)
        out += [text[position : tag.start], begin, inner, end]
        position = tag.end
    return "".join([*out, text[position:]])

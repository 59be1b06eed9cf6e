"""Rewrite the directives ``only`` and ``ifconfig`` of reST and MyST into blocks.

A directive is found by its lines, not by a parser, so everything else stays as it was written. What is
shown and not parsed (literal blocks, code, comments) is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from variantdocs.migrate.conditions import Conditions, Untranslatable, asks_builders_only
from variantdocs.migrate.rewritten import Leftover, Rewritten

_REST = re.compile(r"(?P<indent>[ \t]*)\.\. +(?P<name>only|ifconfig)::(?P<argument>.*)$")
_REST_WITHIN = re.compile(r"\S.*\.\. +(only|ifconfig):: ")
_REST_DIRECTIVE = re.compile(r"[ \t]*\.\. +(?:\|.+\| +)?(?P<name>[\w:.+-]+)::(?:\s|$)")
_REST_EXPLICIT = re.compile(r"[ \t]*\.\.(?: +(?P<rest>.*))?$")
_FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,}|:{3,}) *(?P<info>[^`]*)$")
_FENCE_WITHIN = re.compile(r"\S.*(?:`{3,}|~{3,}|:{3,}) *\{(only|ifconfig)\} ")
_DIRECTIVE_INFO = re.compile(r"\{(?P<name>[\w:.+-]+)\} *(?P<argument>.*)$")
_VERBATIM = frozenset(
    [
        "code", "code-block", "code-cell", "sourcecode", "parsed-literal", "literalinclude", "highlight",
        "raw", "math", "prompt", "csv-table", "graphviz", "digraph", "graph", "mermaid", "uml", "doctest",
        "testcode", "testoutput", "testsetup", "testcleanup", "productionlist", "toctree",
    ]
)  # fmt: skip
"""Directives whose content is not parsed as text."""


def rewrite_directives(text: str, conditions: Conditions, *, markdown: bool) -> Rewritten:
    """``text`` with blocks in the place of directives.

    :param markdown: Whether it is MyST Markdown; else reST.
    """
    lines = _lines(text)
    rewriter = _Rewriter(conditions=conditions, newline="\r\n" if "\r\n" in text else "\n")
    rewrite = rewriter.markdown if markdown else rewriter.rest
    return Rewritten(text="".join(rewrite(lines, 1)), leftovers=tuple(sorted(rewriter.leftovers)))


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rewriter:
    conditions: Conditions
    newline: str
    leftovers: list[Leftover] = field(default_factory=list)

    def rest(self, lines: Sequence[str], first: int) -> list[str]:
        """The lines of a reST text; ``first`` is the number of its first line in the file."""
        out: list[str] = []
        at = 0
        while at < len(lines):
            found = _REST.match(_bare(lines[at]))
            end = _rest_block_end(lines, at)
            if found:
                following = lines[end] if end < len(lines) else ""
                out += self._rest_directive(found, lines[at:end], first + at, out, following)
            elif _rest_is_verbatim(lines, at):
                out += lines[at:end]
            else:
                end = at + 1
                self._report_within(_REST_WITHIN, lines[at], first + at)
                out.append(lines[at])
            at = end
        return out

    def _rest_directive(
        self, found: re.Match[str], lines: Sequence[str], number: int, before: Sequence[str], following: str
    ) -> list[str]:
        blank = next((at for at, line in enumerate(lines) if at and not line.strip()), len(lines))
        argument = " ".join([found["argument"], *map(str.strip, lines[1:blank])]).strip()
        start = next((at for at in range(blank, len(lines)) if lines[at].strip()), len(lines))
        content = lines[start:]
        inner = self.rest(content, number + start)
        condition = self._condition(found["name"], argument, number, has_content=bool(content))
        if condition is None:
            return [*lines[:start], *inner]
        indent = found["indent"]
        texts = [line for line in inner if line.strip()]
        common = min(map(_indent, texts), key=len)
        if not common.startswith(indent) or not all(line.startswith(common) for line in texts):
            self._leave(number, found["name"], argument, "its content is indented by other characters")
            return [*lines[:start], *inner]
        body = [indent + line[len(common) :] if line.strip() else line for line in inner]
        return self._block(indent, condition, body, before, following)

    def markdown(self, lines: Sequence[str], first: int) -> list[str]:
        """The lines of a MyST text; ``first`` is the number of its first line in the file."""
        out: list[str] = []
        at = 0
        while at < len(lines):
            fence = _FENCE.match(_bare(lines[at]))
            if fence is None or (fence["fence"][0] == ":" and not fence["info"]):
                self._report_within(_FENCE_WITHIN, lines[at], first + at)
                out.append(lines[at])
                at += 1
                continue
            end = _fence_end(lines, at, fence["fence"])
            following = lines[end] if end < len(lines) else ""
            out += self._fenced(fence, lines[at:end], first + at, out, following)
            at = end
        return out

    def _fenced(
        self, fence: re.Match[str], lines: Sequence[str], number: int, before: Sequence[str], following: str
    ) -> list[str]:
        directive = _DIRECTIVE_INFO.match(fence["info"])
        closed = len(lines) > 1 and _closes(lines[-1], fence["fence"])
        if directive is None or directive["name"] in _VERBATIM:
            return list(lines)
        name, argument = directive["name"], directive["argument"].strip()
        content, tail = (lines[1:-1], lines[-1:]) if closed else (lines[1:], [])
        inner = (self.rest if name == "eval-rst" else self.markdown)(content, number + 1)
        if name not in ("only", "ifconfig"):
            return [lines[0], *inner, *tail]
        if not closed:
            self._leave(number, name, argument, "its fence is never closed")
            return [lines[0], *inner]
        condition = self._condition(name, argument, number, has_content=any(map(str.strip, content)))
        if condition is None:
            return [lines[0], *inner, *tail]
        return self._block(fence["indent"], condition, inner, before, following)

    def _block(
        self, indent: str, condition: str, body: Sequence[str], before: Sequence[str], following: str
    ) -> list[str]:
        """The block, with a blank line where the directive alone has kept two paragraphs apart."""
        kept = list(body)
        while kept and not kept[-1].strip():
            kept.pop()
        trailing = list(body[len(kept) :])
        if kept and not kept[-1].endswith("\n"):
            kept[-1] += self.newline
        apart = [self.newline] if before and _is_text(before[-1]) else []
        if not trailing and _is_text(following):
            trailing = [self.newline]
        opening = f"{indent}{{@@ if {condition} @@}}{self.newline}"
        closing = f"{indent}{{@@ endif @@}}{self.newline}"
        return [*apart, opening, *kept, *trailing, closing]

    def _condition(self, name: str, argument: str, number: int, *, has_content: bool) -> str | None:
        if name == "only" and asks_builders_only(argument):
            return None
        try:
            if not argument or not has_content:
                raise Untranslatable("it has no condition" if not argument else "it has no content")
            return self.conditions.translate(argument)
        except Untranslatable as error:
            self._leave(number, name, argument, str(error))
            return None

    def _leave(self, number: int, name: str, argument: str, reason: str) -> None:
        shown = f"`{name}` {argument}".strip()
        self.leftovers.append(Leftover(number, f"{shown}: not translated: {reason}"))

    def _report_within(self, pattern: re.Pattern[str], line: str, number: int) -> None:
        if found := pattern.match(_bare(line).lstrip()):
            self._leave(number, found[1], "", "it begins within a line; put it on a line of its own first")


def _bare(line: str) -> str:
    return line.rstrip("\r\n")


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _is_text(line: str) -> bool:
    """Whether a line is text that would run on into the next, and not a tag or a fence."""
    bare = line.strip()
    return bool(bare) and not bare.startswith(("{@@", "```", "~~~", ":::"))


def _rest_block_end(lines: Sequence[str], at: int) -> int:
    """Where the block ends that the line ``at`` begins: after its last line that is indented further."""
    depth = len(_indent(lines[at]).expandtabs())
    end = at + 1
    for number in range(at + 1, len(lines)):
        if not lines[number].strip():
            continue
        if len(_indent(lines[number]).expandtabs()) <= depth:
            break
        end = number + 1
    return end


def _rest_is_verbatim(lines: Sequence[str], at: int) -> bool:
    """Whether what is indented below the line ``at`` is not parsed as text."""
    bare = _bare(lines[at])
    if directive := _REST_DIRECTIVE.match(bare):
        return directive["name"] in _VERBATIM
    if explicit := _REST_EXPLICIT.match(bare):
        rest = explicit["rest"] or ""
        if not rest:  # an empty comment takes nothing that stands behind a blank line
            return at + 1 < len(lines) and bool(lines[at + 1].strip())
        return not rest.startswith(("_", "[", "|"))  # a comment, not a target, footnote or substitution
    return bare.rstrip().endswith("::")


def _fence_end(lines: Sequence[str], at: int, fence: str) -> int:
    """The line after the one that closes the fence of line ``at``."""
    after = _rest_of(lines, at)
    return next((number + 1 for number, line in after if _closes(line, fence)), len(lines))


def _rest_of(lines: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
    return ((number, lines[number]) for number in range(at + 1, len(lines)))


def _closes(line: str, fence: str) -> bool:
    bare = line.strip()
    return len(bare) >= len(fence) and set(bare) == {fence[0]}

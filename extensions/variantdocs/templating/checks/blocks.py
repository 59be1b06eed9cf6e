"""Check that blocks are opened, divided and closed properly."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from variantdocs.messages import Kind
from variantdocs.suggestions import nearest
from variantdocs.templating.checks.spelling import CURLY_QUOTES
from variantdocs.templating.tags import MOST_PROBLEMS, QUOTED, Data, Problem, Tag, TagType

_QUOTED = re.compile(QUOTED, re.S)
_DEEPEST = 90  # blocks in each other; Python itself allows a few more
_KEYWORDS = ("if", "elif", "else", "endif", "for", "endfor", "set", "raw", "endraw")
_ENDS = {"endif": "if", "endfor": "for"}
_NOT_IN_PAGES = frozenset(
    [
        "include",
        "import",
        "from",
        "extends",
        "macro",
        "call",
        "block",
        "filter",
        "with",
        "autoescape",
        "do",
        "trans",
        "debug",
        "endmacro",
        "endcall",
        "endblock",
        "endfilter",
        "endwith",
        "endautoescape",
        "endset",
        "break",
        "continue",
    ]
)
_RAW_ELSEWHERE = frozenset({"verbatim", "noparse", "literal"})
_SPELLED_ELSEWHERE = {
    "elseif": "elif",
    "elsif": "elif",
    "foreach": "for",
    "verbatim": "raw",
    "noparse": "raw",
    "literal": "raw",
    "unless": "if",
    "ifnot": "if",
    "only": "if",
    "when": "if",
    "ifdef": "if",
}
_ENDS_ELSEWHERE = {
    "end": "endif",
    "fi": "endif",
    "done": "endfor",
    "end if": "endif",
    "/if": "endif",
    "/for": "endfor",
    "end for": "endfor",
}
_ASSIGNMENT = re.compile(r"\s*+set\s++[\w.,()][\w\s.,()]*+=(?!=)")
_CONDITION = re.compile(r"(?:not\s+)?\w+(?:\s+(?:and|or|in|is|not|[=!<>]).*)?", re.S)


@dataclass(slots=True, kw_only=True)
class _Block:
    """An open block. ``is_reported`` says that a message about it exists, so that none follows from it."""

    opening: Tag
    keyword: str
    dividers: list[str] = field(default_factory=list)
    is_reported: bool = False
    is_guess: bool = False


def check_blocks(pieces: list[Data | Tag]) -> list[Problem]:
    """Check that every block is opened, divided and closed properly."""
    checker = _BlockChecker()
    for piece in pieces:
        if isinstance(piece, Tag) and piece.type is not TagType.COMMENT:
            checker.check(piece)
            if len(checker.problems) > MOST_PROBLEMS or checker.is_too_deep:
                return checker.problems
    checker.finish()
    return sorted(checker.problems, key=lambda found: found.line)


class _BlockChecker:
    """Follows the blocks of a page; after a mistake it assumes what was meant, and so reports it once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.is_too_deep = False
        self._open: list[_Block] = []
        self._is_raw = False
        self._skipped_until: str | None = None

    def check(self, tag: Tag) -> None:
        if (quote := _open_quote(tag.body)) is not None and self._skipped_until is None:
            message = f"this tag cannot be read: a text in quotes is left open; close it with `{quote}`"
            self._report(tag, message)
        if tag.type is TagType.VARIABLE:
            self._variable(tag)
            return
        keyword = tag.keyword
        if self._skipped_until is not None:
            if keyword in (self._skipped_until, "endraw"):
                self._skipped_until = None
        elif keyword in ("if", "for"):
            self._open_block(tag, keyword)
            if not tag.body.strip().removeprefix(keyword).strip():
                self._report(tag, _nothing_after(tag))
        elif keyword in ("elif", "else"):
            self._divide(tag)
        elif keyword in _ENDS:
            self._close(tag, keyword)
        elif keyword == "raw":
            self._is_raw = True
            if tag.body.strip() != "raw":
                self._report(tag, "`raw` takes nothing after it; write `{@@ raw @@}`")
        elif keyword == "endraw":
            if not self._is_raw:
                self._report(tag, "`endraw` closes nothing: no `{@@ raw @@}` is open here")
            self._is_raw = False
        elif keyword == "set":
            if not _ASSIGNMENT.match(tag.body):
                self._report(
                    tag, "`set` needs a name and a value in the same tag: `{@@ set name = value @@}`"
                )
        else:
            self._unknown(tag)

    def finish(self) -> None:
        """Report the blocks that are still open."""
        for block in self._open:
            if not block.is_reported:
                written, expected = block.opening.written, f"{{@@ end{block.keyword} @@}}"
                message = f"`{written}` is opened here and never closed; expected `{expected}`"
                self._report(block.opening, message)

    def _report(self, tag: Tag, message: str) -> None:
        self.problems.append(Problem(kind=Kind.SYNTAX, message=message, line=tag.line))

    def _open_block(
        self, tag: Tag, keyword: str, *, is_reported: bool = False, is_guess: bool = False
    ) -> None:
        self._open.append(_Block(opening=tag, keyword=keyword, is_reported=is_reported, is_guess=is_guess))
        if len(self._open) > _DEEPEST:
            message = "blocks are nested too deeply; make the page simpler"
            self.problems.append(Problem(kind=Kind.LIMIT, message=message, line=tag.line))
            self.is_too_deep = True

    def _variable(self, tag: Tag) -> None:
        body = tag.body.strip()
        if not body:
            self._report(tag, f"`{tag.written}` shows nothing; write a variable's name in it")
        elif body.startswith("=") and body.endswith("="):
            name = body.strip("= ")
            self._report(tag, f"`{tag.written}` has an `=` too many; write `{{@= {name} =@}}`")

    def _divide(self, tag: Tag) -> None:
        keyword = tag.keyword
        if not self._open:
            self._report(tag, f"`{keyword}` stands outside any block; expected `{{@@ if … @@}}` before it")
            self._open_block(tag, "if", is_reported=True)
            return
        block = self._open[-1]
        line = block.opening.line
        if keyword == "elif" and block.keyword == "for":
            self._report(
                tag, f"`elif` stands in the loop opened at line {line}; expected `{{@@ endfor @@}}` first"
            )
        elif "else" in block.dividers:
            self._report(
                tag, f"`{keyword}` after `else` in the block opened at line {line}; `else` comes last"
            )
        rest = tag.body.strip().removeprefix(keyword).strip()
        if keyword == "else" and rest:
            self._report(
                tag,
                f"`else` takes no condition; write `elif {rest}`"
                if not rest.startswith("if ")
                else f"write `elif {rest[3:]}` instead of `else {rest}`",
            )
        if keyword == "elif" and not rest:
            self._report(tag, _nothing_after(tag))
        block.dividers.append(keyword)

    def _close(self, tag: Tag, keyword: str) -> None:
        if tag.keyword == keyword and tag.body.strip() != keyword:
            self._report(tag, f"`{keyword}` takes nothing after it; write `{{@@ {keyword} @@}}`")
        if not self._open:
            self._report(tag, f"`{keyword}` closes nothing: no `{{@@ {_ENDS[keyword]} … @@}}` is open here")
            return
        block = self._open[-1]
        if block.keyword != _ENDS[keyword] and not block.is_reported:
            self._report(
                tag,
                f"`{keyword}` cannot close `{block.opening.written}` of line {block.opening.line}; "
                f"expected `{{@@ end{block.keyword} @@}}`",
            )
            # If an outer block is meant, the inner ones count as closed; else this tag is one too many.
            if not any(outer.keyword == _ENDS[keyword] for outer in self._open):
                block.is_reported = True
                return
            while self._open[-1].keyword != _ENDS[keyword]:
                self._open.pop()
        closed = self._open.pop()
        if closed.is_guess:  # perhaps no block at all: then this closes the one around it
            for outer in self._open:
                outer.is_reported = True

    def _unknown(self, tag: Tag) -> None:
        body = " ".join(tag.body.split())
        keyword = tag.keyword
        if keyword.startswith("end") and self._open and self._open[-1].opening.keyword == keyword[3:]:
            self._open.pop()  # of a block whose opening is reported
            return
        meant = _meant(keyword, body)
        self._report(tag, _unknown_keyword(tag, meant))
        if meant in _ENDS:
            if self._open:
                self._open.pop()
        elif meant in ("elif", "else"):
            if self._open:
                self._open[-1].dividers.append(meant)
        elif keyword in _RAW_ELSEWHERE:
            self._skipped_until = f"end{keyword}"
        elif meant == "if" or meant == "for" or f"end{keyword}" in _NOT_IN_PAGES:
            self._open_block(tag, meant or "if", is_reported=True, is_guess=True)


def _open_quote(body: str) -> str | None:
    """The quote that begins a text which does not end in the tag.

    Next to a curly quote it is the other end of a text, and is reported as such.
    """
    if CURLY_QUOTES.search(body):
        return None
    found = re.search("[\"']", _QUOTED.sub("", body))
    return found[0] if found else None


def _nothing_after(tag: Tag) -> str:
    if tag.keyword == "for":
        return f"`{tag.written}` has no list; write `{{@@ for item in list @@}}`"
    return f"`{tag.written}` has no condition; write one after `{tag.keyword}`"


def _meant(keyword: str, body: str) -> str | None:
    """The keyword that an unknown one stands for, if that can be told."""
    elsewhere = _SPELLED_ELSEWHERE.get(keyword.lower()) or _ENDS_ELSEWHERE.get(body.lower())
    if elsewhere:
        return elsewhere
    if keyword.lower() in _KEYWORDS:
        return keyword.lower()
    if not keyword:
        inner = re.sub(r"\W.*", "", body.lstrip("@ "), flags=re.S)
        return inner if inner in _KEYWORDS else None
    if keyword in _NOT_IN_PAGES:
        return None
    if keyword.startswith("if") and keyword != "if":
        return "if"
    near = nearest(keyword, _KEYWORDS, cutoff=0.5)
    if near:
        return near[0]
    return "if" if len(body) < 40 and _CONDITION.fullmatch(body) else None


def _unknown_keyword(tag: Tag, meant: str | None) -> str:
    keyword = tag.keyword
    if keyword in _NOT_IN_PAGES:
        return f"`{keyword}` cannot be used in a page; a page has `if`, `for`, `set` and `raw`"
    body = " ".join(tag.body.split())
    if not body:
        return f"`{tag.written}` is empty; expected a tag such as `if`, `endif`, `for` or `set`"
    if not keyword:
        cure = "a page has `if`, `for`, `set` and `raw`"
        if body.startswith("@"):
            cure = f"write it with two `@`: `{{@@ {body.strip('@ ')} @@}}`"
        elif meant:
            cure = f"did you mean `{meant}`?"
        return f"`{tag.written}` begins with no word; {cure}"
    what = f"`{tag.written}`: there is no tag `{keyword}`"
    rest = body.removeprefix(keyword).strip()
    if keyword.lower() in ("unless", "ifnot") and rest:
        return f"{what}; did you mean `{{@@ if not {rest} @@}}`?"
    if keyword.lower() in ("only", "when", "ifdef") and rest:
        return f"{what}; did you mean `{{@@ if {rest} @@}}`?"
    if meant == "if" and not nearest(keyword.lower(), ["if"], cutoff=0.5):
        return f"{what}; did you mean `{{@@ if {body} @@}}`?"
    if meant:
        return f"{what}; did you mean `{meant}`?"
    return f"{what}; a page has `if`, `for`, `set` and `raw`"

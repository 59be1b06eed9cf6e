"""Check that blocks are opened, divided and closed properly."""

from __future__ import annotations

import re
from collections.abc import Callable

from variantdocs.messages import Kind
from variantdocs.suggestions import nearest
from variantdocs.templating.tags import Data, Problem, Tag, TagType

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
_SPELLED_ELSEWHERE = {"elseif": "elif", "elsif": "elif", "foreach": "for"}
_ENDS_ELSEWHERE = {"end": "endif", "fi": "endif", "done": "endfor"}
_ASSIGNMENT = re.compile(r"\s*set\s+[\w\s.,()]+=(?!=)")
_CONDITION = re.compile(r"(?:not\s+)?\w+(?:\s+(?:and|or|in|is|not|[=!<>]).*)?", re.S)


def check_blocks(pieces: list[Data | Tag]) -> list[Problem]:
    """Check that every block is opened, divided and closed properly."""
    problems: list[Problem] = []
    open_blocks: list[tuple[Tag, list[str]]] = []
    raw = False

    def problem(tag: Tag, message: str) -> None:
        problems.append(Problem(kind=Kind.SYNTAX, message=message, line=tag.line))

    for tag in pieces:
        if isinstance(tag, Data) or tag.type is TagType.COMMENT:
            continue
        if tag.type is TagType.VARIABLE:
            if not tag.body.strip():
                problem(tag, f"`{tag.written}` shows nothing; write a variable's name in it")
            continue
        keyword = tag.keyword
        if keyword in ("if", "for"):
            open_blocks.append((tag, []))
            if not tag.body.strip().removeprefix(keyword).strip():
                problem(tag, _nothing_after(tag))
        elif keyword in ("elif", "else"):
            _check_divider(tag, open_blocks, problem)
        elif keyword in _ENDS:
            _check_end(tag, open_blocks, problem)
        elif keyword == "raw":
            raw = True
            if tag.body.strip() != "raw":
                problem(tag, "`raw` takes nothing after it; write `{@@ raw @@}`")
        elif keyword == "endraw":
            if not raw:
                problem(tag, "`endraw` closes nothing: no `{@@ raw @@}` is open here")
            raw = False
        elif keyword == "set":
            if not _ASSIGNMENT.match(tag.body):
                problem(tag, "`set` needs a name and a value in the same tag: `{@@ set name = value @@}`")
        else:
            problem(tag, _unknown_keyword(tag))
    for tag, dividers in open_blocks:
        if any(divider in _ENDS for divider in dividers):
            continue  # reported where a wrong end tried to close it
        problem(
            tag, f"`{tag.written}` is opened here and never closed; expected `{{@@ end{tag.keyword} @@}}`"
        )
    return sorted(problems, key=lambda found: found.line)


_Report = Callable[[Tag, str], None]


def _nothing_after(tag: Tag) -> str:
    if tag.keyword == "for":
        return f"`{tag.written}` has no list; write `{{@@ for item in list @@}}`"
    return f"`{tag.written}` has no condition; write one after `{tag.keyword}`"


def _check_divider(tag: Tag, open_blocks: list[tuple[Tag, list[str]]], problem: _Report) -> None:
    keyword = tag.keyword
    if not open_blocks:
        problem(tag, f"`{keyword}` stands outside any block; expected `{{@@ if … @@}}` before it")
        return
    opening, dividers = open_blocks[-1]
    if keyword == "elif" and opening.keyword == "for":
        problem(
            tag, f"`elif` stands in the loop opened at line {opening.line}; expected `{{@@ endfor @@}}` first"
        )
    elif "else" in dividers:
        problem(
            tag, f"`{keyword}` after `else` in the block opened at line {opening.line}; `else` comes last"
        )
    rest = tag.body.strip().removeprefix(keyword).strip()
    if keyword == "else" and rest:
        problem(
            tag,
            f"`else` takes no condition; write `elif {rest}`"
            if not rest.startswith("if ")
            else f"write `elif {rest[3:]}` instead of `else {rest}`",
        )
    if keyword == "elif" and not rest:
        problem(tag, _nothing_after(tag))
    dividers.append(keyword)


def _check_end(tag: Tag, open_blocks: list[tuple[Tag, list[str]]], problem: _Report) -> None:
    keyword = tag.keyword
    if tag.body.strip() != keyword:
        problem(tag, f"`{keyword}` takes nothing after it; write `{{@@ {keyword} @@}}`")
    if not open_blocks:
        problem(tag, f"`{keyword}` closes nothing: no `{{@@ {_ENDS[keyword]} … @@}}` is open here")
        return
    opening, dividers = open_blocks[-1]
    if opening.keyword != _ENDS[keyword]:
        problem(
            tag,
            f"`{keyword}` cannot close `{opening.written}` of line {opening.line}; "
            f"expected `{{@@ end{opening.keyword} @@}}`",
        )
        # One message for one mistake. If an outer block is meant, the inner ones count as closed;
        # else this tag is one too many, and the block may still be closed.
        if not any(outer.keyword == _ENDS[keyword] for outer, _ in open_blocks):
            dividers.append(keyword)
            return
        while open_blocks[-1][0].keyword != _ENDS[keyword]:
            open_blocks.pop()
    open_blocks.pop()


def _unknown_keyword(tag: Tag) -> str:
    keyword = tag.keyword
    if keyword in _NOT_IN_PAGES:
        return f"`{keyword}` cannot be used in a page; a page has `if`, `for`, `set` and `raw`"
    body = " ".join(tag.body.split())
    if not body:
        return f"`{tag.written}` is empty; expected a tag such as `if`, `endif`, `for` or `set`"
    what = (
        f"`{tag.written}`: there is no tag `{keyword}`" if keyword else f"`{tag.written}` begins with no word"
    )
    near = nearest(keyword, _KEYWORDS, cutoff=0.5)
    elsewhere = _SPELLED_ELSEWHERE.get(keyword) or _ENDS_ELSEWHERE.get(body)
    if elsewhere or near:
        return f"{what}; did you mean `{elsewhere or near[0]}`?"
    if len(body) < 40 and _CONDITION.fullmatch(body):
        return f"{what}; did you mean `{{@@ if {body} @@}}`?"
    return f"{what}; a page has `if`, `for`, `set` and `raw`"

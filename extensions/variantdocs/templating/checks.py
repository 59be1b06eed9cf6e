"""Judge a page's blocks and names without rendering it.

What is found here is wrong in every variant, also in branches that none of them shows.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.filters import FILTERS as JINJA_FILTERS

from variantdocs.messages import Kind
from variantdocs.suggestions import nearest
from variantdocs.templating.names import Names
from variantdocs.templating.tags import QUOTED, Data, Problem, Tag, TagType

if TYPE_CHECKING:
    from variantdocs.templating.sandbox.environment import PageEnvironment

_KEYWORDS = ("if", "elif", "else", "endif", "for", "endfor", "set", "raw", "endraw")
_ENDS = {"endif": "if", "endfor": "for"}
_CLOSED_TO_PAGES = frozenset(
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
_GLOBALS = frozenset({"range", "namespace", "dict"})
_SPELLED_ELSEWHERE = {"elseif": "elif", "elsif": "elif", "foreach": "for"}
_ENDS_ELSEWHERE = {"end": "endif", "fi": "endif", "done": "endfor"}
_ASSIGNMENT = re.compile(r"\s*set\s+[\w\s.,()]+=(?!=)")
_CONDITION = re.compile(r"(?:not\s+)?\w+(?:\s+(?:and|or|in|is|not|[=!<>]).*)?", re.S)


def check_blocks(pieces: list[Data | Tag]) -> list[Problem]:
    """Whether every block is opened, divided and closed as it must be."""
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
            continue  # told where a wrong end tried to close it
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
    if keyword in _CLOSED_TO_PAGES:
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


def check_names(
    tree: nodes.Template, names: Names, environment: PageEnvironment, line_of: Callable[[int], int]
) -> list[Problem]:
    """Whether every name in the page is one that there is, evaluated or not.

    :param line_of: template line → source line.
    :returns: The problems, in the page's order; no more than one above what a page may have.
    """
    problems: list[Problem] = []

    def problem(node: nodes.Node, message: str, kind: Kind = Kind.UNKNOWN_NAME) -> None:
        problems.append(Problem(kind=kind, message=message, line=line_of(node.lineno)))

    stored = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    known = names.all | stored
    called = {id(call.node) for call in tree.find_all(nodes.Call)}
    in_loops = {
        id(name)
        for loop in tree.find_all(nodes.For)
        for statement in loop.body
        for name in statement.find_all(nodes.Name)
        if name.name == "loop"
    }
    for node in _walk(tree):
        if len(problems) > environment.limits.problems:
            break
        if isinstance(node, nodes.Name):
            if node.ctx == "store" and node.name in names.conditions | {"variant"}:
                problem(
                    node,
                    f"`{node.name}` belongs to variants.yaml and cannot be set; use another name",
                    Kind.SYNTAX,
                )
            elif node.ctx != "load" or node.name in known or id(node) in in_loops:
                continue
            elif node.name == "loop":
                problem(node, "`loop` is known only between `{@@ for … @@}` and `{@@ endfor @@}`")
            elif node.name not in _GLOBALS:
                problem(
                    node,
                    f"unknown name `{node.name}`; {names.suggestion(node.name, among=stored)}",
                )
            elif id(node) not in called:
                problem(node, f"`{node.name}` is not a value; call it: `{node.name}(…)`", Kind.SYNTAX)
        elif isinstance(node, nodes.Filter) and node.name not in environment.filters:
            problem(node, unknown_operation("filter", node.name, environment))
        elif isinstance(node, nodes.Test) and node.name not in environment.tests:
            problem(node, unknown_operation("test", node.name, environment))
        elif isinstance(node, nodes.Getattr):
            _check_attribute(node, problem)
        elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            if isinstance(node.arg.value, str) and node.arg.value.startswith("_"):
                problem(node, _closed(node.arg.value), Kind.SYNTAX)
        elif isinstance(node, nodes.For) and node.recursive:
            problem(node, "a loop in a page cannot be recursive; remove `recursive`", Kind.SYNTAX)
    return problems


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    for child in node.iter_child_nodes():
        yield child
        yield from _walk(child)


def _check_attribute(node: nodes.Getattr, problem: Callable[..., None]) -> None:
    if node.attr.startswith("_"):
        problem(node, _closed(node.attr), Kind.SYNTAX)
    elif (
        isinstance(node.node, nodes.Name)
        and node.node.name == "variant"
        and node.attr not in ("name", "title")
    ):
        problem(node, f"there is no `variant.{node.attr}`; there are `variant.name` and `variant.title`")


def _closed(name: str) -> str:
    return f"`{name}` cannot be used: names that begin with an underscore are closed to pages"


def unknown_operation(what: str, name: str, environment: PageEnvironment) -> str:
    """That there is no filter or test of that name, and what may be meant.

    :param what: ``filter`` or ``test``.
    """
    known: Mapping[str, Any] = environment.filters if what == "filter" else environment.tests
    if what == "filter" and name in JINJA_FILTERS:
        return f"the filter `{name}` is closed to pages; write this without it"
    visible = sorted(found for found in known if ":" not in found)
    near = nearest(name, visible, limit=2)
    if near:
        return f"there is no {what} `{name}`; did you mean {' or '.join(f'`{found}`' for found in near)}?"
    return f"there is no {what} `{name}`; Jinja's manual lists the {what}s"


def correct_hyphens(pieces: list[Data | Tag], names: Names) -> tuple[list[Data | Tag], list[Problem]]:
    """Find names with hyphens, which an expression would take for a subtraction.

    :returns: The pieces with the names as they must be written, so that whatever else is wrong
        with their tags is found too; and the problems.
    """
    if not names.hyphenated:
        return pieces, []
    corrected: list[Data | Tag] = []
    problems: list[Problem] = []
    alternatives = "|".join(map(re.escape, sorted(names.hyphenated, key=len, reverse=True)))
    pattern = re.compile(rf"{QUOTED}|(?<![\w.-])({alternatives})(?![\w-])", re.S)
    for piece in pieces:
        if isinstance(piece, Data) or piece.type is TagType.COMMENT:
            corrected.append(piece)
            continue
        for name in dict.fromkeys(found[1] for found in pattern.finditer(piece.body) if found[1]):
            message = (
                f"in a tag, write `{names.hyphenated[name]}` for `{name}`: a hyphen is a minus sign there"
            )
            problems.append(Problem(kind=Kind.UNKNOWN_NAME, message=message, line=piece.line))
        body = pattern.sub(lambda found: names.hyphenated.get(found[1], found[0]), piece.body)
        corrected.append(replace(piece, body=body))
    return corrected, problems


def syntax_problem(error: TemplateSyntaxError, line: int, environment: PageEnvironment) -> Problem:
    """Jinja's own complaint in an author's words."""
    message = error.message or ""
    found = re.match(r"No (filter|test) named '(.+)'\.", message)
    if found:
        text = unknown_operation(found[1], found[2], environment)
        return Problem(kind=Kind.UNKNOWN_NAME, message=text, line=line)
    return Problem(kind=Kind.SYNTAX, message=f"this tag cannot be read: {_in_our_words(message)}", line=line)


_HINTS = {
    "=": "; to compare, write `==`",
    "&": "; write `and`",
    "|": "; for a choice, write `or`",
    "!": "; write `not`",
}
_TOKENS = {
    "end of statement block": "the end of the tag",
    "end of print statement": "the end of the tag",
    "name": "a name",
    "integer": "a number",
    "float": "a number",
    "string": "a text in quotes",
}


def _in_our_words(message: str) -> str:
    """
    >>> _in_our_words("expected token 'end of statement block', got '='")
    'expected the end of the tag, but there is `=`; to compare, write `==`'
    """
    if found := re.fullmatch(r"unexpected char (.+) at \d+", message):
        character = ast.literal_eval(found[1])
        if character in "\ufdd2\ufdd4":
            return "a bracket is left open; close it"
        if character in "'\"":
            return f"a text in quotes is left open; close it with `{character}`"
        return (
            f"`{character}` means nothing here{_HINTS.get(character, '; remove it, or put it into quotes')}"
        )
    if found := re.fullmatch(r"expected token '(.+)', got '(.+)'", message):
        expected, there = (_TOKENS.get(token, f"`{token}`") for token in found.groups())
        return f"expected {expected}, but there is {there}{_HINTS.get(found[2], '')}"
    if found := re.fullmatch(r"unexpected '(.+)', expected '(.+)'", message):
        return f"expected `{found[2]}`, but there is `{found[1]}`"
    if found := re.fullmatch(r"(?:unexpected|Expected an expression, got) '(.+)'", message):
        if found[1].startswith("end of"):
            return "something is missing before the end of the tag"
        return f"`{found[1]}` cannot stand here{_HINTS.get(found[1], '; is something missing before it?')}"
    if message.startswith("can't assign to"):
        return "only a name can be given a value: `{@@ set name = value @@}`"
    return f"{message[:1].lower()}{message[1:]}"

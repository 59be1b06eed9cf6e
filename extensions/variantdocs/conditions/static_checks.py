"""Judge a page's blocks and names without rendering it.

What is found here is wrong in every variant, also in branches that none of them shows.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError, nodes

from variantdocs.conditions.names import Names
from variantdocs.conditions.tags import Data, Problem, Tag, TagType
from variantdocs.messages import Kind

if TYPE_CHECKING:
    from variantdocs.conditions.sandbox import PageEnvironment

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


def check_blocks(pieces: list[Data | Tag]) -> list[Problem]:
    """Whether every block is opened, divided and closed as it must be."""
    problems: list[Problem] = []
    open_blocks: list[tuple[Tag, list[str]]] = []

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
                problem(
                    tag, f"`{tag.written}` has no condition" if keyword == "if" else "the loop has no list"
                )
        elif keyword in ("elif", "else"):
            _check_divider(tag, open_blocks, problem)
        elif keyword in _ENDS:
            _check_end(tag, open_blocks, problem)
        elif keyword == "endraw":
            if tag.body != "endraw":
                problem(tag, "`endraw` closes nothing: no `{@@ raw @@}` is open")
        elif keyword == "set":
            if "=" not in tag.body:
                problem(tag, "`set` needs a value on the same tag: `{@@ set name = value @@}`")
        elif keyword != "raw":
            problem(tag, _unknown_keyword(tag))
    for tag, _ in open_blocks:
        problem(
            tag, f"`{tag.written}` is opened here and never closed; expected `{{@@ end{tag.keyword} @@}}`"
        )
    return sorted(problems, key=lambda found: found.line)


_Report = Callable[[Tag, str], None]


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
        problem(tag, f"`{tag.written}` has no condition")
    dividers.append(keyword)


def _check_end(tag: Tag, open_blocks: list[tuple[Tag, list[str]]], problem: _Report) -> None:
    keyword = tag.keyword
    if tag.body.strip() != keyword:
        problem(tag, f"`{keyword}` takes nothing after it")
    if not open_blocks:
        problem(tag, f"`{keyword}` closes nothing: no `{{@@ {_ENDS[keyword]} … @@}}` is open here")
        return
    opening, _ = open_blocks[-1]
    if opening.keyword != _ENDS[keyword]:
        problem(
            tag,
            f"`{keyword}` cannot close `{opening.written}` of line {opening.line}; "
            f"expected `{{@@ end{opening.keyword} @@}}`",
        )
    open_blocks.pop()


def _unknown_keyword(tag: Tag) -> str:
    keyword = tag.keyword
    if keyword in _CLOSED_TO_PAGES:
        return f"`{keyword}` cannot be used in a page; a page has `if`, `for`, `set` and `raw`"
    near = difflib.get_close_matches(keyword, _KEYWORDS, n=1, cutoff=0.5)
    if near:
        return f"`{tag.written}`: there is no tag `{keyword}`; did you mean `{near[0]}`?"
    body = tag.body.strip()
    if not body:
        return f"`{tag.written}` is empty; expected a tag such as `if`, `endif`, `for` or `set`"
    return f"`{tag.written}`: there is no tag `{keyword or body}`; did you mean `{{@@ if {body} @@}}`?"


def check_names(
    tree: nodes.Template, names: Names, environment: PageEnvironment, line_of: Callable[[int], int]
) -> list[Problem]:
    """Whether every name in the page is one that there is, evaluated or not.

    :param line_of: template line → source line.
    """
    problems: list[Problem] = []

    def problem(node: nodes.Node, message: str, kind: Kind = Kind.UNKNOWN_NAME) -> None:
        problems.append(Problem(kind=kind, message=message, line=line_of(node.lineno)))

    stored = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    for node in _walk(tree):
        if isinstance(node, nodes.Name):
            if node.ctx == "store" and node.name in names.conditions | {"variant"}:
                problem(node, f"`{node.name}` names a variant or group and cannot be set", Kind.SYNTAX)
            elif node.ctx == "load" and node.name not in names.all | stored | _GLOBALS | {"loop"}:
                problem(
                    node,
                    f"unknown name `{node.name}`; {names.suggestion(node.name, among=stored)}",
                )
        elif isinstance(node, nodes.Filter) and node.name not in environment.filters:
            problem(node, _unknown(node.name, "filter", environment.filters))
        elif isinstance(node, nodes.Test) and node.name not in environment.tests:
            problem(node, _unknown(node.name, "test", environment.tests))
        elif isinstance(node, nodes.Getattr):
            _check_attribute(node, problem)
        elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            if isinstance(node.arg.value, str) and node.arg.value.startswith("_"):
                problem(node, _closed(node.arg.value), Kind.SYNTAX)
        elif isinstance(node, nodes.For) and node.recursive:
            problem(node, "a loop in a page cannot be recursive", Kind.SYNTAX)
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
    return f"`{name}`: names that begin with an underscore are closed to pages"


def _unknown(name: str, what: str, known: object) -> str:
    visible = sorted(found for found in known if ":" not in found)  # type: ignore[attr-defined]
    near = difflib.get_close_matches(name, visible, n=2)
    if near:
        return f"there is no {what} `{name}`; did you mean {' or '.join(f'`{found}`' for found in near)}?"
    return f"there is no {what} `{name}` for pages"


def check_hyphens(pieces: list[Data | Tag], names: Names) -> list[Problem]:
    """Names with hyphens, which an expression would take for a subtraction."""
    problems: list[Problem] = []
    for tag in pieces:
        if isinstance(tag, Data) or tag.type is TagType.COMMENT:
            continue
        expression = re.sub(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", "", tag.body)
        for name, identifier in names.hyphenated.items():
            if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", expression):
                message = f"in a condition, write `{identifier}` for `{name}`: a hyphen is a minus sign there"
                problems.append(Problem(kind=Kind.UNKNOWN_NAME, message=message, line=tag.line))
    return problems


def syntax_problem(error: TemplateSyntaxError, line: int, environment: PageEnvironment) -> Problem:
    """Jinja's own complaint in an author's words."""
    message = error.message or "this tag cannot be read"
    found = re.match(r"No (filter|test) named '(.+)'\.", message)
    if found:
        known = environment.filters if found[1] == "filter" else environment.tests
        return Problem(kind=Kind.UNKNOWN_NAME, message=_unknown(found[2], found[1], known), line=line)
    if message.startswith("unexpected char"):
        ends_early = any(mark in message for mark in ("\ufdd2", "\ufdd4", "\\ufdd2", "\\ufdd4"))
        message = (
            "a bracket in it is left open"
            if ends_early
            else "there is a character in it that means nothing here; is a text in quotes left open?"
        )
    elif message.startswith("unexpected 'end of"):
        message = "something is missing before the end of the tag"
    message = re.sub(r"end of (statement block|print statement)", "the end of the tag", message)
    return Problem(
        kind=Kind.SYNTAX, message=f"this tag cannot be read: {message[:1].lower()}{message[1:]}", line=line
    )

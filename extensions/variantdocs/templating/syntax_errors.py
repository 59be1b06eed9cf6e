"""Explain Jinja's syntax errors in an author's words."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError

from variantdocs.messages import Kind
from variantdocs.templating.checks.known_names import unknown_operation
from variantdocs.templating.tags import Problem

if TYPE_CHECKING:
    from variantdocs.templating.sandbox.environment import PageEnvironment


def syntax_problem(error: TemplateSyntaxError, line: int, environment: PageEnvironment) -> Problem:
    """Jinja's syntax error in an author's words."""
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
_CHOICE_HINT = '; a tag has one `if`: write `{@@ if … @@}`, or `{@= "…" if … else "…" =@}`'
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
        hint = _CHOICE_HINT if found[2] == "if" else _HINTS.get(found[2], "")
        return f"expected {expected}, but there is {there}{hint}"
    if found := re.fullmatch(r"unexpected '(.+)', expected '(.+)'", message):
        return f"expected `{found[2]}`, but there is `{found[1]}`"
    if found := re.fullmatch(r"(?:unexpected|Expected an expression, got) '(.+)'", message):
        if found[1].startswith("end of"):
            return "something is missing before the end of the tag"
        return f"`{found[1]}` cannot stand here{_HINTS.get(found[1], '; is something missing before it?')}"
    if message.startswith("can't assign to"):
        return "only a name can be given a value: `{@@ set name = value @@}`"
    return f"{message[:1].lower()}{message[1:]}"

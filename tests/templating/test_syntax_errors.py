"""Jinja's syntax errors are said in the author's words."""

from __future__ import annotations

import pytest
from jinja2 import TemplateSyntaxError

from variantdocs.messages import Kind
from variantdocs.templating.syntax_errors import syntax_problem
from variantdocs.templating.tags import Problem


def raised_by(tag, environment):
    """Jinja's own error about a tag, so that a new wording of Jinja fails here."""
    with pytest.raises(TemplateSyntaxError) as caught:
        environment.parse(tag)
    return caught.value


def block(body):
    return f"\ufdd1 {body} \ufdd2"


def value(body):
    return f"\ufdd3 {body} \ufdd4"


@pytest.mark.parametrize(
    ("tag", "reason"),
    [
        (block("if byoc = 1"), "expected the end of the tag, but there is `=`; to compare, write `==`"),
        (block("if byoc & x"), "`&` means nothing here; write `and`"),
        (block("if !byoc"), "`!` means nothing here; write `not`"),
        (block("if byoc || x"), "expected a name, but there is `|`; for a choice, write `or`"),
        (block("if a ? b"), "`?` means nothing here; remove it, or put it into quotes"),
        (block("if"), "something is missing before the end of the tag"),
        (value(""), "something is missing before the end of the tag"),
        (value("(byoc"), "a bracket is left open; close it"),
        (value("[1, 2"), "a bracket is left open; close it"),
        (value('"byoc'), 'a text in quotes is left open; close it with `"`'),
        (value("'byoc"), "a text in quotes is left open; close it with `'`"),
        (value("(a]"), "expected `)`, but there is `]`"),
        (value("a)"), "`)` cannot stand here; is something missing before it?"),
        (value("a b"), "expected the end of the tag, but there is `b`"),
        (value("a 1"), "expected the end of the tag, but there is a number"),
        (value("a 'x'"), "expected the end of the tag, but there is a text in quotes"),
        (block("set a.b.c = 1"), "expected the end of the tag, but there is `.`"),
        (block("set true = 1"), "only a name can be given a value: `{@@ set name = value @@}`"),
        (block("for c"), "expected `in`, but there is the end of the tag"),
        (block("zzz"), "encountered unknown tag 'zzz'."),
    ],
)
def test_a_tag_that_cannot_be_read_gets_a_reason(tag, reason, environment):
    error = raised_by(tag, environment)
    assert syntax_problem(error, 7, environment) == Problem(
        kind=Kind.SYNTAX, message=f"this tag cannot be read: {reason}", line=7
    )


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("No filter named 'uper'.", "there is no filter `uper`; did you mean `upper`?"),
        ("No test named 'evn'.", "there is no test `evn`; did you mean `even`?"),
    ],
)
def test_an_unknown_filter_or_test_is_an_unknown_name(message, text, environment):
    error = TemplateSyntaxError(message, 1)
    assert syntax_problem(error, 3, environment) == Problem(kind=Kind.UNKNOWN_NAME, message=text, line=3)


def test_an_error_without_a_message_is_a_problem_too(environment):
    error = TemplateSyntaxError("", 1)
    assert syntax_problem(error, 1, environment).message == "this tag cannot be read: "

"""The grammar that colours the tags: every tag is found, and ends where it ends."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from variantdocs.starter.templates import new_project_files
from variantdocs.templating.checks.blocks import _KEYWORDS

FOLDER = ".vscode/extensions/variantdocs/"
FILES = new_project_files()
PACKAGE = json.loads(FILES[f"{FOLDER}package.json"])
GRAMMAR = json.loads(FILES[f"{FOLDER}syntaxes/variantdocs.tmLanguage.json"])
RULES = GRAMMAR["repository"]
TOP = [RULES[pattern["include"].removeprefix("#")] for pattern in GRAMMAR["patterns"]]


def expressions(part: object) -> Iterator[str]:
    """Every regular expression of the grammar."""
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key in ("begin", "end", "match"))
    for value in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from expressions(value)


def test_every_expression_is_one():
    assert len([re.compile(found) for found in expressions(GRAMMAR)]) > 20


def test_the_package_names_the_grammar_and_the_languages_into_which_it_goes():
    (grammar,) = PACKAGE["contributes"]["grammars"]
    assert FOLDER + grammar["path"].removeprefix("./") in FILES
    assert grammar["scopeName"] == GRAMMAR["scopeName"]
    selected = re.findall(r"L:(\S+)", GRAMMAR["injectionSelector"])
    assert selected == grammar["injectTo"]


@pytest.mark.parametrize(
    ("text", "tag", "scope"),
    [
        ("a {@@ if byoc @@}b", "{@@ if byoc @@}", "meta.tag.block.variantdocs"),
        ("<@@- elif a -@@>", "<@@- elif a -@@>", "meta.tag.block.variantdocs"),
        ("a {@= x | upper =@} b", "{@= x | upper =@}", "meta.tag.variable.variantdocs"),
        ("{@# {@@ if x @@} #@} c", "{@# {@@ if x @@} #@}", "comment.block.variantdocs"),
        ("{@@ raw @@}{@= x =@}{@@ endraw @@}", "{@@ raw @@}{@= x =@}{@@ endraw @@}", "string.unquoted.raw.variantdocs"),
        ("<@@ raw @@>{@= x =@}<@@ endraw @@>", "<@@ raw @@>{@= x =@}<@@ endraw @@>", "string.unquoted.raw.variantdocs"),
    ],
)  # fmt: skip
def test_a_tag_is_found_by_its_rule_and_ends_where_it_ends(text, tag, scope):
    # The rule that begins first wins; of several, the first in the list.
    begun = [(begin.start(), number, begin) for number, rule in enumerate(TOP) if (begin := re.search(rule["begin"], text))]  # fmt: skip
    start, number, begin = min(begun)
    rule = TOP[number]
    end = re.compile(rule["end"]).search(text, begin.end())
    assert end is not None
    assert (text[start : end.end()], rule.get("name", rule.get("contentName"))) == (tag, scope)


def test_templates_of_other_systems_are_left_to_them():
    assert [rule for rule in TOP if re.search(rule["begin"], "{{ x }} {% if y %} {# z #}")] == []


@pytest.mark.parametrize("keyword", sorted(_KEYWORDS))
def test_every_keyword_is_coloured(keyword):
    rules = [RULES["raw"]["begin"], RULES["raw"]["end"], *expressions(RULES["expression"]["patterns"][2])]
    assert any(re.search(rule, f"{{@@ {keyword} @@}}") for rule in rules)

"""Fences and tables that a block cuts in two."""

from __future__ import annotations

import pytest

from variantdocs.templating.checks.cut_constructs import cut_constructs, may_have_constructs
from variantdocs.templating.expand import prepare

VARIANTS = ("serverless", "byoc")


def lines_of(page, names, environment, *, markdown=True):
    prepared = prepare(page, names, environment)
    pages = {variant: prepared.expand(variant, names) for variant in VARIANTS}
    return [
        problem.line
        for problem in cut_constructs(
            {v: (p.text, p.source_map) for v, p in pages.items()}, markdown=markdown
        )
    ]


BYOC, END = "{@@ if byoc @@}\n", "{@@ endif @@}\n"


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        (f"{BYOC}```sh\na\n{END}b\n```\ntext\n", [2]),
        (f"{BYOC}```sh\na\n{END}b\n```\n\n```py\nc\n```\n", [2]),
        (f"```sh\na\n{BYOC}```\n{END}text\n", [1]),
        (f"{BYOC}:::note\n{END}text\n:::\n", [2]),
        (f"{BYOC}| A | B |\n|---|---|\n{END}| 1 | 2 |\n", [2]),
        (f"{BYOC}A | B\n---|---\n{END}1 | 2\n", [2]),
        (f"{BYOC}A | B\n:--|:-:\n{END}1 | 2\n", [2]),
        (f"a | b\n{BYOC}A | B\n--- | ---\n{END}1 | 2\n", [3]),
        (f"# T\n\n{BYOC}A\n{END}---\n", [4]),
        ("# T\n\n{@@ if byoc @@}A{@@ endif @@}\n===\n", [3]),
        (f"- a\n\n  {BYOC}  ```sh\n  b\n  {END}  ```\n\n  text\n", [4]),
        (f"- a\n\n  {BYOC}  | A | B |\n  {END}  |---|---|\n  | 1 | 2 |\n", [4]),
    ],
    ids=[
        "opened in a block",
        "before another fence",
        "closed in a block",
        "a colon fence",
        "a table's header",
        "a header without outer pipes",
        "an aligned header without outer pipes",
        "a header below text with a pipe",
        "a title",
        "a title in one line",
        "a fence in a list",
        "a table in a list",
    ],
)
def test_a_construct_that_a_block_cuts_is_named_at_its_first_line(page, lines, names, environment):
    assert lines_of(page, names, environment) == lines


@pytest.mark.parametrize(
    "page",
    [
        f"{BYOC}```sh\na\n```\n{END}text\n",
        f"```sh\n{BYOC}a\n{END}b\n```\n",
        f"{BYOC}:::note\n{END}text\n{BYOC}:::\n{END}",
        "{@@ if byoc @@}\n```sh\n{@@ else @@}\n```py\n{@@ endif @@}\nx\n```\n",
        f"{BYOC}| A | B |\n|---|---|\n| 1 | 2 |\n{END}",
        f"| A | B |\n|---|---|\n{BYOC}| 1 | 2 |\n{END}",
        f"A | B\n---|---\n{BYOC}1 | 2\n{END}3 | 4\n",
        f"{BYOC}A | B\n---|---\n1 | 2\n{END}text\n",
        f"{BYOC}a | b\n{END}c | d\n",
        f"::::note\n:::tip\nx\n:::\n{BYOC}y\n{END}::::\n",
        f"````md\n```sh\n{BYOC}x\n{END}```\n````\n",
        f"---\n{BYOC}title: x\n{END}---\n\ntext\n",
        f"{BYOC}- a\n{END}---\ntext\n",
        f"{BYOC}A\n---\n{END}text\n",
    ],
    ids=[
        "in a block",
        "a block within",
        "both ends in blocks",
        "two openings",
        "a table",
        "a row",
        "a row without outer pipes",
        "a table without outer pipes",
        "text with a pipe",
        "nested",
        "shown",
        "front matter",
        "a transition",
        "a heading in a block",
    ],
)
def test_a_construct_that_is_whole_in_every_variant_is_accepted(page, names, environment):
    assert lines_of(page, names, environment) == []


def test_the_messages_say_what_is_shown_where(names, environment):
    prepared = prepare(f"{BYOC}```sh\na\n{END}b\n```\n", names, environment)
    pages = {variant: prepared.expand(variant, names) for variant in VARIANTS}
    (problem,) = cut_constructs({v: (p.text, p.source_map) for v, p in pages.items()})
    assert problem.message == (
        "a block cuts this fence in two: serverless shows only one of this line and line 6, where it closes; "
        "put both into the block, or both outside"
    )


def test_of_rest_headings_are_compared(names, environment):
    prepared = prepare(f"T\n=\n\n{BYOC}Head\n{END}----\n\n``` a\n", names, environment)
    pages = {variant: prepared.expand(variant, names) for variant in VARIANTS}
    (problem,) = cut_constructs({v: (p.text, p.source_map) for v, p in pages.items()}, markdown=False)
    assert (problem.line, problem.message) == (
        5,
        "a block cuts this heading in two: serverless shows only its underline, line 7; "
        "put both into the block, or both outside",
    )


def test_an_underline_below_a_block_may_be_cut_in_rest_too():
    assert may_have_constructs("{@@ if a @@}x{@@ endif @@}\n----\n", markdown=False)
    assert not may_have_constructs("x\n----\n\n```\n{@@ if a @@}x{@@ endif @@}\n", markdown=False)


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        (f"Text.\n\n{BYOC}.. note::\n\n{END}   Body.\n", [4]),
        (f"{BYOC}.. image:: a.png\n{END}   :alt: A\n", [2]),
        (f"Text.\n\n{BYOC}.. code-block:: sh\n   :caption: A\n{END}\n   body\n", []),
        (f"{BYOC}.. note::\n{END}{BYOC}\n   Body.\n{END}\nText.\n", []),
        ("{@@ if byoc @@}\n.. note::\n{@@ else @@}\n.. tip::\n{@@ endif @@}\n\n   Body.\n", []),
        (f".. note::\n\n   {BYOC}   Body.\n   {END}   More.\n", []),
        (f"{BYOC}Text.\n{END}\n   A quotation.\n", []),
        ("{@@ if byoc @@}.. note::{@@ else @@}Text.{@@ endif @@}\n\n   Body.\n", []),
        ("Text.\n\n{@@ if byoc @@}\n.. note::\n{@@ else @@}\nSays:\n{@@ endif @@}\n\n   Body.\n", []),
    ],
    ids=[
        "head",
        "head before options",
        "head and options",
        "both",
        "two heads",
        "body",
        "quotation",
        "text in the line of the head",
        "text in place of the head",
    ],
)
def test_a_directive_of_rest_without_its_head_is_named_at_the_head(page, lines, names, environment):
    assert lines_of(page, names, environment, markdown=False) == lines
    assert not lines or may_have_constructs(page, markdown=False)

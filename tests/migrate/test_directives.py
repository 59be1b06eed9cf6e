"""``only`` and ``ifconfig``, in reST and MyST, become blocks; everything else stays as it is."""

from __future__ import annotations

from textwrap import dedent

import pytest

from variantdocs.migrate.conditions import Conditions
from variantdocs.migrate.directives import rewrite_directives


@pytest.fixture(scope="module")
def conditions(names):
    return Conditions(names=names)


def rewritten(text, conditions, *, markdown):
    done = rewrite_directives(text, conditions, markdown=markdown)
    return done.text, [(leftover.line, leftover.message) for leftover in done.leftovers]


REST = {
    "a paragraph": (
        """\
        Before.

        .. only:: byoc

           One
           two.

        After.
        """,
        """\
        Before.

        {@@ if byoc @@}
        One
        two.
        {@@ endif @@}

        After.
        """,
    ),
    "the last thing of a page": (
        ".. only:: not serverless or self_managed\n\n   Text.",
        "{@@ if not serverless or self_managed @@}\nText.\n{@@ endif @@}\n",
    ),
    "within a list, with a list in it": (
        """\
        - a

          .. only:: byoc

             - b

               more

             - c
        - d
        """,
        """\
        - a

          {@@ if byoc @@}
          - b

            more

          - c

          {@@ endif @@}
        - d
        """,
    ),
    "within each other": (
        """\
        .. only:: byoc

           A

           .. only:: self_managed

              B

           C
        """,
        """\
        {@@ if byoc @@}
        A

        {@@ if self_managed @@}
        B
        {@@ endif @@}

        C
        {@@ endif @@}
        """,
    ),
    "within another directive": (
        """\
        .. note::

           .. only:: byoc

              A
        """,
        """\
        .. note::

           {@@ if byoc @@}
           A
           {@@ endif @@}
        """,
    ),
    "code in it keeps its own indentation": (
        """\
        .. only:: byoc

            .. code-block:: yaml

                a:
                  b: 1
        """,
        """\
        {@@ if byoc @@}
        .. code-block:: yaml

            a:
              b: 1
        {@@ endif @@}
        """,
    ),
    "a condition over two lines": (
        """\
        .. only:: serverless
                  or byoc

           A
        """,
        """\
        {@@ if serverless or byoc @@}
        A
        {@@ endif @@}
        """,
    ),
    "ifconfig with the variant's name": (
        """\
        .. ifconfig:: variant in ('byoc', 'serverless') and level == "beta"

           A
        """,
        """\
        {@@ if variant.name in ('byoc', 'serverless') and level == "beta" @@}
        A
        {@@ endif @@}
        """,
    ),
    "text without a blank line before and after": (
        """\
        .. |x| replace:: y
        .. only:: byoc

           A
        Next
        """,
        """\
        .. |x| replace:: y

        {@@ if byoc @@}
        A

        {@@ endif @@}
        Next
        """,
    ),
    "after an empty comment": (
        "..\n\n   .. only:: byoc\n\n      A\n",
        "..\n\n   {@@ if byoc @@}\n   A\n   {@@ endif @@}\n",
    ),
    "what only shows a directive": (
        """\
        Write::

           .. only:: byoc

              A

        .. code-block:: rst

           .. only:: byoc

              A

        .. A comment:

           .. only:: byoc

              A
        """,
        None,
    ),
    "a builder": (".. only:: html or latex\n\n   A\n", None),
}


@pytest.mark.parametrize("name", REST)
def test_rest(name, conditions):
    before, after = (text if text is None else dedent(text) for text in REST[name])
    assert rewritten(before, conditions, markdown=False) == (before if after is None else after, [])


MYST = {
    "a fence": (
        "Before.\n\n```{only} byoc\nText.\n```\n\nAfter.\n",
        "Before.\n\n{@@ if byoc @@}\nText.\n{@@ endif @@}\n\nAfter.\n",
    ),
    "a fence that keeps paragraphs apart": (
        "Before.\n:::{only} byoc\nText.\n:::\nAfter.\n",
        "Before.\n\n{@@ if byoc @@}\nText.\n\n{@@ endif @@}\nAfter.\n",
    ),
    "within each other": (
        "::::{only} byoc\n:::{only} self_managed\nA\n:::\n::::\n",
        "{@@ if byoc @@}\n{@@ if self_managed @@}\nA\n{@@ endif @@}\n{@@ endif @@}\n",
    ),
    "within another directive": (
        "::::{note}\n:::{only} byoc\nA\n:::\n::::\n",
        "::::{note}\n{@@ if byoc @@}\nA\n{@@ endif @@}\n::::\n",
    ),
    "with code in it": (
        "````{only} byoc\n```python\nx\n```\n````\n",
        "{@@ if byoc @@}\n```python\nx\n```\n{@@ endif @@}\n",
    ),
    "reST within Markdown": (
        "```{eval-rst}\n.. only:: byoc\n\n   A\n```\n",
        "```{eval-rst}\n{@@ if byoc @@}\nA\n{@@ endif @@}\n```\n",
    ),
    "indented": (
        "- a\n\n  ```{ifconfig} variant == 'byoc'\n  A\n  ```\n",
        "- a\n\n  {@@ if variant.name == 'byoc' @@}\n  A\n  {@@ endif @@}\n",
    ),
    "code that shows a directive": ("````markdown\n```{only} byoc\nA\n```\n````\n", None),
    "a builder": ("```{only} html\nA\n```\n", None),
}


@pytest.mark.parametrize("name", MYST)
def test_myst(name, conditions):
    before, after = MYST[name]
    assert rewritten(before, conditions, markdown=True) == (before if after is None else after, [])


def test_line_ends_and_everything_else_stay_as_they_are(conditions):
    before = "\ufeffA \t\r\n\r\n.. only:: byoc\r\n\r\n   x  \r\n\r\n\r\n\tq\x0b\u2028q"
    after = "\ufeffA \t\r\n\r\n{@@ if byoc @@}\r\nx  \r\n{@@ endif @@}\r\n\r\n\r\n\tq\x0b\u2028q"
    tab_ends_the_block = before.replace("\tq", "q"), after.replace("\tq", "q")
    assert rewritten(tab_ends_the_block[0], conditions, markdown=False) == (tab_ends_the_block[1], [])


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            "\n.. only:: html and byoc\n\n   A\n",
            2,
            "`only` html and byoc: not translated: `html` is the tag of a builder, which blocks cannot ask for",
        ),
        (
            ".. only:: severless\n\n   A\n",
            1,
            "`only` severless: not translated: unknown name `severless`; did you mean `serverless`?",
        ),
        (".. only:: byoc\n\nA\n", 1, "`only` byoc: not translated: it has no content"),
        (".. ifconfig::\n\n   A\n", 1, "`ifconfig`: not translated: it has no condition"),
        (
            "- .. only:: byoc\n\n     A\n",
            1,
            "`only`: not translated: it begins within a line; put it on a line of its own first",
        ),
        (
            ".. only:: byoc\n\n   A\n\tB\n",
            1,
            "`only` byoc: not translated: its content is indented by other characters",
        ),
    ],
)
def test_what_cannot_be_translated_is_left_and_reported(text, line, message, conditions):
    assert rewritten(text, conditions, markdown=False) == (text, [(line, message)])


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("A\n\n```{only} byoc\nB\n", 3, "`only` byoc: not translated: its fence is never closed"),
        (
            "> ```{only} byoc\n> B\n> ```\n",
            1,
            "`only`: not translated: it begins within a line; put it on a line of its own first",
        ),
    ],
)
def test_what_cannot_be_translated_in_markdown_is_left_and_reported(text, line, message, conditions):
    assert rewritten(text, conditions, markdown=True) == (text, [(line, message)])


def test_what_can_be_translated_within_what_cannot_is(conditions):
    before = ".. only:: nosuch\n\n   A\n\n   .. only:: byoc\n\n      B\n"
    text, leftovers = rewritten(before, conditions, markdown=False)
    assert text == ".. only:: nosuch\n\n   A\n\n   {@@ if byoc @@}\n   B\n   {@@ endif @@}\n"
    assert [line for line, _ in leftovers] == [1]

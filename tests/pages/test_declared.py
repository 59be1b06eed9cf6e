"""What a page says of its own variants."""

from __future__ import annotations

import pytest

from variantdocs.pages.declared import Declared, declared_variants
from variantdocs.templating.tags import Problem


@pytest.mark.parametrize(
    ("source", "membership", "line"),
    [
        ("---\nvariants: byoc\n---\n# T\n", "byoc", 2),
        ("---\ntitle: x\nvariants: [byoc, byok]\n---\n", ("byoc", "byok"), 3),
        ("---\nvariants:\n  - byoc\n  - byok\ntitle: x\n---\n", ("byoc", "byok"), 2),
        ("---\nvariants:\n- byoc\n---\n", ("byoc",), 2),
        ("---\nvariants: not serverless\n---\n", "not serverless", 2),
        ("---\n{@@ if byoc @@}\ntitle: x\n{@@ endif @@}\nvariants: byoc\n---\n", "byoc", 5),
        ("\ufeff---\r\nvariants: byoc # ours\r\n---\r\n", "byoc", 2),
    ],
)
def test_front_matter_declares_the_variants(source, membership, line):
    assert declared_variants(source, markdown=True) == Declared(membership=membership, line=line)


@pytest.mark.parametrize(
    ("source", "membership", "line"),
    [
        (":variants: byoc\n\nTitle\n=====\n", "byoc", 1),
        (".. comment\n   more\n\n:orphan:\n:variants: byoc,\n   byok\n\nT\n=\n", ("byoc", "byok"), 5),
        (":variants: not serverless\n", "not serverless", 1),
    ],
)
def test_a_field_at_the_top_of_rest_declares_the_variants(source, membership, line):
    assert declared_variants(source, markdown=False) == Declared(membership=membership, line=line)


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("# variants: byoc\n", True),
        ("---\ntitle: x\n---\n\nvariants: byoc\n", True),
        ("---\nmeta:\n  variants: byoc\n---\n", True),
        ("text\n\n---\nvariants: byoc\n---\n", True),
        ("Title\n=====\n\n:variants: byoc\n", False),
        ("# nothing\n", True),
    ],
)
def test_the_word_elsewhere_declares_nothing(source, markdown):
    assert declared_variants(source, markdown=markdown) is None


@pytest.mark.parametrize(
    ("source", "markdown", "line", "message"),
    [
        (
            "---\n{@@ if byoc @@}\nvariants: byoc\n{@@ endif @@}\n---\n",
            True,
            3,
            "`variants:` is read before the page is expanded; write it outside any block, without tags",
        ),
        (
            "---\nvariants: '{@= x =@}'\n---\n",
            True,
            2,
            "`variants:` is read before the page is expanded; write it outside any block, without tags",
        ),
        (
            ":variants: {@= x =@}\n",
            False,
            1,
            "`:variants:` is read before the page is expanded; write it without tags",
        ),
        (
            "---\ntitle: x\nvariants:\n---\n",
            True,
            3,
            "`variants:` names no variant; write a name, a list of names or an expression such as `not byoc`",
        ),
        (
            "---\nvariants: [1]\n---\n",
            True,
            2,
            "`variants:` names no variant; write a name, a list of names or an expression such as `not byoc`",
        ),
        ("---\nvariants: [byoc\n---\n", True, 2, None),
    ],
)
def test_an_unusable_declaration_is_a_problem_at_its_line(source, markdown, line, message):
    found = declared_variants(source, markdown=markdown)
    assert isinstance(found, Problem)
    assert found.line >= line
    if message is not None:
        assert (found.line, found.message) == (line, message)

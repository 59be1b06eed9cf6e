"""The variants that a reST page declares in a field at its top."""

from __future__ import annotations

import pytest

from variantdocs.pages.declarations.declared import Declared, NotDeclared
from variantdocs.pages.declarations.field_list import declaration_in_rest
from variantdocs.templating.tags import Problem

BEFORE_EXPANSION = (
    "`:variants:` is read before the page is expanded; write it outside any block, without tags"
)
AT_THE_TOP = "write `:variants:` before the title, at the beginning of a line"


@pytest.mark.parametrize(
    ("source", "membership", "line"),
    [
        (":variants: byoc\n\nTitle\n=====\n", "byoc", 1),
        (".. comment\n   more\n\n:orphan:\n:variants: byoc,\n   byok\n\nT\n=\n", ("byoc", "byok"), 5),
        (":variants: not serverless\n", "not serverless", 1),
        ("{@# note @@#@}\n:variants: byoc\n", "byoc", 2),
        ("{@@ if edge @@}\n.. note\n{@@ endif @@}\n:variants: byoc\n", "byoc", 4),
        (':variants: [byoc, "byok"]\n', ("byoc", "byok"), 1),
    ],
)
def test_a_field_at_the_top_declares_the_variants(source, membership, line):
    assert declaration_in_rest(source) == Declared(membership=membership, line=line)


@pytest.mark.parametrize(
    "source",
    [
        "Title\n=====\n\nText\n\n:variants: byoc\n",
        ".. note::\n   :variants: byoc\n",
        ":orphan:\n\nT\n=\n",
        "",
    ],
)
def test_the_word_elsewhere_declares_nothing(source):
    assert declaration_in_rest(source) is None


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        (
            ":variants: {@= x =@}\n",
            1,
            BEFORE_EXPANSION,
        ),
        ("{@@ if byoc @@}\n:variants: byoc\n{@@ endif @@}\n\nT\n=\n", 2, BEFORE_EXPANSION),
        (
            ":variants:byoc\n",
            1,
            "`:variants:byoc` needs a space after the second colon: write `:variants: byoc`",
        ),
        (
            ":variants:\n",
            1,
            "`variants:` names no variant; write a name, a list of names or an expression such as `not byoc`",
        ),
        (":variants: byoc\n:variants: byok\n", 2, "`:variants:` is there twice; remove one"),
    ],
)
def test_an_unusable_declaration_is_a_problem_at_its_line(source, line, message):
    found = declaration_in_rest(source)
    assert isinstance(found, Problem)
    assert (found.line, found.message) == (line, message)


@pytest.mark.parametrize(
    ("source", "written", "line", "cure", "certain"),
    [
        (":Variants: byoc\n", ":Variants:", 1, "write `:variants:`", True),
        (":variant: byoc\n", ":variant:", 1, "write `:variants:`", False),
        ("Title\n=====\n\n:variants: byoc\n", ":variants:", 4, AT_THE_TOP, True),
        ("=====\nTitle\n=====\n\n:variants: byoc\n", ":variants:", 5, AT_THE_TOP, True),
        ("  :variants: byoc\n\nT\n=\n", ":variants:", 1, AT_THE_TOP, True),
    ],
)
def test_what_only_looks_like_a_declaration_is_found(source, written, line, cure, certain):
    assert declaration_in_rest(source) == NotDeclared(
        written=written, membership="byoc", line=line, cure=cure, certain=certain
    )

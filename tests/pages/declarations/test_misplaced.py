"""Declarations that stand where they are read as text."""

from __future__ import annotations

import pytest

from variantdocs.pages.declarations.declared import NotDeclared
from variantdocs.pages.declarations.misplaced import misplaced_declaration, names_in


@pytest.mark.parametrize(
    ("source", "written", "line", "certain"),
    [
        ("variants: byoc\n\n# T\n", "variants:", 1, False),
        ("{variants: byoc}\n\n# T\n", "variants:", 1, False),
        ("<!-- variants: byoc -->\n\n# T\n", "variants:", 1, False),
        ('+++\nvariants = "byoc"\n+++\n# T\n', "variants =", 2, True),
        ("# T\n\n---\nvariants: byoc\n---\n", "variants:", 4, True),
        ("\n---\ntitle: x\nvariants: byoc\n---\n# T\n", "variants:", 4, True),
        ("---\nvariants: byoc\n# T\n\nText\n", "variants:", 2, True),
        ("{@# note #@}\n---\nvariants: byoc\n---\n# T\n", "variants:", 3, True),
        ("{@@ if byoc @@}\n---\nvariants: byoc\n---\n{@@ endif @@}\n", "variants:", 3, True),
        ("Title\n=====\n\nvariants\uff1abyoc\n", "variants\uff1a", 4, False),
        (".. variants:: byoc\n\nT\n=\n", "variants::", 1, False),
        ("\ufeff\ufeffvariants: byoc\n", "variants:", 1, False),
        (":variants: byoc\n\n# T\n", ":variants:", 1, True),
        ("edition: byoc\n\n# T\n", "edition:", 1, False),
    ],
)
def test_a_declaration_before_the_first_paragraph_is_found(source, written, line, certain):
    assert misplaced_declaration(source.split("\n"), line=1, cure="move it") == NotDeclared(
        written=written, membership="byoc", line=line, cure="move it", certain=certain
    )


@pytest.mark.parametrize(
    "source",
    [
        "# variants: byoc\n",
        "Some text.\n\nvariants: byoc\n",
        "---\n\nSome text.\n\nvariants: byoc\n",
        "---\ntitle: x\n---\n# T\n",
        ".. note::\n   :variants: byoc\n",
        "**Variants:** byoc\n",
        "variants:\n",
        "",
    ],
)
def test_other_text_is_no_declaration(source):
    assert misplaced_declaration(source.split("\n"), line=1, cure="move it") is None


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("byoc", "byoc"),
        ('"byoc"', "byoc"),
        ("[byoc]", "byoc"),
        ("byoc,  byok", ("byoc", "byok")),
        ("[byoc, 'byok']", ("byoc", "byok")),
        ("not  byoc", "not byoc"),
    ],
)
def test_a_list_of_names_may_have_brackets_and_quotes(written, names):
    assert names_in(written) == names

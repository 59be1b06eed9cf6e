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
        (f"variants:{' ' * 400}byoc{' ' * 400}\n", "variants:", 1, False),
    ],
)
def test_a_declaration_before_the_first_paragraph_is_found(source, written, line, certain):
    assert misplaced_declaration(source.split("\n"), line=1, cure="move it") == NotDeclared(
        written=written, membership="byoc", line=line, cure="move it", certain=certain
    )


@pytest.mark.parametrize(
    ("source", "misread"),
    [
        ("\n---\ntitle: x\nvariants: byoc\n---\n# T\n", range(2, 6)),
        ("# T\n\n***\nvariants: byoc\n***\n", range(3, 6)),
        ("variants: byoc\n---\n\n# T\n", range(1, 3)),
        ("---\nvariants: byoc\n\n# T\n\n---\n", range(1, 3)),
        ("# T\n\n:variants: byoc\n\n---\n", range(3, 4)),
    ],
)
def test_the_lines_that_parsers_misread_are_those_of_the_whole_front_matter(source, misread):
    found = misplaced_declaration(source.split("\n"), line=1, cure="move it")
    assert found is not None
    assert found.misread == misread


def test_a_list_of_names_below_the_key_is_found_in_front_matter_only():
    lines = ["", "---", "variants:", "- byoc", "- 'edge'", "---"]
    found = misplaced_declaration(lines, line=1, cure="move it")
    assert found is not None
    assert found.membership == ("byoc", "edge")
    assert misplaced_declaration(lines[2:5], line=1, cure="move it") is None


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
        f"variants: {'a' * 100_000}\n",
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

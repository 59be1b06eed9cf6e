"""The variants that a Markdown page declares in its front matter."""

from __future__ import annotations

import time

import pytest

from variantdocs.pages.declarations.declared import FRONT_MATTER_CURE, Declared, NotDeclared
from variantdocs.pages.declarations.front_matter import declaration_in_markdown
from variantdocs.templating.tags import Problem

BEFORE_EXPANSION = "`variants:` is read before the page is expanded; write it outside any block, without tags"
NO_NAME = "`variants:` names no variant; write a name, a list of names or an expression such as `not byoc`"


@pytest.mark.parametrize(
    ("source", "membership", "line"),
    [
        ("---\nvariants: byoc\n---\n# T\n", "byoc", 2),
        ("---\ntitle: x\nvariants: [byoc, byok]\n---\n", ("byoc", "byok"), 3),
        ("---\nvariants:\n  - byoc\n  - byok\ntitle: x\n---\n", ("byoc", "byok"), 2),
        ("---\nvariants:\n- byoc\n---\n", ("byoc",), 2),
        ("---\nvariants: not serverless\n---\n", "not serverless", 2),
        ("---\n{@@ if byoc @@}\ntitle: x\n{@@ endif @@}\nvariants: byoc\n---\n", "byoc", 5),
        ("---\ntitle: {@= x =@}\nvariants: byoc # ours\n---\n", "byoc", 3),
        ('---\n"variants": byoc\n---\n', "byoc", 2),
        ("---\n  title: x\n  variants: byoc\n---\n", "byoc", 3),
        ("---\n{title: x, variants: byoc}\n---\n", "byoc", 2),
        ("----\nvariants: byoc\n----\n", "byoc", 2),
        ("---\nvariants: >\n  byoc\n  or byok\n---\n", "byoc or byok", 2),
        ("---\nvariants: 2024-13-45\n---\n", "2024-13-45", 2),
        ("---\nvariants: no\n---\n", "no", 2),
        ("---\n? variants\n: byoc\n---\n", "byoc", 2),
        ('---\n"var\\u0069ants": byoc\n---\n', "byoc", 2),
        ("---\nbase: &base {variants: byoc}\n<<: *base\n---\n", "byoc", 2),
        ("---\na: &a {variants: x}\nb: &b\n  <<: *a\n<<: [*b]\n---\n", "x", 2),
        ("---\na: &a {variants: x}\n<<: *a\nvariants: byoc\n---\n", "byoc", 4),
    ],
)
def test_every_spelling_of_yaml_declares_the_variants(source, membership, line):
    assert declaration_in_markdown(source) == Declared(membership=membership, line=line)


@pytest.mark.parametrize(
    "source",
    [
        "# variants: byoc\n",
        "---\ntitle: x\n---\n\ntext\n\nvariants: byoc\n",
        "---\nmeta:\n  variants: byoc\n---\n",
        "---\na: &a {variants: byoc}\n'<<': *a\n---\n",
        "---\na: &a\n  <<: *a\n<<: *a\n---\n",
        "text\n\n---\nvariants: byoc\n---\n",
        "# T\n\ntext\n\n:variants: byoc\n",
        "---\ntitle: [\n---\n",
        "# nothing\n",
        "",
    ],
)
def test_the_word_elsewhere_declares_nothing(source):
    assert declaration_in_markdown(source) is None


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("---\n{@@ if byoc @@}\nvariants: byoc\n{@@ endif @@}\n---\n", 3, BEFORE_EXPANSION),
        ("---\nvariants: '{@= x =@}'\n---\n", 2, BEFORE_EXPANSION),
        ("---\ntitle: x\nvariants:\n---\n", 3, NO_NAME),
        ("---\nvariants: [1]\n---\n", 2, NO_NAME),
        ("---\nvariants: {byoc: true}\n---\n", 2, NO_NAME),
        (
            "---\nvariants:byoc\ntitle: x\n---\n",
            2,
            "`variants:byoc` needs a space after the colon: write `variants: byoc`",
        ),
        ("---\nvariants = byoc\n---\n", 2, "`variants = byoc` needs a colon: write `variants: byoc`"),
        (
            "---\ntitle: x\nvariants\uff1abyoc\n---\n",
            3,
            "`variants\uff1abyoc` needs a colon: write `variants: byoc`",
        ),
        (
            "---\nvariants:\u00a0byoc\n---\n",
            2,
            "after `variants:` stands U+00A0 (no-break space), which is no space in YAML; "
            "write `variants: byoc`",
        ),
        (
            "---\nvariants: byoc\nvariants: byok\n---\n",
            3,
            "`variants:` is there twice, first in line 2; remove one",
        ),
        (
            "---\ntitle: x\n variants: byoc\n---\n",
            3,
            "`variants:` cannot be read, the front matter is not YAML: mapping values are not allowed here",
        ),
        (
            "---\nvariants: [byoc\n---\n",
            2,
            "`variants:` cannot be read, the front matter is not YAML: "
            "expected ',' or ']', but got '<stream end>'",
        ),
        (
            f"---\nvariants: {'[' * 3000}\n---\n",
            2,
            "`variants:` cannot be read: the front matter is nested too deeply",
        ),
    ],
)
def test_an_unusable_declaration_is_a_problem_at_its_line(source, line, message):
    found = declaration_in_markdown(source)
    assert isinstance(found, Problem)
    assert (found.line, found.message) == (line, message)


@pytest.mark.parametrize(
    ("source", "written", "line", "cure", "certain"),
    [
        ("---\nVariants: byoc\n---\n", "Variants:", 2, "write `variants:`", True),
        ("---\ntitle: x\nvarients: byoc\n---\n", "varients:", 3, "write `variants:`", True),
        ("---\nvariant: byoc\n---\n", "variant:", 2, "write `variants:`", False),
        ("---\nonly: byoc\n---\n", "only:", 2, "write `variants:`", False),
        ("\n\n---\nvariants: byoc\n---\n", "variants:", 4, FRONT_MATTER_CURE, True),
        ("<!-- a\nlicence -->\n---\nvariants: byoc\n---\n", "variants:", 4, FRONT_MATTER_CURE, True),
        (":variants: byoc\n\n# T\n", ":variants:", 1, FRONT_MATTER_CURE, True),
        ("---\ntitle: x\n---\n# T\n\n:variants: byoc\n", ":variants:", 6, FRONT_MATTER_CURE, True),
    ],
)
def test_what_only_looks_like_a_declaration_is_found(source, written, line, cure, certain):
    assert declaration_in_markdown(source) == NotDeclared(
        written=written, membership="byoc", line=line, cure=cure, certain=certain
    )


def test_letters_that_only_look_right_are_named():
    found = declaration_in_markdown("---\nv\u0430riants: byoc\n---\n")
    assert isinstance(found, NotDeclared)
    assert found.note == " (it holds U+0430 (cyrillic small letter a))"


def test_an_invisible_character_in_the_key_hides_no_declaration():
    assert isinstance(declaration_in_markdown("---\n\u200bvariants: byoc\n---\n"), NotDeclared)


def test_a_line_of_hyphens_without_end_is_read_in_linear_time():
    before = time.process_time()
    assert declaration_in_markdown("-" * 200_000) is None
    assert time.process_time() - before < 2


def test_a_shorter_line_of_hyphens_does_not_close_front_matter():
    found = declaration_in_markdown("-----\nvariants: byoc\n---\nmore: x\n-----\n# Page\n")
    assert isinstance(found, Problem)
    assert found.message.endswith("but found another document")

"""Text that is nearly a tag."""

from __future__ import annotations

import pytest

from variantdocs.templating.expand import prepare


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{@ if byoc @}", "{@@ if byoc @@}"),
        ("{ @@ if byoc @@ }", "{@@ if byoc @@}"),
        ("<@ endif @>", "{@@ endif @@}"),
        ("@@ if byoc @@", "{@@ if byoc @@}"),
        ("[@@ else @@]", "{@@ else @@}"),
        ("{ @@ if byoc", "{@@ if byoc @@}"),
        ("{@ product @}", "{@= product =@}"),
        ("{= product =}", "{@= product =@}"),
    ],
)
def test_text_that_is_nearly_a_tag_is_pointed_out(written, meant, names, environment):
    page = prepare(f"# Title\n\n{written}\n", names, environment)
    assert [(problem.line, problem.message) for problem in page.warnings(frozenset({"byoc"}))] == [
        (
            3,
            f"readers will see `{written}`; did you mean `{meant}`? "
            "To show it as it stands, put it between `{@@ raw @@}` and `{@@ endraw @@}`",
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        "@@ -1,3 +1,4 @@ if x",
        "{% if byoc %} {{ product }} {# note #}",
        "user@example.com and [@ref; @other]",
        "{@ unknown @} {= unknown =}",
        "{@@ raw @@}{@ if byoc @}{@@ endraw @@}",
        "{@@ if byoc @@}x{@@ endif @@}",
    ],
)
def test_other_text_is_left_alone(text, names, environment):
    assert prepare(text, names, environment).near == ()

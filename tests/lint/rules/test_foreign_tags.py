"""Tags as Jinja writes them."""

from __future__ import annotations

import pytest

from variantdocs.lint.rules.foreign_tags import foreign_tags


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("{% if byoc %}x{% endif %}", "{@@ if byoc @@}"),
        ("{%- elif not (byoc or self-managed) -%}", "{@@ if not (byoc or self-managed) @@}"),
        ("{{ product }}", "{@= product =@}"),
    ],
)
def test_names_of_the_project_give_the_tag_to_write(findings, text, tag):
    (found,) = findings(foreign_tags, {"a.md": f"# A\n\n{text}\n"})
    assert found.startswith("a.md:3:1 `{")
    assert found.endswith(f"is shown as text; write `{tag}`")


@pytest.mark.parametrize(
    "text",
    [
        "{% if prod %}",
        "{% if byoc and prod %}",
        "{{ unknown }}",
        "`{{ product }}`",
        "```\n{% if byoc %}\n```",
    ],
)
def test_names_of_others_and_code_are_left(findings, text):
    assert findings(foreign_tags, {"a.md": f"# A\n\n{text}\n"}) == []


def test_a_substitution_of_myst_is_left(findings, project):
    conf = (project.folder / "conf.py").read_text("utf-8") + 'myst_substitutions = {"product": "x"}\n'
    assert findings(foreign_tags, {"a.md": "{{ product }}\n"}, {"conf.py": conf}) == []

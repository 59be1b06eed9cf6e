"""Tags where readers see them."""

from __future__ import annotations

import pytest

from variantdocs.lint.rules.unexpanded_tags import tags_in_literal_files, tags_in_settings

CODE = {"source/code.py": "print(1)\nprint('{@= product =@}')\n"}


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.md", "```{literalinclude} code.py\n```\n", "a.md:1:21"),
        ("a.rst", ".. literalinclude:: /code.py\n", "a.rst:1:21"),
        ("a.rst", ".. include:: code.py\n   :literal:\n", "a.rst:1:14"),
        ("a.rst", ".. csv-table::\n   :file: code.py\n", "a.rst:2:11"),
    ],
)
def test_a_file_that_is_shown_as_it_stands_is_read(findings, name, text, place):
    (found,) = findings(tags_in_literal_files, {name: text}, CODE)
    assert found.startswith(f"{place} source/code.py:2 holds `{{@= product =@}}`, and tags are not expanded")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("```{literalinclude} code.py\n```\n", "print('{@= of_another_project =@}')\n"),
        ("```{literalinclude} absent.py\n```\n", ""),
        ("````text\n```{literalinclude} code.py\n```\n````\n", CODE["source/code.py"]),
    ],
    ids=["unknown name", "no file", "an example"],
)
def test_other_files_are_left(findings, text, code):
    assert findings(tags_in_literal_files, {"a.md": text}, {"source/code.py": code}) == []


def test_a_tag_in_a_setting_that_is_not_expanded_is_found_at_its_line(findings, project):
    conf = (project.folder / "conf.py").read_text("utf-8")
    number = conf.count("\n") + 2
    conf += 'rst_epilog = "{@= product =@}"\nhtml_theme_options = {"a": ["{@= product =@}"]}\n'
    (found,) = findings(tags_in_settings, {}, {"conf.py": conf})
    assert found.startswith(f"conf.py:{number}:1 the setting `html_theme_options` holds `{{@= product =@}}`")

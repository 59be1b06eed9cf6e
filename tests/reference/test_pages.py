"""The generated reference pages are what the code says, and the code says something of everything."""

from __future__ import annotations

import pytest
from reference.__main__ import FOLDER, pages
from reference.commands import parsers
from reference.conf_py import settings
from reference.variants_yaml import keys


@pytest.fixture(scope="module")
def generated():
    return pages()


@pytest.mark.parametrize("name", ["commands.md", "conf-py.md", "variants-yaml.md"])
def test_a_generated_page_is_up_to_date(generated, name):
    assert (FOLDER / name).read_text("utf-8") == generated[name], "run: python -m reference"


def test_every_setting_has_a_description():
    assert [setting.name for setting in settings() if not setting.description] == []


def test_every_key_of_variants_yaml_has_a_description():
    assert [key for key, part, _ in keys() if not part.get("description")] == []


def test_every_command_and_argument_has_a_description():
    found = [(name, parser) for name, summary, parser in parsers() if summary]
    assert len(found) == len(list(parsers()))
    missing = [
        f"{name} {action.dest}"
        for name, parser in found
        for action in parser._actions
        if not action.help and action.dest not in ("help", "command") and not action.choices
    ]
    assert missing == []

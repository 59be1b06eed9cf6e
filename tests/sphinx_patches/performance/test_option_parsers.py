"""Default settings are those that docutils works out itself, however often they are asked for."""

from __future__ import annotations

import warnings

import pytest
from docutils.frontend import OptionParser, get_default_settings
from docutils.parsers.rst import Parser
from docutils.readers import standalone
from docutils.utils import DependencyList
from docutils.writers import html5_polyglot, latex2e
from myst_parser.parsers.sphinx_ import MystParser
from tests.sphinx_patches.replaced_method import replaced_method

from variantdocs.sphinx_patches.performance.option_parsers import populate_once

COMPONENTS = {
    "none": (),
    "markdown": (standalone.Reader, MystParser),
    "rest": (standalone.Reader, Parser()),
    "html": (html5_polyglot.Writer,),
    "latex": (latex2e.Writer, None),
}


@pytest.fixture
def populate():
    """The method of docutils, as it is and as it is replaced."""
    with replaced_method(OptionParser, "populate_from_components", populate_once) as methods:
        yield methods


def parser_of(components, method, **options):
    OptionParser.populate_from_components = method
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        return OptionParser(components=components, **options)


def state_of(parser):
    """All that a parser is asked for: its settings, and what it does with a text for one."""
    settings = dict(vars(parser.get_default_values()))
    record = settings.pop("record_dependencies")
    assert isinstance(record, DependencyList)
    options = [parser.option_list, *(group.option_list for group in parser.option_groups)]
    return (
        settings,
        parser.lists,
        parser.relative_path_settings,
        [[str(option) for option in found] for found in options],
        sorted(parser._long_opt),
        sorted(parser._short_opt),
    )


@pytest.mark.parametrize("components", COMPONENTS.values(), ids=COMPONENTS)
def test_a_parser_is_populated_as_by_docutils(populate, components):
    original, replaced = populate
    expected = state_of(parser_of(components, original))
    for _ in range(3):
        assert state_of(parser_of(components, replaced)) == expected


def test_options_are_made_once(populate):
    _, replaced = populate
    first, second = (parser_of((html5_polyglot.Writer,), replaced) for _ in range(2))
    assert first.get_option("--math-output") is second.get_option("--math-output")


def test_settings_of_one_parser_are_its_own(populate, monkeypatch, tmp_path):
    _, replaced = populate
    config = tmp_path / "docutils.conf"
    config.write_text("[general]\ntab_width: 3\nstrip_classes: internal\n")
    monkeypatch.setenv("DOCUTILSCONFIG", str(config))
    read = {"defaults": {"id_prefix": "a"}, "read_config_files": True}
    for _ in range(2):
        changed = parser_of((MystParser,), replaced, **read).get_default_values()
        assert (changed.tab_width, changed.id_prefix, changed.strip_classes) == (3, "a", ["internal"])
        plain = parser_of((MystParser,), replaced).get_default_values()
        assert (plain.tab_width, plain.id_prefix, plain.strip_classes) == (8, "", None)


def test_a_component_that_declares_something_else_later_has_it(populate, monkeypatch):
    original, replaced = populate
    before = parser_of((Parser,), replaced).get_default_values()
    monkeypatch.setattr(Parser, "settings_default_overrides", {"tab_width": 5}, raising=False)
    monkeypatch.setattr(Parser, "settings_defaults", {"of_extension": "x"}, raising=False)
    assert state_of(parser_of((Parser,), replaced)) == state_of(parser_of((Parser,), original))
    Parser.settings_defaults["of_extension"] = "y"
    OptionParser.populate_from_components = replaced
    after = get_default_settings(Parser)
    assert (before.tab_width, after.tab_width, after.of_extension) == (8, 5, "y")

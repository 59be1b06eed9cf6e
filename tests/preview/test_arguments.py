"""The command line of ``variantdocs serve``."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from sphinx_autobuild.__main__ import _add_autobuild_arguments

from variantdocs.errors import ConfigurationError
from variantdocs.multibuild.arguments import from_command_line
from variantdocs.preview.arguments import parse_arguments
from variantdocs.preview.autobuild_options import add_autobuild_options
from variantdocs.preview.plain_autobuild import autobuild_arguments


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A project whose settings lie with its pages, and a folder beside it."""
    (tmp_path / "project/docs").mkdir(parents=True)
    (tmp_path / "shared").mkdir()
    (tmp_path / "project/docs/conf.py").write_text("")
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def test_an_option_may_have_the_value_of_a_folder(folder):
    found = parse_arguments(["-c", "docs", "docs", "build/html", "--port", "0"])
    assert (found.source, found.conf, found.output, found.port) == (
        *(folder / "docs", folder / "docs", folder / "build/html"),
        0,
    )


@pytest.mark.parametrize(
    "argv",
    [
        ["--watch", "../shared", "--ignore", "*.tmp", "-W", "docs", "build/html"],
        ["docs", "--watch=../shared", "build/html", "-W", "--ignore", "*.tmp"],
        ["docs", "build/html", "-W", "--watch", "../shared", "--ignore", "*.tmp"],
    ],
)
def test_options_of_both_programs_may_stand_anywhere(folder, argv):
    found = parse_arguments(argv)
    assert found.watched == (Path("../shared").absolute(),)
    assert "*.tmp" in found.ignored
    assert found.source == folder / "docs"
    assert from_command_line(found.build).fail_on_warning


def test_what_a_build_writes_is_no_reason_for_another(folder):
    found = parse_arguments(["-w", "warnings.txt", "docs", "build/html"])
    written = {str(folder / name) for name in ("build/html", "build/doctrees", "warnings.txt")}
    assert written <= set(found.ignored)


def test_where_builds_are_not_warm_sphinx_autobuild_gets_every_argument(folder):
    argv = ["-c", "docs", "docs", "build/html", "--watch", "../shared", "-D", "variant=byoc"]
    assert autobuild_arguments(argv) == [
        *argv,
        *("-b", "variants", "-d", str(folder / "build/doctrees"), "--ignore", f"{folder}/build/index/*"),
    ]


def test_a_source_folder_that_is_not_there_is_wrong_usage(folder):
    with pytest.raises(ConfigurationError) as caught:
        parse_arguments(["nosuch", "build/html"])
    assert str(caught.value) == "there is no source folder nosuch"


def test_the_options_are_those_of_sphinx_autobuild():
    ours, theirs = argparse.ArgumentParser(), argparse.ArgumentParser()
    add_autobuild_options(ours)
    _add_autobuild_arguments(theirs)

    def options(parser):
        return {
            option: (action.dest, type(action), action.type or str)
            for action in parser._actions
            for option in action.option_strings
        }

    assert options(ours) == options(theirs)

"""``extensions`` in a conf.py: the smallest edit, whatever the file looks like."""

from __future__ import annotations

import pytest

from variantdocs.starter.conf_edit import CannotEdit, literal_settings, with_extension


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("extensions = []\n", 'extensions = ["variantdocs"]\n'),
        ("extensions = ['myst_parser']\n", "extensions = ['myst_parser', 'variantdocs']\n"),
        ('extensions = ["a", "b",]  # ours\n', 'extensions = ["a", "b", "variantdocs",]  # ours\n'),
        (
            'extensions = [\n    "a",\n    "b",\n]\n',
            'extensions = [\n    "a",\n    "b",\n    "variantdocs",\n]\n',
        ),
        ("extensions = [\n  'a',\n  'b'\n]\n", "extensions = [\n  'a',\n  'b',\n  'variantdocs'\n]\n"),
        (
            'extensions = [\n    "a",\n    "b",  # for b\n]\n',
            'extensions = [\n    "a",\n    "b",  # for b\n    "variantdocs",\n]\n',
        ),
        (
            'extensions = [\n    "a"  # for a\n]\n',
            'extensions = [\n    "a",  # for a\n    "variantdocs"\n]\n',
        ),
        (
            'extensions = ["a",\n              "b"]\n',
            'extensions = ["a",\n              "b", "variantdocs"]\n',
        ),
        ('# ünï\nextensions = ["ä", X]\r\n', '# ünï\nextensions = ["ä", X, "variantdocs"]\r\n'),
        ('\ufeffextensions = ["a"]\n', '\ufeffextensions = ["a", "variantdocs"]\n'),
        ('extensions: list[str] = ["a"]\n', 'extensions: list[str] = ["a", "variantdocs"]\n'),
        ('project = "X"', 'project = "X"\n\nextensions = ["variantdocs"]\n'),
        (
            'extensions = ["a"]\nextensions += ["b"]\n',
            'extensions = ["a", "variantdocs"]\nextensions += ["b"]\n',
        ),
    ],
)
def test_the_extension_is_added_and_nothing_else_changes(before, after):
    assert with_extension(before.encode()) == after.encode()


@pytest.mark.parametrize(
    "source", ['extensions = ["variantdocs"]\n', 'extensions = []\nextensions.append("variantdocs")\n']
)
def test_a_project_that_has_the_extension_is_left_alone(source):
    assert with_extension(source.encode()) == source.encode()


def test_a_project_of_that_name_does_not_have_the_extension():
    edited = with_extension(b'project = "variantdocs"\nextensions = []\n')
    assert edited == b'project = "variantdocs"\nextensions = ["variantdocs"]\n'


@pytest.mark.parametrize(
    ("source", "reason", "line"),
    [
        (b'x = 1\nextensions = x or ["a"]\n', "`extensions` is not a plain list", 2),
        (b'extensions = ("a",)\n', "`extensions` is not a plain list", 1),
        (b"if True:\n    extensions = []\n", "`extensions` is not set by a plain assignment", 2),
        (b"from shared import *\n", "`extensions` is not set by a plain assignment", 1),
        (b"x = 1\nextensions = [\n", "the file is not Python", 2),
        (b"# \xe4\n", "the file is not UTF-8", 1),
    ],
)
def test_what_cannot_be_edited_is_said_with_its_line(source, reason, line):
    with pytest.raises(CannotEdit) as caught:
        with_extension(source)
    assert (caught.value.reason, caught.value.line) == (reason, line)


def test_plain_settings_are_read_without_running_the_file():
    source = b'import nosuchmodule\nroot_doc = "home"\nproject = nosuchmodule.name\nroot_doc = "start"\n'
    assert literal_settings(source) == {"root_doc": "start"}

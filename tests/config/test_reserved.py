"""The names that are taken: what Sphinx and Jinja use themselves."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import entry_points

import pytest
from jinja2.defaults import DEFAULT_NAMESPACE

from variantdocs.config.reserved import BUILDERS, FORMATS, JINJA_WORDS, reserved

LISTING = """\
import importlib, inspect, json, pkgutil, sys
import sphinx.ext
from sphinx.application import Sphinx

app = Sphinx(".", None, "made", "made", "dummy", confoverrides={}, status=None, warning=None)
for found in pkgutil.iter_modules(sphinx.ext.__path__, "sphinx.ext."):
    if not found.ispkg and "add_builder(" in inspect.getsource(importlib.import_module(found.name)):
        app.setup_extension(found.name)
json.dump({name: builder.format for name, builder in app.registry.builders.items()}, sys.stdout)
"""


@pytest.fixture(scope="module")
def builders(tmp_path_factory):
    """The format of every builder that the installed Sphinx has, by name.

    Listed in a process of its own: a Sphinx application leaves its directives behind in docutils.
    """
    listed = subprocess.run(
        [sys.executable, "-c", LISTING],
        cwd=tmp_path_factory.mktemp("sphinx"),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(listed.stdout)


def test_every_builder_of_sphinx_is_reserved(builders):
    named = {name for name in builders if not name.startswith("_")}
    assert {"html", "linkcheck", "doctest", "coverage", "devhelp", "json"} <= named
    assert named - BUILDERS == set()


def test_every_builder_of_an_installed_package_of_sphinx_is_reserved():
    named = {
        found.name
        for found in entry_points(group="sphinx.builders")
        if found.module.partition(".")[0] in ("sphinx", "sphinxcontrib", "variantdocs")
    }
    assert "variants" in named
    assert named - BUILDERS == set()


def test_no_reserved_builder_is_invented(builders):
    assert BUILDERS - builders.keys() == {"variants"}


def test_every_format_of_a_builder_is_reserved(builders):
    assert set(builders.values()) - {""} - FORMATS - BUILDERS == set()


def test_every_global_of_pages_is_reserved():
    kept = {"range", "namespace", "dict"}
    assert kept <= DEFAULT_NAMESPACE.keys()
    assert kept <= JINJA_WORDS


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("variant", "`variant` is the variant itself in pages"),
        ("endif", "`endif` is a keyword of the template language"),
        ("linkcheck", "`linkcheck` is the tag of a Sphinx builder"),
        ("builder_html", "`builder_html` is the tag of a Sphinx builder"),
        ("format_latex", "`format_latex` is the tag of a Sphinx builder"),
        ("byoc", None),
        ("builder_of_things", None),
    ],
)
def test_a_reserved_name_comes_with_the_reason(name, reason):
    assert reserved(name) == reason

"""Autosummary looks for entries in the text of each variant."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace

import pytest
from sphinx.events import EventListener
from sphinx.ext import autosummary
from sphinx.ext.autosummary import generate

from variantdocs.sphinx_patches.autosummary import ENTRIES, find_entries_by_variant

PAGE = "Title\n=====\n\n.. autosummary::\n   :toctree: made\n\n   {}\n"


@pytest.fixture
def app(tmp_path):
    (tmp_path / "source/api").mkdir(parents=True)
    return SimpleNamespace(
        srcdir=tmp_path / "source",
        doctreedir=tmp_path / "doctrees",
        extensions={"sphinx.ext.autosummary": None},
        config=SimpleNamespace(autosummary_filename_map={"json.loads": "read"}),
        events=SimpleNamespace(listeners=defaultdict(list)),
    )


def run(app, monkeypatch, texts):
    """What autosummary finds in ``api/index.rst``, called as when the builder has been made."""
    found = []
    monkeypatch.setattr(
        autosummary,
        "process_generate_options",
        lambda app: found.extend(generate.find_autosummary_in_files([app.srcdir / "api/index.rst"])),
    )
    app.events.listeners["builder-inited"] = [EventListener(1, autosummary.process_generate_options, 500)]
    find_entries_by_variant(app, lambda path: texts)
    app.events.listeners["builder-inited"][0].handler(app)
    return found


def test_it_makes_the_pages_of_all_variants_and_knows_who_has_which(app, monkeypatch):
    texts = {"a": PAGE.format("json.dumps"), "b": PAGE.format("json.dumps\n   json.loads")}
    found = run(app, monkeypatch, texts)
    assert [entry.name for entry in found] == ["json.dumps", "json.loads"]
    assert ENTRIES.of(app) == {
        app.srcdir / "api/index.rst": {
            "a": {"api/made/json.dumps"},
            "b": {"api/made/json.dumps", "api/made/read"},
        }
    }


def test_an_entry_without_a_page_is_in_no_variant(app, monkeypatch):
    run(app, monkeypatch, {"a": ".. autosummary::\n\n   json.dumps\n"})
    assert ENTRIES.of(app) == {app.srcdir / "api/index.rst": {"a": frozenset()}}


def test_autosummary_has_its_own_function_again_afterwards(app, monkeypatch):
    before = generate.find_autosummary_in_files
    run(app, monkeypatch, {"a": PAGE.format("json.dumps")})
    assert generate.find_autosummary_in_files is before


def test_a_project_without_autosummary_is_left_alone(app):
    app.extensions = {}
    find_entries_by_variant(app, dict)
    assert not app.events.listeners

"""The environment of an earlier build is used after the project's folder has been moved."""

from __future__ import annotations

import pickle
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.util._pathlib import _StrPath

from variantdocs.rebuild.relocation import follow_move, record_folders
from variantdocs.templating.source_lines.log_locations import EARLIER_SOURCE_FOLDERS


def make_app(root, *, source="source"):
    root = _StrPath(root)
    return SimpleNamespace(confdir=root, srcdir=root / source, doctreedir=root / "doctrees")


@pytest.fixture
def moved(tmp_path):
    """An application whose project was built in ``/old``; its saved environment names that folder."""
    app = make_app(tmp_path)
    env = SimpleNamespace(
        srcdir=Path("/old/source"),
        dependencies={
            "page": {Path("/old/source/part.md"), Path("/old/data.csv"), Path("/elsewhere/x")},
            "other": set(),
        },
    )
    record_folders(SimpleNamespace(confdir="/old", srcdir="/old/source", doctreedir=app.doctreedir))
    (tmp_path / "doctrees/environment.pickle").write_bytes(pickle.dumps(env))
    return app


def saved(app):
    return Path(app.doctreedir, "environment.pickle").read_bytes()


def test_paths_in_the_project_move_with_it(moved):
    follow_move(moved, None)
    env = pickle.loads(saved(moved))
    assert env.srcdir == moved.srcdir
    assert env.dependencies == {
        "page": {moved.srcdir / "part.md", moved.confdir / "data.csv", _StrPath("/elsewhere/x")},
        "other": set(),
    }
    assert EARLIER_SOURCE_FOLDERS.of(env) == ["/old/source"]


def test_a_project_that_has_not_been_moved_again_is_left_alone(moved):
    follow_move(moved, None)
    before = saved(moved)
    follow_move(moved, None)
    assert saved(moved) == before


def test_other_sources_of_the_same_project_are_no_move(moved):
    before = saved(moved)
    follow_move(
        SimpleNamespace(confdir=moved.confdir, srcdir=moved.confdir / "docs", doctreedir=moved.doctreedir),
        None,
    )
    assert saved(moved) == before


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"confdir": "/old"}', '{"confdir": 1, "srcdir": 2}'])
def test_folders_that_cannot_be_read_are_unknown(moved, text):
    Path(moved.doctreedir, "place.json").write_text(text)
    before = saved(moved)
    follow_move(moved, None)
    assert saved(moved) == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"half",
        pickle.dumps({"no": "environment"}),
        b"cnosuchmodule\nname\n.",
        b"cvariantdocs\nnosuch\n.",
    ],
)
def test_an_environment_that_cannot_be_read_is_left_to_sphinx(moved, content):
    Path(moved.doctreedir, "environment.pickle").write_bytes(content)
    follow_move(moved, None)
    assert saved(moved) == content


def test_the_first_build_of_a_project_has_nothing_to_move(tmp_path):
    app = make_app(tmp_path)
    follow_move(app, None)
    assert not Path(app.doctreedir).exists()

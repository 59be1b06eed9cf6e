"""The environment of an earlier build is used after the project's folder has been moved."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.util._pathlib import _StrPath

from variantdocs.rebuild.relocation import FOLDERS, record_folders, update_paths
from variantdocs.templating.source_lines.log_locations import EARLIER_SOURCE_FOLDERS

DEPENDENCIES = {
    "page": {Path("/old/source/part.md"), Path("/old/data.csv"), Path("/elsewhere/x")},
    "other": set(),
}


def app_in(root, *, source="source", env=None):
    root = _StrPath(root)
    return SimpleNamespace(confdir=root, srcdir=root / source, env=env)


@pytest.fixture
def env():
    """An environment that was read in ``/old``."""
    env = SimpleNamespace(srcdir=Path("/old/source"), dependencies=deepcopy(DEPENDENCIES))
    record_folders(app_in("/old", env=env))
    return env


def test_paths_in_the_project_move_with_it(env):
    update_paths(env, app_in("/new"))
    assert env.srcdir == Path("/new/source")
    assert env.dependencies == {
        "page": {_StrPath("/new/source/part.md"), _StrPath("/new/data.csv"), _StrPath("/elsewhere/x")},
        "other": set(),
    }
    assert {type(path) for path in env.dependencies["page"]} == {_StrPath}
    assert EARLIER_SOURCE_FOLDERS.of(env) == ["/old/source"]


def test_a_second_move_starts_where_the_first_led(env):
    update_paths(env, app_in("/new"))
    update_paths(env, app_in("/new"))
    update_paths(env, app_in("/newer"))
    assert Path("/newer/data.csv") in env.dependencies["page"]
    assert EARLIER_SOURCE_FOLDERS.of(env) == ["/old/source", "/new/source"]


@pytest.mark.parametrize(
    "app", [app_in("/old"), app_in("/old", source="docs")], ids=["same", "other sources"]
)
def test_without_a_move_nothing_changes(env, app):
    update_paths(env, app)
    assert (env.srcdir, env.dependencies) == (Path("/old/source"), DEPENDENCIES)
    assert EARLIER_SOURCE_FOLDERS.of(env) == []


def test_where_pages_were_read_may_be_unknown(env):
    FOLDERS.set(env, None)
    update_paths(env, app_in("/new"))
    assert (env.srcdir, env.dependencies) == (Path("/old/source"), DEPENDENCIES)

"""Reuse the environment of an earlier build after the project's folder has been moved.

Sphinx stores absolute paths, and discards an environment that was read elsewhere.
"""

from __future__ import annotations

import json
import os
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.output import read_json, write_bytes, write_if_changed
from variantdocs.templating.source_lines.log_locations import EARLIER_SOURCE_FOLDERS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_FILE = "place.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Folders:
    """The folders of a project."""

    confdir: Path
    srcdir: Path

    @property
    def inner(self) -> str:
        """The source folder, relative to that of ``conf.py``."""
        return os.path.relpath(self.srcdir, self.confdir)


def follow_move(app: Sphinx, config: Config) -> None:
    """Update the paths in a saved environment if the project has been moved (event ``config-inited``)."""
    saved = Path(app.doctreedir, "environment.pickle")
    before = _read_folders(Path(app.doctreedir, _FILE))
    now = _Folders(confdir=Path(app.confdir), srcdir=Path(app.srcdir))
    if before is None or before.srcdir == now.srcdir or before.inner != now.inner:
        return
    try:
        env: BuildEnvironment = pickle.loads(saved.read_bytes())
        dependencies = env.dependencies
    except (OSError, ValueError, EOFError, ImportError, AttributeError, TypeError, pickle.UnpicklingError):
        return  # Sphinx reports it, and reads everything
    env.srcdir = app.srcdir
    for docname, paths in dependencies.items():
        dependencies[docname] = {type(app.srcdir)(_moved(path, before, app)) for path in paths}
    EARLIER_SOURCE_FOLDERS.of(env).append(str(before.srcdir))
    write_bytes(saved, pickle.dumps(env, pickle.HIGHEST_PROTOCOL))
    record_folders(app)


def record_folders(app: Sphinx) -> None:
    """Record the folders of the project."""
    text = json.dumps({"confdir": str(app.confdir), "srcdir": str(app.srcdir)})
    write_if_changed(Path(app.doctreedir, _FILE), text.encode("utf-8"))


def _read_folders(path: Path) -> _Folders | None:
    try:
        found = read_json(path)
        return _Folders(confdir=Path(found["confdir"]), srcdir=Path(found["srcdir"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _moved(path: Path, before: _Folders, app: Sphinx) -> Path:
    """The path after the move; files outside the project have not moved."""
    if path.is_relative_to(before.srcdir):
        return app.srcdir / path.relative_to(before.srcdir)
    if path.is_relative_to(before.confdir):
        return app.confdir / path.relative_to(before.confdir)
    return path

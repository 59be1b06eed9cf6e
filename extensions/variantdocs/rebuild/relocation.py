"""Let what an earlier build has read be used where the project's folder has been moved.

Sphinx keeps paths that begin with the source folder, and refuses what was read elsewhere.
"""

from __future__ import annotations

import json
import os
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.output import write_bytes, write_if_changed
from variantdocs.templating.source_lines.log_locations import EARLIER_SOURCE_FOLDERS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_PLACE = "place.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a project lies."""

    confdir: Path
    srcdir: Path

    @property
    def inner(self) -> str:
        """How the one folder lies to the other."""
        return os.path.relpath(self.srcdir, self.confdir)


def follow_move(app: Sphinx, config: Config) -> None:
    """Give a saved environment the folder in which the project now lies (event ``config-inited``)."""
    saved = Path(app.doctreedir, "environment.pickle")
    before = _read_place(Path(app.doctreedir, _PLACE))
    now = _Place(confdir=Path(app.confdir), srcdir=Path(app.srcdir))
    if before is None or before.srcdir == now.srcdir or before.inner != now.inner:
        return
    try:
        env: BuildEnvironment = pickle.loads(saved.read_bytes())
        dependencies = env.dependencies
    except (OSError, ValueError, EOFError, ImportError, AttributeError, TypeError, pickle.UnpicklingError):
        return  # Sphinx says so, and reads everything
    env.srcdir = app.srcdir
    for docname, paths in dependencies.items():
        dependencies[docname] = {type(app.srcdir)(_moved(path, before, app)) for path in paths}
    EARLIER_SOURCE_FOLDERS.of(env).append(str(before.srcdir))
    write_bytes(saved, pickle.dumps(env, pickle.HIGHEST_PROTOCOL))
    note_place(app)


def note_place(app: Sphinx) -> None:
    """Remember where the project lies."""
    text = json.dumps({"confdir": str(app.confdir), "srcdir": str(app.srcdir)})
    write_if_changed(Path(app.doctreedir, _PLACE), text.encode("utf-8"))


def _read_place(path: Path) -> _Place | None:
    try:
        found = json.loads(path.read_text("utf-8"))
        return _Place(confdir=Path(found["confdir"]), srcdir=Path(found["srcdir"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _moved(path: Path, before: _Place, app: Sphinx) -> Path:
    """The path in the new place; what lies outside the project has not moved."""
    if path.is_relative_to(before.srcdir):
        return app.srcdir / path.relative_to(before.srcdir)
    if path.is_relative_to(before.confdir):
        return app.confdir / path.relative_to(before.confdir)
    return path

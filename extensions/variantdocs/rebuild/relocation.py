"""Reuse the environment of an earlier build after the project's folder has been moved.

Sphinx stores absolute paths, and discards an environment that was read elsewhere.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.env_store import EnvValue
from variantdocs.sphinx_patches.loaded_environment import change_before_setup
from variantdocs.templating.source_lines.log_locations import EARLIER_SOURCE_FOLDERS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """The folders of a project."""

    confdir: Path
    srcdir: Path

    @property
    def inner(self) -> str:
        """The source folder, relative to that of ``conf.py``."""
        return os.path.relpath(self.srcdir, self.confdir)


FOLDERS: EnvValue[Folders | None] = EnvValue("folders", lambda: None)
"""Where the project was when its pages were read; ``None`` if that is not known."""


def follow_move(app: Sphinx, config: Config) -> None:
    """Update the paths in the saved environment if the project has been moved (event ``config-inited``)."""
    change_before_setup(app, lambda env: update_paths(env, app))


def update_paths(env: BuildEnvironment, app: Sphinx) -> None:
    """Make ``env`` one that was read where the project of ``app`` is now."""
    before, now = FOLDERS.of(env), _folders_of(app)
    if before is None or before.srcdir == now.srcdir or before.inner != now.inner:
        return
    env.srcdir = app.srcdir
    for docname, paths in env.dependencies.items():
        env.dependencies[docname] = {type(app.srcdir)(_moved(path, before, now)) for path in paths}
    EARLIER_SOURCE_FOLDERS.of(env).append(str(before.srcdir))
    FOLDERS.set(env, now)


def record_folders(app: Sphinx) -> None:
    """Record the folders of the project with the pages that were read."""
    FOLDERS.set(app.env, _folders_of(app))


def _folders_of(app: Sphinx) -> Folders:
    return Folders(confdir=Path(app.confdir), srcdir=Path(app.srcdir))


def _moved(path: Path, before: Folders, now: Folders) -> Path:
    """The path after the move; files outside the project have not moved."""
    if path.is_relative_to(before.srcdir):
        return now.srcdir / path.relative_to(before.srcdir)
    if path.is_relative_to(before.confdir):
        return now.confdir / path.relative_to(before.confdir)
    return path

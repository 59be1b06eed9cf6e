"""Remove from a site what only builds and themes need, and what archives cannot hold."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from variantdocs.errors import OutputError
from variantdocs.paths import shown_path

_FILES = frozenset(
    {
        ".buildinfo",
        ".buildinfo.bak",
        "environment.pickle",
        ".DS_Store",
        "Thumbs.db",
        "webpack-macros.html",  # what pydata-sphinx-theme makes its own templates from
    }
)
_FOLDERS = frozenset({".doctrees", "__pycache__"})


def is_private(name: str) -> bool:
    """Whether a file with this name is never published."""
    return name in _FILES or name.endswith(".doctree")


def remove_private_files(site: Path) -> None:
    """Remove Sphinx's records of the build, leftovers of editors and systems, and sources of themes.

    A file that shares its bytes on disk with another (a hard link) gets its own: archives for hosts must not
    hold links.

    :raises OutputError: there is a symbolic link, which may lead anywhere.
    """
    for folder, folders, files in os.walk(site):
        for name in sorted(_FOLDERS.intersection(folders)):
            shutil.rmtree(Path(folder, name))
        folders[:] = sorted(set(folders) - _FOLDERS)
        for name in (*folders, *files):
            path = Path(folder, name)
            if path.is_symlink():
                raise OutputError(
                    f"{shown_path(path)} is a symbolic link, which cannot be published; "
                    "put the file itself in its place"
                )
        for path in (Path(folder, name) for name in files):
            if is_private(path.name):
                path.unlink()
            elif path.stat().st_nlink > 1:
                _give_own_bytes(path)


def _give_own_bytes(path: Path) -> None:
    copy = path.with_name(f"{path.name}~")
    shutil.copy2(path, copy)
    copy.replace(path)

"""Paths as texts: as messages show them, and as seen from a folder."""

from __future__ import annotations

import os
from pathlib import Path


def shown_path(path: str | os.PathLike[str]) -> str:
    """``path`` as messages show it: relative to the current folder where below it, else absolute."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - Path.resolve would follow links
    here = str(Path.cwd())
    return os.path.relpath(absolute, here) if absolute.startswith(here + os.sep) else absolute


def relative_name(path: str | os.PathLike[str], folder: str | os.PathLike[str]) -> str:
    """``path``, absolute or below ``folder``, as seen from the absolute ``folder``, with slashes."""
    start = f"{os.fspath(folder)}{os.sep}"
    # Called for every file of a site; texts are compared many times faster than paths.
    absolute = os.path.normpath(os.path.join(folder, path))  # noqa: PTH118 - paths as texts, for speed
    found = absolute[len(start) :] if absolute.startswith(start) else os.path.relpath(absolute, start)
    return found.replace(os.sep, "/")

"""Paths as messages show them."""

from __future__ import annotations

import os
from pathlib import Path


def shown_path(path: str | os.PathLike[str]) -> str:
    """``path`` as messages show it: relative to the current folder where below it, else absolute."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - Path.resolve would follow links
    here = str(Path.cwd())
    return os.path.relpath(absolute, here) if absolute.startswith(here + os.sep) else absolute

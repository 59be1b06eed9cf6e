"""Tell whether a file lies in the project, for builds that must read nothing else."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from variantdocs.templating.settings import texts_in

_NAMES_FILES = ("path", "paths", "dir", "dirs", "file", "files", "logo", "favicon", "cover", "bibfiles")


@dataclass(frozen=True, slots=True)
class ProjectFolder:
    """The folder that holds the project; everything is inside but version control's own files."""

    root: Path

    @classmethod
    def around(cls, conf: Path, source: Path) -> ProjectFolder:
        """The working copy that holds conf.py; without one, the folder that holds it and the sources."""
        conf = conf.resolve()
        for folder in (conf, *conf.parents):
            if (folder / ".git").exists():
                return cls(folder)
        return cls(Path(os.path.commonpath([conf, source.resolve()])))

    def holds(self, path: Path) -> bool:
        """Whether ``path``, with all links followed, lies in the project."""
        try:
            resolved = path.resolve()
            if _is_loop(resolved):
                return False
        except (OSError, RuntimeError, ValueError):  # a loop of links, or no path at all
            return False
        return resolved.is_relative_to(self.root) and not resolved.is_relative_to(self.root / ".git")


def _is_loop(path: Path) -> bool:
    """Whether ``path`` has links that lead to each other; since Python 3.13, resolving it is no error."""
    try:
        path.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def outside_settings(settings: Mapping[str, Any], folder: Path, project: ProjectFolder) -> Iterator[str]:
    """The names of ``settings`` that give a file or folder outside the project.

    :param folder: The folder that relative paths start from.
    """
    for name, value in settings.items():
        if name.rpartition("_")[2] in _NAMES_FILES and any(
            not project.holds(folder / text) for text in texts_in(value)
        ):
            yield name

"""Take over the files that extensions have written, beside the doctrees, while they read pages.

MyST-NB, for one, writes there executed notebooks, what cells have stored for other pages, and images.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from variantdocs.output import copy_if_changed


def take_over_reading_output(docnames: Collection[str], *, theirs: Path, ours: Path) -> None:
    """Copy the files of the pages ``docnames``, which another variant has read, into our folder.

    A file named after one of the pages replaces ours; any other is copied if there is none.

    :param theirs: The folder of the other variant's doctrees.
    :param ours: The folder of this variant's doctrees.
    """
    for name in _files_below(theirs):
        target = ours / name
        if not target.exists() or _is_named_after(name, docnames):
            copy_if_changed(theirs / name, target)


def _files_below(doctrees: Path) -> Iterator[str]:
    """The files in the subfolders of ``doctrees`` that are neither doctrees nor hidden, with slashes."""
    for parent, folders, names in os.walk(doctrees):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = Path(parent).relative_to(doctrees)
        if not below.parts:
            continue  # what Sphinx and this package keep there
        for name in names:
            if not name.endswith(".doctree") and not Path(parent, name).is_symlink():
                yield (below / name).as_posix()


def _is_named_after(name: str, docnames: Collection[str]) -> bool:
    """Whether ``folder/guide/start.glue.json`` is named after the page ``guide/start``."""
    path = name.partition("/")[2]
    folder, slash, file = path.rpartition("/")
    parts = file.split(".")
    return any(
        f"{folder}{slash}{'.'.join(parts[:length])}" in docnames for length in range(1, len(parts) + 1)
    )

"""Read the entry points of installed packages once for all variants.

Replaces: ``entry_points`` as Sphinx calls it to find themes.
Why: Each call opens the metadata of every installed package. Sphinx makes one for each application and
    Pygments another: a tenth of what a variant does in a build with nothing to do. Before workers are forked,
    one is enough.
Upstream: none.
Versions: Sphinx 8.1 to 9.2.
Remove when: Python keeps what it has read of packages that have not changed.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import DistributionFinder, EntryPoints, entry_points
from pathlib import Path
from typing import Any

from sphinx import theming


def read_entry_points_once() -> None:
    """Make Sphinx find themes, in this process, among the entry points that are known already."""
    theming.entry_points = installed_entry_points  # type: ignore[assignment, attr-defined]


def installed_entry_points(*, group: str) -> EntryPoints:
    """The entry points of a group, as ``importlib.metadata.entry_points`` gives them.

    They are read again when packages are looked for in other folders, or one of these has changed.
    """
    folders = DistributionFinder.Context().path
    known = _entry_points(tuple((folder, _changed_at(folder)) for folder in folders))
    found: EntryPoints = known.select(group=group)
    return found


@lru_cache(maxsize=1)
def _entry_points(folders: tuple[tuple[str, int], ...]) -> Any:
    return entry_points()  # before Python 3.12 of another class, with the same method


def _changed_at(folder: str) -> int:
    """When a folder or archive was last changed, in nanoseconds; 0 if it is not there."""
    try:
        return Path(folder).stat().st_mtime_ns
    except OSError:
        return 0

"""Keep the absolute paths of source files.

Replaces: ``Project.doc2path``, in the processes of a build only.
Why: Sphinx makes a path again whenever it is asked for one, which takes 10 µs. Each build asks several times
    for each page of the site, also after a save in the preview that concerns one page.
Upstream: none.
Versions: Sphinx 8.1 to 9.2; with any other nothing is replaced.
Remove when: Sphinx keeps these paths, or the benchmark shows no gain any more.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import sphinx
from sphinx.project import Project

if TYPE_CHECKING:
    from sphinx.util._pathlib import _StrPath

_KEPT = 1 << 15
_SPHINX_DOC2PATH = Project.doc2path


def keep_page_paths() -> None:
    """Replace ``doc2path`` in this process."""
    if (8, 1) <= sphinx.version_info[:2] <= (9, 2):
        Project.doc2path = doc2path  # type: ignore[method-assign,assignment]


def doc2path(project: Project, docname: str, absolute: bool) -> _StrPath:
    """``Project.doc2path``, with its parameters."""
    filename = project._docname_to_path.get(docname)
    if filename is None or not absolute:
        return _SPHINX_DOC2PATH(project, docname, absolute)
    return _path_below(project.srcdir, filename)


@lru_cache(maxsize=_KEPT)
def _path_below(folder: _StrPath, filename: Path) -> _StrPath:
    return folder / filename

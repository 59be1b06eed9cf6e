"""Decide whether a build may look only at the files that were edited.

It may if the watcher names all that have changed, and if a page has been made from each of them before:
no page comes or goes then, and no page changes its variants. Whatever else has changed, and whenever that is
not certain, Sphinx looks at all files.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.pages.membership import DECLARATIONS, declaration_of
from variantdocs.pages.source_files import SOURCE_PATHS
from variantdocs.paths import relative_name
from variantdocs.preview.protocol import WatchedPaths
from variantdocs.rebuild.freshness import files_of_pages, name_of_file

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_OF_EDITORS = re.compile(r"~\Z|\A\..*\.sw[a-z]\Z|\A#.*#\Z")
"""The names of backups and swap files."""


def edited_files(
    app: Sphinx, changed: Collection[Path] | None, *, of_all_pages: WatchedPaths
) -> frozenset[Path] | None:
    """Those of the ``changed`` files from which pages were made before, if they were only edited.

    :param app: The application of a variant that has been built.
    :param changed: The files that have changed since then; ``None`` if it is not known which.
    :param of_all_pages: What concerns more than the pages that are made from it.
    :returns: ``None`` if a build of this variant has to look at all files.
    """
    if changed is None:
        return None
    pages = {name: docname for docname, name in SOURCE_PATHS.of(app.env).items()}
    known = files_of_pages(app)
    edited = set()
    for path in changed:
        if path in of_all_pages.files or of_all_pages.folders.intersection((path, *path.parents)):
            return None
        name, page = name_of_file(app, path), pages.get(relative_name(path, app.srcdir))
        if page is None and name not in known:
            folder = f"{name}/"
            if path.is_dir() or any(other.startswith(folder) for other in known):
                return None
            continue
        if not path.is_file() or (page is not None and _declares_otherwise(app, page, path)):
            return None
        edited.add(path)
    return frozenset(edited)


def only_edited(
    changed: Collection[Path], by_variant: Sequence[frozenset[Path] | None]
) -> frozenset[Path] | None:
    """Those of the ``changed`` files that were edited, if nothing else has happened to any variant.

    :param by_variant: What :func:`edited_files` has found for each variant.
    """
    found = [edited for edited in by_variant if edited is not None]
    if len(found) < len(by_variant):
        return None
    edited = frozenset[Path]().union(*found)
    others = (path for path in changed if path not in edited)
    return edited if all(_is_temporary(path) for path in others) else None


def _is_temporary(path: Path) -> bool:
    """Whether an editor has made the file for itself; most are gone before anybody can look."""
    return not path.exists() or bool(_OF_EDITORS.search(path.name))


def _declares_otherwise(app: Sphinx, docname: str, path: Path) -> bool:
    try:
        return declaration_of(str(path)) != DECLARATIONS.of(app).get(docname)
    except OSError:
        return True

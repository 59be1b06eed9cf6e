"""Make Sphinx decide by content, instead of file times, which pages are out of date.

Sphinx compares times. So the times that it has recorded are set to values that give the right result.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from variantdocs.rebuild import duplicate_names
from variantdocs.rebuild.digests import Digests, file_digests, is_unchanged
from variantdocs.rebuild.equation_labels import StableEquationLabels
from variantdocs.rebuild.page_fingerprints import forget_outline
from variantdocs.rebuild.reading_order import forget_numbers, forget_pages, put_in_order
from variantdocs.rebuild.relocation import follow_move, record_folders
from variantdocs.rebuild.search_index import keep_search_index_whole, save_index
from variantdocs.rebuild.toolchain import toolchain_fingerprint
from variantdocs.templating.read_records import changed_names, names_in, records_of
from variantdocs.templating.sphinx_hooks import foresee

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ATTRIBUTE = "variantdocs_contents"
_LONG_AGO = 0


def connect(app: Sphinx) -> None:
    """Register the event handlers."""
    app.add_transform(StableEquationLabels)
    freshness = _Freshness()
    duplicate_names.connect(app)
    # When the doctree folder of the variant is known, and before Sphinx loads the environment.
    app.connect("config-inited", follow_move, priority=990)
    app.connect("builder-inited", freshness.set_times, priority=20)
    app.connect("env-get-outdated", freshness.pages_with_other_values, priority=20)
    app.connect("env-before-read-docs", freshness.note_start, priority=0)
    app.connect("env-before-read-docs", forget_pages, priority=5)
    app.connect("env-purge-doc", forget)
    app.connect("env-purge-doc", forget_outline)
    # After all handlers that read pages.
    app.connect("env-updated", put_in_order, priority=890)
    app.connect("env-get-updated", forget_numbers, priority=1)
    app.connect("env-updated", freshness.note_contents, priority=900)
    app.connect("write-started", keep_search_index_whole)
    app.connect("build-finished", save_index)


def contents_of(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """docname → the digests of the files that the page was made from, by path from the source folder."""
    found: dict[str, dict[str, str]] | None = getattr(env, _ATTRIBUTE, None)
    if found is None:
        found = {}
        setattr(env, _ATTRIBUTE, found)
    return found


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Remove the digests of a page that will be read (event ``env-purge-doc``)."""
    contents_of(env).pop(docname, None)


class _Freshness:
    """The handlers of one application, and what they share."""

    def __init__(self) -> None:
        self._since = 0
        self._toolchain = ""

    def set_times(self, app: Sphinx) -> None:
        """Make each page newer than its files if they are unchanged, and older if not."""
        env = app.env
        self._toolchain = toolchain_fingerprint(app, Digests())
        same_toolchain = getattr(env, "variantdocs_toolchain", "") == self._toolchain
        digests = Digests()
        now = time.time_ns() // 1000  # as Sphinx counts, in microseconds
        for docname in env.all_docs:
            recorded = contents_of(env).get(docname)
            fresh = (
                same_toolchain
                and recorded is not None
                and is_unchanged({_path(app, name): digest for name, digest in recorded.items()}, digests)
            )
            env.all_docs[docname] = max(now, _newest(app, docname)) if fresh else _LONG_AGO

    def note_start(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Record when reading began."""
        self._since = time.time_ns()

    def note_contents(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Record the digests of the files that the pages were made from."""
        contents = contents_of(env)
        new = env.all_docs.keys() - contents.keys()
        files = {docname: _files_of(app, docname) for docname in new}
        digests = file_digests({path for paths in files.values() for path in paths}, since=self._since)
        for docname, paths in files.items():
            contents[docname] = {_name(app, path): digests[path] for path in paths}
        env.variantdocs_toolchain = self._toolchain  # type: ignore[attr-defined]
        env.variantdocs_names = names_in(app)  # type: ignore[attr-defined]
        record_folders(app)

    def pages_with_other_values(
        self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
        """The pages whose text differs because ``variants.yaml`` has changed."""
        before: Mapping[str, str] | None = getattr(env, "variantdocs_names", None)
        if before is None:
            return []
        names = changed_names(before, names_in(app))
        if not names:
            return []
        return [
            docname
            for docname in env.all_docs.keys() & env.found_docs
            if docname not in added | changed and self._shows_other(app, docname, names)
        ]

    def _shows_other(self, app: Sphinx, docname: str, names: frozenset[str]) -> bool:
        read = records_of(app.env).get(docname)
        if read is None or read.may_name(names):
            return True
        found = foresee(app, docname)
        return found is None or found.fingerprint != read.fingerprint


def _newest(app: Sphinx, docname: str) -> int:
    """The time of the page's newest file in microseconds; it may lie in the future."""
    found = 0
    for path in _files_of(app, docname):
        with suppress(OSError):
            found = max(found, path.stat().st_mtime_ns // 1000 + 1)
    return found


def _files_of(app: Sphinx, docname: str) -> set[Path]:
    files: set[Any] = {app.env.doc2path(docname), *app.env.dependencies.get(docname, ())}
    return {Path(path) for path in files}


def _name(app: Sphinx, path: Path) -> str:
    return (
        Path(os.path.relpath(path, app.srcdir)).as_posix() if path.is_relative_to(app.confdir) else str(path)
    )


def _path(app: Sphinx, name: str) -> Path:
    return Path(os.path.normpath(Path(app.srcdir, name)))


def touch_all(folder: Path) -> None:
    """Make all files newer than their sources; whether those have changed was decided by content."""
    for path in _files_below(folder):
        os.utime(path)


def _files_below(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file())

"""Make Sphinx decide by content, instead of file times, which pages are out of date.

Sphinx compares times. So the times that it has recorded are set to values that give the right result.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from variantdocs.env_store import EnvValue, PageValues
from variantdocs.paths import relative_name
from variantdocs.rebuild.digests import ABSENT, UNKNOWN, Digests, file_digests
from variantdocs.rebuild.relocation import record_folders
from variantdocs.rebuild.toolchain import toolchain_fingerprint
from variantdocs.rebuild.translations import catalog_files
from variantdocs.sphinx_patches.versions.older_sphinx import make_dependencies_absolute
from variantdocs.templating.read_records import READ_RECORDS, changed_names, name_values
from variantdocs.templating.sphinx_hooks import expand_ahead, expander_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

CONTENTS: PageValues[dict[str, str]] = PageValues("contents")
"""docname → the files of which the page was made: name as seen from the source folder → digest."""
TOOLCHAIN = EnvValue[str]("toolchain", str)
"""The program that read the pages."""
NAMES: EnvValue[Mapping[str, str] | None] = EnvValue("names", lambda: None)
"""What the names in ``variants.yaml`` were worth when the pages were read."""
_LONG_AGO = 0


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Remove the digests of a page that will be read (event ``env-purge-doc``)."""
    CONTENTS.purge(env, docname)


class Freshness:
    """The handlers of one application, and what they share."""

    def __init__(self) -> None:
        self._since = 0
        self._toolchain = ""

    def set_times(self, app: Sphinx) -> None:
        """Make each page newer than its files if they are unchanged, and older if not.

        Sphinx always reads a page again if a file that it depends on is missing. A file that was missing
        before has not changed, so such dependencies are dropped; the digests still name them.
        """
        env = app.env
        self._toolchain = toolchain_fingerprint(app, Digests())
        same_toolchain = TOOLCHAIN.of(env) == self._toolchain
        digests = Digests()
        # Pages share files, and each of these steps takes a few microseconds for each page and file.
        path_of = cache(partial(_path, os.fspath(app.srcdir)))
        digest_of = cache(lambda name: digests.of(path_of(name)))
        time_of = cache(lambda name: _time(path_of(name)))
        is_file = cache(os.path.isfile)
        now = time.time_ns() // 1000  # as Sphinx counts, in microseconds
        for docname in env.all_docs:
            recorded = CONTENTS.of(env).get(docname)
            if (
                same_toolchain
                and recorded is not None
                and all(digest_of(name) == digest for name, digest in recorded.items())
            ):
                env.all_docs[docname] = max(now, *map(time_of, recorded))
                env.dependencies[docname] = set(filter(is_file, env.dependencies.get(docname, ())))
            else:
                env.all_docs[docname] = _LONG_AGO

    def record_start(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Record when reading began."""
        self._since = time.time_ns()

    def record_contents(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Record the digests of the files that the pages were made from."""
        make_dependencies_absolute(env)
        contents = CONTENTS.of(env)
        new = env.all_docs.keys() - contents.keys()
        files = {docname: _files_of(app, docname) | catalog_files(app, docname) for docname in new}
        paths_of_all = {path for paths in files.values() for path in paths}
        # Extensions may write files there while they read; no author edits them.
        written_by_builds = f"{Path(app.doctreedir).parent}{os.sep}"
        generated = {path for path in paths_of_all if _path("", str(path)).startswith(written_by_builds)}
        digests = file_digests(paths_of_all - generated, since=self._since)
        digests |= {path: Digests().of(path) for path in generated}
        for docname, paths in files.items():
            contents[docname] = {name_of_file(app, path): digests[path] for path in paths}
        TOOLCHAIN.set(env, self._toolchain)
        NAMES.set(env, name_values(app))
        record_folders(app)

    def pages_with_other_values(
        self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
        """The pages whose text, or whose warnings, differ because ``variants.yaml`` has changed."""
        before = NAMES.of(env)
        if before is None:
            return []
        names = changed_names(before, name_values(app))
        return [
            docname
            for docname in env.all_docs.keys() & env.found_docs
            if docname not in added | changed and self._shows_other(app, docname, names)
        ]

    def _shows_other(self, app: Sphinx, docname: str, names: frozenset[str]) -> bool:
        read = READ_RECORDS.of(app.env).get(docname)
        if read is None or (names and read.may_name(names)):
            return True
        expander = expander_of(app)
        has_moved = read.variants != expander.variants_of(Path(app.env.doc2path(docname)))
        if not has_moved and not names:
            return False
        if has_moved and read.may_name(expander.names.conditions):
            return True
        found = expand_ahead(app, docname)
        return found is None or found.fingerprint != read.fingerprint


def pages_made_from(app: Sphinx, files: Iterable[Path]) -> frozenset[str]:
    """The pages that were made from one of ``files`` when it had other bytes.

    A page of which a file changed while it was read is always among them.
    """
    digests = {name_of_file(app, path): Digests().of(path) for path in files}
    return frozenset(
        docname
        for docname, recorded in CONTENTS.of(app.env).items()
        if any(digests.get(name, digest) != digest or digest == UNKNOWN for name, digest in recorded.items())
    )


def files_of_pages(app: Sphinx) -> frozenset[str]:
    """The files that pages were made from, by :func:`name_of_file`."""
    contents = CONTENTS.of(app.env).values()
    return frozenset(name for recorded in contents for name, digest in recorded.items() if digest != ABSENT)


def _time(path: str) -> int:
    """A time after the last change of a file, in microseconds; it may lie in the future."""
    try:
        return os.stat(path).st_mtime_ns // 1000 + 1  # noqa: PTH116 - the path is a text, for speed
    except OSError:
        return _LONG_AGO


def _files_of(app: Sphinx, docname: str) -> set[Path]:
    files: set[Any] = {app.env.doc2path(docname), *app.env.dependencies.get(docname, ())}
    return {Path(path) for path in files}


def name_of_file(app: Sphinx, path: Path) -> str:
    """The file as seen from the source folder, if it belongs to the project; else its path."""
    return relative_name(path, app.srcdir) if path.is_relative_to(app.confdir) else str(path)


def _path(folder: str, name: str) -> str:
    return os.path.normpath(os.path.join(folder, name))  # noqa: PTH118 - texts, for speed


def touch_all(folder: Path) -> None:
    """Make all files newer than their sources; whether those have changed was decided by content."""
    for parent, _, names in os.walk(folder):
        for name in names:
            os.utime(f"{parent}/{name}")

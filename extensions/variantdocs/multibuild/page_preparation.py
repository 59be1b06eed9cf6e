"""Prepare the pages that have changed, before the processes of the variants are forked.

Each page is then prepared once, and not in every process. What is missed here, a process prepares
itself: this only saves time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from variantdocs.config.variants import VariantSet
from variantdocs.multibuild.arguments import BuildArguments
from variantdocs.pages.index import read_indexes, source_hash
from variantdocs.paths import relative_name
from variantdocs.templating.names import Names
from variantdocs.templating.prepared_pages import PreparedPages
from variantdocs.templating.tags import may_have_tags

_SUFFIXES = (".md", ".rst", ".txt")


def prepare_pages(arguments: BuildArguments, variant_set: VariantSet) -> PreparedPages:
    """Prepare the pages and included files with tags that may have changed since the last build."""
    prepared = PreparedPages(Names.from_variant_set(variant_set))
    for path in changed_files(arguments, variant_set):
        try:
            text = path.read_text("utf-8-sig")
        except (OSError, UnicodeError):
            continue
        if may_have_tags(text):
            prepared.add(text)
    return prepared


def changed_files(arguments: BuildArguments, variant_set: VariantSet) -> Iterator[Path]:
    """The files of the source folder that may be pages and have changed since the last build.

    A file older than the last build counts as unchanged.
    """
    files = list(_files_below(arguments.source, without={arguments.output, arguments.doctrees}))
    since = _last_build(arguments, variant_set)
    if since is None:
        yield from files
        return
    newer = [path for path in files if _is_newer(path, since)]
    has_newer_names = _is_newer(arguments.variants_file, since)
    if not newer and not has_newer_names:
        return
    unchanged = _UnchangedFiles(arguments, variant_set)
    if has_newer_names and not unchanged.has(arguments.variants_file):
        yield from files
    else:
        yield from (path for path in newer if not unchanged.has(path))


class _UnchangedFiles:
    """The files that are what they were when the last build read them for every variant."""

    def __init__(self, arguments: BuildArguments, variant_set: VariantSet) -> None:
        indexes = read_indexes(arguments.paths.index, variant_set.names)
        self._known = [index.sources for index in indexes.values()]
        self._source = arguments.source

    def has(self, path: Path) -> bool:
        """Whether ``path`` is one of them."""
        name = relative_name(path, self._source)
        recorded = {known[name] for known in self._known if name in known}
        return bool(recorded) and recorded == {source_hash(path.read_bytes())}


def _last_build(arguments: BuildArguments, variant_set: VariantSet) -> int | None:
    """When the last build ended, in nanoseconds; ``None`` if this one starts from nothing."""
    paths = [arguments.paths.of_variant(name) for name in variant_set.names]
    if arguments.fresh or any(found.in_progress.exists() or not found.state.exists() for found in paths):
        return None
    return arguments.paths.index.stat().st_mtime_ns  # a build adds a file there, and removes it when it ends


def _files_below(folder: Path, *, without: Iterable[Path]) -> Iterator[Path]:
    left_out = {os.fspath(path) for path in without}
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "node_modules"]
        if parent in left_out:
            folders.clear()
        else:
            yield from (Path(parent, name) for name in sorted(names) if name.endswith(_SUFFIXES))


def _is_newer(path: Path, time_ns: int) -> bool:
    try:
        return path.stat().st_mtime_ns > time_ns
    except OSError:
        return False

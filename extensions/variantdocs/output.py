"""Copy what a build made into the published folder, and remove what it no longer makes.

Sphinx writes into a staging folder. A file is copied from there only if its bytes differ, and
atomically, so that neither a reader nor the next build ever finds half a file. Files that an earlier
build has put into the folder, and this one did not make, are removed. All other files are left alone.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from variantdocs.errors import OutputError
from variantdocs.paths import shown_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What changed in the published folder: paths relative to it, with slashes."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


def publish(staging: Path, target: Path, manifest: Path) -> Published:
    """Make ``target`` hold what ``staging`` holds.

    :param manifest: The file that lists what we have put into ``target``.
    :raises OutputError: a file would be written outside ``target``, or ``target`` is a symbolic link that
        leads out of its folder.
    """
    if target.is_symlink():
        _check_link(target, target.parent)
    files = sorted(path.relative_to(staging).as_posix() for path in staging.rglob("*") if path.is_file())
    before = read_manifest(manifest)
    # If this build is killed while it copies, the next one has the list of every file that may be ours.
    check_inside(target, files)
    write_manifest(manifest, {*before, *files})
    _remove_temporary_files(target, {*before, *files})
    written = tuple(name for name in files if copy_if_changed(staging / name, target / name))
    removed = remove_files(target, before - set(files))
    write_manifest(manifest, files)
    return Published(written=written, removed=removed)


def publish_early(staging: Path, target: Path, manifest: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Publish some files before :func:`publish` does all; return those that were copied."""
    files = sorted(names)
    before = read_manifest(manifest)
    if not before.issuperset(files):
        write_manifest(manifest, {*before, *files})
    return tuple(name for name in files if copy_if_changed(staging / name, target / name))


def _remove_temporary_files(folder: Path, names: Iterable[str]) -> None:
    """Remove the temporary files of interrupted writes of ``names`` (see :func:`write_bytes`)."""
    ours = {folder / name for name in names}
    for path in folder.rglob(".*~"):
        found = re.fullmatch(r"\.(.+)\.\d+~", path.name)
        if found and path.with_name(found[1]) in ours:
            path.unlink(missing_ok=True)


def read_json(path: Path) -> Any:
    """The value in a JSON file of an earlier build, which any program may have written since.

    :raises OSError: it cannot be read.
    :raises ValueError: it is no JSON, or nested deeper than Python's parser goes.
    """
    try:
        return json.loads(path.read_text("utf-8"))
    except RecursionError:
        raise ValueError(f"{path.name} is nested too deeply") from None


def read_manifest(manifest: Path) -> set[str]:
    """The files that an earlier build has put there; empty if that is not known.

    A manifest may come from a cache that others can write, so names that could lead out of the folder
    are dropped.
    """
    try:
        found = read_json(manifest)
        names = found["files"] if found["version"] == 1 else ()
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return safe_names(names)


def safe_names(names: object) -> set[str]:
    """Those of ``names`` that name a file below a folder, with slashes and without links to other folders."""
    if not isinstance(names, list | tuple):
        return set()
    return {name for name in names if isinstance(name, str) and _is_safe(name)}


def _is_safe(name: str) -> bool:
    parts = name.split("/")
    return not {"", ".", ".."} & set(parts) and not re.search(r"[\\\0]|^[A-Za-z]:", name)


def write_manifest(manifest: Path, files: Iterable[str]) -> None:
    """List the files that we have put there."""
    text = json.dumps({"version": 1, "files": sorted(files)}, indent=0, ensure_ascii=False)
    write_bytes(manifest, text.encode("utf-8"))


def copy_if_changed(source: Path, target: Path) -> bool:
    """Copy a file unless ``target`` has the same bytes; return whether it was copied."""
    return write_if_changed(target, source.read_bytes())


def write_if_changed(target: Path, data: bytes) -> bool:
    """Write ``data`` unless ``target`` already holds it; return whether it was written."""
    try:
        if target.stat().st_size == len(data) and target.read_bytes() == data:
            return False
    except OSError:
        pass
    write_bytes(target, data)
    return True


def write_bytes(target: Path, data: bytes) -> None:
    """Write a file atomically: it is there whole or not at all.

    :raises OutputError: there is a folder in its place.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}~")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        temporary.write_bytes(data)
        temporary.replace(target)
    except IsADirectoryError:
        raise OutputError(
            f"{shown_path(target)} is a folder where a file has to be; remove it and build again"
        ) from None
    finally:
        temporary.unlink(missing_ok=True)


def check_inside(folder: Path, names: Iterable[str]) -> None:
    """Make sure that writing the files ``names`` below ``folder`` changes nothing outside it.

    :raises OutputError: one of them lies behind a symbolic link that leads out of the folder.
    """
    root = folder.resolve()
    for parent in sorted({(folder / name).parent for name in names}):
        if not parent.resolve().is_relative_to(root):
            raise OutputError(
                f"{shown_path(parent)} leads out of the output folder {shown_path(folder)}; "
                "remove this symbolic link and build again"
            )


def check_no_links_out(folder: Path) -> None:
    """Make sure that nothing that is written below ``folder`` changes a file elsewhere.

    :raises OutputError: ``folder`` is a symbolic link that leads out of its own folder, or something below it
        is one that leads out of it.
    """
    if folder.is_symlink():
        _check_link(folder, folder.parent)
    for link in _links_below(folder):
        _check_link(link, folder)


def _links_below(folder: Path) -> Iterator[Path]:
    """The symbolic links below ``folder``. Its entries say what they are: no file is asked, which counts."""
    try:
        entries = os.scandir(folder)
    except OSError:
        return
    with entries:
        for entry in entries:
            if entry.is_symlink():
                yield Path(entry.path)
            elif entry.is_dir():
                yield from _links_below(Path(entry.path))


def _check_link(link: Path, folder: Path) -> None:
    if not link.resolve().is_relative_to(folder.resolve()):
        raise OutputError(
            f"{shown_path(link)} leads out of {shown_path(folder)}; remove this symbolic link and build again"
        )


def remove_files(folder: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Remove files below ``folder``, and the folders that this leaves empty; return what was removed.

    A file behind a symbolic link that leads out of ``folder`` is left alone.
    """
    removed = []
    root = folder.resolve()
    for name in sorted(names):
        path = folder / name
        if not path.parent.resolve().is_relative_to(root):
            continue
        try:
            path.unlink()
        except OSError:
            continue
        removed.append(name)
        for parent in path.parents:
            if parent == folder:
                break
            try:
                parent.rmdir()
            except OSError:
                break
    return tuple(removed)

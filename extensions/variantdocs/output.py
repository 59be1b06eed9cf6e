"""Copy what a build made into the published folder, and remove what it no longer makes.

Sphinx writes into a staging folder. A file is copied from there only if its bytes differ, and
atomically, so that neither a reader nor the next build ever finds half a file. Files that an earlier
build has put into the folder, and this one did not make, are removed. All other files are left alone.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What changed in the published folder: paths relative to it, with slashes."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


def publish(staging: Path, target: Path, manifest: Path) -> Published:
    """Make ``target`` hold what ``staging`` holds.

    :param manifest: The file that lists what we have put into ``target``.
    """
    _remove_temporary_files(target)
    files = sorted(path.relative_to(staging).as_posix() for path in staging.rglob("*") if path.is_file())
    before = read_manifest(manifest)
    # If this build is killed while it copies, the next one knows every file that may be ours.
    write_manifest(manifest, {*before, *files})
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


def _remove_temporary_files(folder: Path) -> None:
    """Remove the temporary files of writes that were interrupted (see :func:`write_bytes`)."""
    for path in folder.rglob(".*~"):
        if re.fullmatch(r"\..+\.\d+~", path.name):
            path.unlink(missing_ok=True)


def read_manifest(manifest: Path) -> set[str]:
    """The files that an earlier build has put there; empty if that is not known."""
    try:
        found = json.loads(manifest.read_text("utf-8"))
    except (OSError, ValueError):
        return set()
    return set(found["files"]) if isinstance(found, dict) and found.get("version") == 1 else set()


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
    """Write a file atomically: it is there whole or not at all."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}~")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        temporary.write_bytes(data)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def remove_files(folder: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Remove files below ``folder``, and the folders that this leaves empty; return what was removed."""
    removed = []
    for name in sorted(names):
        path = folder / name
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

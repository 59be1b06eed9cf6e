"""Bring what a build made into the published folder, and nothing else.

Sphinx writes into a folder that is never published. From there a file is copied only when its
bytes differ, each in one step, so a reader or an interrupted build never meets half a file;
what an earlier build brought and this one did not make is removed; what we did not bring is
left alone.
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


def publish(made: Path, target: Path, record: Path) -> Published:
    """Make ``target`` hold what ``made`` holds.

    :param record: The file that remembers what we brought into ``target``.
    """
    _remove_halves(target)
    files = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
    before = recorded(record)
    # Should we be stopped on the way, the next build knows of every file that may be ours.
    write_record(record, {*before, *files})
    written = tuple(name for name in files if copy_if_changed(made / name, target / name))
    removed = remove_files(target, before - set(files))
    write_record(record, files)
    return Published(written=written, removed=removed)


def _remove_halves(folder: Path) -> None:
    """Remove what a write left that was stopped on the way (see :func:`write_bytes`)."""
    for path in folder.rglob(".*~"):
        if re.fullmatch(r"\..+\.\d+~", path.name):
            path.unlink(missing_ok=True)


def recorded(record: Path) -> set[str]:
    """What an earlier build brought; empty where that is not known."""
    try:
        found = json.loads(record.read_text("utf-8"))
    except (OSError, ValueError):
        return set()
    return set(found["files"]) if isinstance(found, dict) and found.get("version") == 1 else set()


def write_record(record: Path, files: Iterable[str]) -> None:
    """Remember what we brought."""
    text = json.dumps({"version": 1, "files": sorted(files)}, indent=0, ensure_ascii=False)
    write_bytes(record, text.encode("utf-8"))


def copy_if_changed(source: Path, target: Path) -> bool:
    """Copy a file unless ``target`` has the same bytes; whether it was copied."""
    return write_if_changed(target, source.read_bytes())


def write_if_changed(target: Path, data: bytes) -> bool:
    """Write ``data`` unless ``target`` holds just that; whether it was written."""
    try:
        if target.stat().st_size == len(data) and target.read_bytes() == data:
            return False
    except OSError:
        pass
    write_bytes(target, data)
    return True


def write_bytes(target: Path, data: bytes) -> None:
    """Write a file in one step: it is there whole or not at all."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}~")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        temporary.write_bytes(data)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def remove_files(folder: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Remove files below ``folder``, and the folders that are empty then."""
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

"""Compare files by their bytes, to tell whether the files that a page was made from have changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from variantdocs.file_values import FileValues

UNKNOWN = ""
"""Stands for a file that may have changed while it was read: no file has this digest."""
ABSENT = "absent"
"""The digest of a file that does not exist."""


@dataclass(slots=True)
class Digests:
    """The digests of files, each computed once, on the assumption that no file changes meanwhile."""

    known: dict[str, str] = field(default_factory=dict)

    def of(self, path: str | os.PathLike[str]) -> str:
        """The digest of a file's bytes, or of a folder's files and their names, or :data:`ABSENT`."""
        name = os.fspath(path)
        found = self.known.get(name)
        if found is None:
            found = self.known[name] = _digest(name)
        return found

    def of_all(self, paths: Iterable[Path]) -> str:
        """One digest for several files or folders, in any order."""
        digest = hashlib.blake2b(digest_size=16)
        for path in sorted(set(paths)):
            digest.update(f"{path.name}\0{self.of(path)}\n".encode("utf-8", "surrogateescape"))
        return digest.hexdigest()


def file_digests(files: Iterable[Path], *, since: int) -> dict[Path, str]:
    """The digests of the files that a page was made from, for a later build to compare.

    :param files: The page's source and its dependencies.
    :param since: When reading began, in nanoseconds since the epoch. A file that was written later may have
        been read before or after that, so its digest is :data:`UNKNOWN`.
    """
    digests = Digests()
    found = {}
    for path in files:
        found[path] = UNKNOWN if _written(path) >= since else digests.of(path)
    return found


def _digest(path: str) -> str:
    try:
        return _FILES.of(path)
    except OSError:
        return _digest_of_folder(Path(path)) if os.path.isdir(path) else ABSENT  # noqa: PTH112


def _digest_of_folder(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted(file for file in path.rglob("*") if file.is_file()):
        digest.update(file.relative_to(path).as_posix().encode("utf-8", "surrogateescape"))
        digest.update(b"\0" + _digest(os.fspath(file)).encode("ascii"))
    return digest.hexdigest()


def _digest_of_file(path: str) -> str:
    digest = hashlib.blake2b(digest_size=16)
    with open(path, "rb") as file:  # noqa: PTH123 - the path is a text, for speed
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


_FILES = FileValues(_digest_of_file)


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0

"""Keep rendered bodies in files that all variants share, named by everything that a body depends on.

A file is written in one step and never changed, so a reader finds it whole or not at all. Whoever is about to
render a body claims it; the others can do something else meanwhile.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from variantdocs.output import read_json, safe_names, write_bytes, write_if_changed

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # no locks there

_LEAST_AGE = 60.0
"""Seconds: another process may be about to list a file that is younger."""
_DIGITS = 2
"""Hexadecimal digits of a name in that of its lock file: so there are at most 256 files."""


class Claim:
    """The right to render one body, held until :meth:`release`. The system releases it with its process."""

    def __init__(self, file: int | None) -> None:
        self._file = file

    def release(self) -> None:
        """Let others render the body."""
        if self._file is not None:
            # Closing alone would leave it to the copies that other processes have inherited.
            fcntl.flock(self._file, fcntl.LOCK_UN)
            os.close(self._file)


class BodyStore:
    """The bodies of one builder.

    :param folder: Where they are kept; need not exist.
    :param variant: The variant whose build uses the store.
    """

    def __init__(self, folder: Path, variant: str) -> None:
        self._folder = folder
        self._claims = folder / "claims"
        self._list = folder / f"{variant}.used.json"

    def read(self, name: str) -> Any:
        """What was kept as ``name``.

        :raises LookupError: there is nothing, or it cannot be read.
        """
        try:
            return pickle.loads((self._folder / name).read_bytes())
        except (OSError, ValueError, EOFError, AttributeError, ImportError, pickle.UnpicklingError) as error:
            raise LookupError(name) from error

    def has(self, name: str) -> bool:
        """Whether something is kept as ``name``."""
        return (self._folder / name).exists()

    def write(self, name: str, value: object) -> None:
        """Keep ``value`` as ``name``."""
        write_bytes(self._folder / name, pickle.dumps(value, pickle.HIGHEST_PROTOCOL))

    def claim(self, name: str, *, wait: bool = False) -> Claim | None:
        """The right to make ``name``; ``None`` if another process has it.

        :param wait: Wait until no other process has it.
        """
        if fcntl is None:  # each renders for itself
            return Claim(None)
        self._claims.mkdir(parents=True, exist_ok=True)
        file = os.open(self._claims / name[:_DIGITS], os.O_RDWR | os.O_CREAT | os.O_CLOEXEC)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError as error:
            os.close(file)
            # A file system without locks: each renders for itself.
            return None if isinstance(error, BlockingIOError) else Claim(None)
        return Claim(file)

    def clear(self) -> None:
        """Drop everything; while another process begins to render, nothing is there yet."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def used(self) -> Mapping[str, tuple[str, ...]]:
        """docname → the names that the last build of the variant has used for the page."""
        return dict(_read_list(self._list))

    def keep_only_used(self, used: Mapping[str, tuple[str, ...]], *, now: float) -> None:
        """Note what this build of the variant has used, and remove what no variant uses.

        :param now: The present time, in seconds.
        """
        if not self._folder.is_dir():
            return
        content = {"version": 1, "used": {name: sorted(files) for name, files in sorted(used.items())}}
        write_if_changed(self._list, json.dumps(content, indent=0).encode())
        kept = {
            name
            for path in self._folder.glob("*.used.json")
            for _, files in _read_list(path)
            for name in files
        }
        for path in self._folder.iterdir():
            if path.name not in kept and path.suffix in (".links", ".body"):
                with suppress(OSError):
                    if now - path.stat().st_mtime > _LEAST_AGE:
                        path.unlink()


def _read_list(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    try:
        found = read_json(path)
        pages = found["used"] if found["version"] == 1 else {}
        yield from ((docname, tuple(sorted(safe_names(names)))) for docname, names in pages.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return

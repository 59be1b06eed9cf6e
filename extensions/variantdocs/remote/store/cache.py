"""Keep fetched bytes, named by what they are.

::

    v1/blobs/ab/abcdef…           bytes as served, never written again, hashed again when used
    v1/blobs-private/ab/abcdef…   the same, fetched with a token: not for a cache that strangers share
    v1/meta/<sha256 of the URL>.json
    v1/failures/<sha256 of the URL>.json   what could not be fetched, when and why
    v1/tmp/                       where files are written before they get their name
    v1/locks/                     locked by the process that fetches a URL (process_lock.py)

Several processes may use one cache at once: a file appears whole, by a rename, or not at all. What is
in it needs no lock. A folder that cannot be written is no error: what is fetched then lies in a
temporary folder for as long as the process that made it has this cache.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
import time
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, TypeVar, cast

from pydantic import ConfigDict, StringConstraints, TypeAdapter, ValidationError

_SHA256 = re.compile(r"[0-9a-f]{64}")
_MAX_RECORD = 1 << 16
_LITTER_AGE = 3600.0


Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
Validator = Annotated[str, StringConstraints(pattern=r"^[\x20-\x7e]{1,512}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What is known about a URL that was fetched."""

    # A cache is not trusted, only checked: anyone may have written a record.
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)

    url: str
    sha256: Sha256
    checked_at: float
    """When the server last said that this is the file, in seconds since 1970."""
    final_url: str
    """Where redirects led, without secrets."""
    etag: Validator | None = None
    last_modified: Validator | None = None
    moved: bool = False
    """Whether a redirect said that the file has moved for good."""
    complete: bool = True
    """Whether the server said how long the file is, so that a cut would have been noticed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a URL could not be fetched."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)

    url: str
    message: str
    gone: bool
    """Whether the server said that there is no such file."""
    failed_at: float
    """In seconds since 1970."""


_Record = TypeVar("_Record", Meta, Failure)
_META: TypeAdapter[Meta] = TypeAdapter(Meta)
_FAILURE: TypeAdapter[Failure] = TypeAdapter(Failure)


class Cache:
    """Bytes by content, and what is known about URLs.

    :param folder: Need not exist. Need not be writable.
    """

    def __init__(self, folder: Path) -> None:
        self._root = folder / "v1"
        self._fallback: Path | None = None
        self._hashed: dict[tuple[str, int, int, int], str] = {}
        self._unwritten: dict[Path, Meta | Failure] = {}
        self.problem: str | None = None
        """Why the folder cannot be written, once that has been noticed."""

    @property
    def locks(self) -> Path:
        """The folder of the files that processes lock."""
        return self._root / "locks"

    def blob(self, sha256: str) -> Path | None:
        """Find bytes by their hash; None if they are not here, or are no longer what they were."""
        if not _SHA256.fullmatch(sha256):
            return None
        for path in self._places(sha256):
            if self._hash_of(path) == sha256:
                return path
        return None

    def store(self, data: bytes, *, private: bool = False) -> Path:
        """Keep bytes, and give the file that holds them.

        Bytes that are here already are not written again: a page depends on the file's mtime.

        :param private: They were fetched with a token.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        known = self.blob(sha256)
        if known is not None:
            return known
        relative = _blob_path(sha256, private=private)
        try:
            path = self._root / relative
            self._write(path, data, tmp=self._root / "tmp", mode=0o400 if private else 0o444)
        except OSError as exc:
            self.problem = exc.strerror or type(exc).__name__
            fallback = self._temporary_folder()
            path = fallback / relative
            self._write(path, data, tmp=fallback / "tmp", mode=0o400)
        return path

    def meta(self, url: str) -> Meta | None:
        """Give what is known about a URL. What cannot be read is not known."""
        return self._record("meta", url, _META)

    def note(self, meta: Meta) -> None:
        """Write down what is now known about a URL."""
        self._note("meta", meta, _META)

    def failure(self, url: str) -> Failure | None:
        """Give the last failure that was noted for a URL."""
        return self._record("failures", url, _FAILURE)

    def note_failure(self, failure: Failure) -> None:
        """Write down that a URL could not be fetched, for other processes."""
        self._note("failures", failure, _FAILURE)

    def _record(self, folder: str, url: str, adapter: TypeAdapter[_Record]) -> _Record | None:
        path = self._record_path(folder, url)
        if path in self._unwritten:
            return cast("_Record", self._unwritten[path])
        try:
            with path.open("rb") as file:
                found = adapter.validate_json(file.read(_MAX_RECORD))
        except (OSError, ValidationError):
            return None
        return found if found.url == url else None

    def _note(self, folder: str, record: _Record, adapter: TypeAdapter[_Record]) -> None:
        path = self._record_path(folder, record.url)
        try:
            self._write(path, adapter.dump_json(record, indent=1), tmp=self._root / "tmp", mode=0o644)
        except OSError as exc:
            self.problem = exc.strerror or type(exc).__name__
            self._unwritten[path] = record

    def sweep(self) -> None:
        """Remove half-written files of killed processes, once they are too old to be in use."""
        with contextlib.suppress(OSError):
            for path in (self._root / "tmp").iterdir():
                with contextlib.suppress(OSError):
                    if time.time() - path.stat().st_mtime > _LITTER_AGE:
                        path.unlink()

    def _places(self, sha256: str) -> list[Path]:
        roots = [self._root] if self._fallback is None else [self._root, self._fallback]
        return [root / _blob_path(sha256, private=private) for root in roots for private in (False, True)]

    def _record_path(self, folder: str, url: str) -> Path:
        return self._root / folder / f"{hashlib.sha256(url.encode()).hexdigest()}.json"

    def _hash_of(self, path: Path) -> str | None:
        try:
            with path.open("rb") as file:
                status = os.fstat(file.fileno())
                key = (str(path), status.st_size, status.st_mtime_ns, status.st_ino)
                if key not in self._hashed:
                    self._hashed[key] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return None
        return self._hashed[key]

    def _temporary_folder(self) -> Path:
        if self._fallback is None:
            self._fallback = Path(tempfile.mkdtemp(prefix="variantdocs-rli-"))
            # A forked worker must not remove what its parent still shows.
            weakref.finalize(self, _remove_own, self._fallback, os.getpid())
        return self._fallback

    def _write(self, path: Path, data: bytes, *, tmp: Path, mode: int) -> None:
        for folder in (tmp, path.parent):
            folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=tmp)
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            unfinished.chmod(mode)
            # No fsync: bytes that a power failure cut are found by their hash, and fetched again.
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


def _blob_path(sha256: str, *, private: bool) -> str:
    return f"{'blobs-private' if private else 'blobs'}/{sha256[:2]}/{sha256}"


def _remove_own(folder: Path, pid: int) -> None:
    if os.getpid() == pid:
        shutil.rmtree(folder, ignore_errors=True)

"""Read, check and write ``remote.lock``: which bytes each URL stands for.

The file is committed, so it must merge cleanly and never differ without a reason: sorted keys, one
value per line, no times. The key is the URL as authors write it, in its canonical form; bytes are
never looked up by a hash for a URL that has no entry.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.errors import ConfigurationError
from variantdocs.remote.types import RemoteError
from variantdocs.remote.url import canonical_url

if TYPE_CHECKING:
    from collections.abc import Mapping

_VERSION = 1
_SHA256 = re.compile(r"sha256:(?P<hex>[0-9a-f]{64})")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})", re.MULTILINE)
_ENTRY_KEYS = {"sha256", "size", "commit"}
_FIX = "run: variantdocs remote lock"

UseValue = str | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LockEntry:
    """The bytes that a URL stands for."""

    sha256: str
    size: int
    commit: str | None = None
    """The commit that the URL's branch or tag stood at, where that is known."""
    path: str | None = None
    """The file's path below the commit, percent-encoded, where the URL alone does not tell it:
    where the name of the branch or tag holds a slash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What ``remote.lock`` says."""

    sources: Mapping[str, LockEntry] = field(default_factory=dict)
    uses: Mapping[str, Mapping[str, UseValue]] = field(default_factory=dict)
    """What each use of ``rli`` showed when the lock was written; for finding out what changed."""

    def with_sources(self, sources: Mapping[str, LockEntry]) -> Lock:
        """Give a lock with these sources, and the same uses."""
        return replace(self, sources=dict(sources))

    def with_uses(self, uses: Mapping[str, Mapping[str, UseValue]]) -> Lock:
        """Give a lock with these uses, and the same sources."""
        return replace(self, uses={name: dict(use) for name, use in uses.items()})

    def text(self) -> str:
        """Give the file's text: the same for equal locks, on every machine."""
        sources = {url: _entry_json(entry) for url, entry in self.sources.items()}
        whole = {"version": _VERSION, "sources": sources, "uses": {k: dict(v) for k, v in self.uses.items()}}
        return json.dumps(whole, indent=2, sort_keys=True) + "\n"


def read_lock(path: Path) -> Lock:
    """Read the lock; one that does not exist is empty.

    :raises ConfigurationError: naming everything that is wrong with it. A lock that cannot be
        trusted in one place is not used in another.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Lock()
    except OSError as exc:
        raise ConfigurationError((f"{path.name}: cannot be read: {exc.strerror}",)) from None
    return lock_from(data, name=path.name)


def lock_from(data: bytes, *, name: str = "remote.lock") -> Lock:
    """Read the lock's bytes.

    :param name: How the file is called in messages.
    :raises ConfigurationError: naming everything that is wrong.
    """
    problems: list[str] = []
    whole = _json(data, name, problems)
    if problems:
        raise ConfigurationError(tuple(problems))
    if not isinstance(whole, dict):
        raise ConfigurationError((f"{name}: not a lock; {_FIX}",))
    if whole.get("version") != _VERSION or isinstance(whole.get("version"), bool):
        message = (
            f"{name}: its version is {whole.get('version')!r}, this variantdocs reads version {_VERSION}"
        )
        raise ConfigurationError((message,))
    problems += [
        f"{name}: unknown key {key!r}" for key in sorted(set(whole) - {"version", "sources", "uses"})
    ]
    sources = _sources(whole.get("sources"), name, problems)
    uses = _uses(whole.get("uses", {}), name, problems)
    if problems:
        raise ConfigurationError(tuple(problems))
    return Lock(sources=sources, uses=uses)


def write_lock(path: Path, lock: Lock) -> bool:
    """Write the lock whole, or not at all. Gives False, and touches nothing, if it says so already."""
    data = lock.text().encode()
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(unfinished).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(unfinished).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(unfinished).unlink()
        raise
    return True


def _entry_json(entry: LockEntry) -> dict[str, UseValue]:
    found: dict[str, UseValue] = {
        "sha256": f"sha256:{entry.sha256}",
        "size": entry.size,
        "commit": entry.commit,
    }
    if entry.path is not None:
        found["path"] = entry.path
    return found


def _json(data: bytes, name: str, problems: list[str]) -> object:
    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                problems.append(f"{name}: {key!r} is there twice; {_FIX}")
            found[key] = value
        return found

    try:
        text = data.decode()
        conflict = _CONFLICT.search(text)
        if conflict is not None:
            line = text.count("\n", 0, conflict.start()) + 1
            problems.append(f"{name}:{line}: a merge conflict was left in the file; resolve it, then {_FIX}")
            return None
        return json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as exc:
        problems.append(f"{name}:{exc.lineno}:{exc.colno}: not JSON: {exc.msg}")
    except UnicodeDecodeError:
        problems.append(f"{name}: not UTF-8 text")
    except RecursionError:
        problems.append(f"{name}: not a lock; {_FIX}")
    return None


def _sources(found: object, name: str, problems: list[str]) -> dict[str, LockEntry]:
    if not isinstance(found, dict):
        problems.append(f'{name}: "sources" is missing; {_FIX}')
        return {}
    entries = {}
    for url, value in found.items():
        before = len(problems)
        wrong = [f"{name}: {url}: {what}" for what in [*_wrong_key(url), *_wrong_entry(value)]]
        problems += wrong
        if len(problems) == before:
            sha256 = _SHA256.fullmatch(value["sha256"])
            assert sha256 is not None
            entries[url] = LockEntry(
                sha256=sha256["hex"],
                size=value["size"],
                commit=value.get("commit"),
                path=value.get("path"),
            )
    return entries


def _wrong_key(url: str) -> list[str]:
    try:
        canonical = canonical_url(url)
    except RemoteError as exc:
        return [exc.message]
    return [] if canonical == url else [f"not the form in which it is looked up, {canonical}; {_FIX}"]


def _wrong_entry(value: object) -> list[str]:
    if not isinstance(value, dict):
        return [f"not an entry; {_FIX}"]
    wrong = [f"unknown key {key!r}" for key in sorted(set(value) - _ENTRY_KEYS - {"path"})]
    sha256, size, commit, path = (value.get(key) for key in ("sha256", "size", "commit", "path"))
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        wrong.append(f'no "sha256" that could be checked; {_FIX}')
    if type(size) is not int or size < 0:
        wrong.append(f'no "size"; {_FIX}')
    if commit is not None and not (isinstance(commit, str) and _COMMIT.fullmatch(commit)):
        wrong.append(f'"commit" is not a commit; {_FIX}')
    if path is not None and not (isinstance(path, str) and path and commit is not None):
        wrong.append(f'"path" is not a path below a commit; {_FIX}')
    return wrong


def _uses(found: object, name: str, problems: list[str]) -> dict[str, dict[str, UseValue]]:
    if not isinstance(found, dict):
        problems.append(f'{name}: "uses" is not a table; {_FIX}')
        return {}
    uses = {}
    for use, value in found.items():
        plain = isinstance(value, dict) and all(type(v) in {str, int, type(None)} for v in value.values())
        if not plain:
            problems.append(f"{name}: {use}: not a use; {_FIX}")
            continue
        uses[use] = value
    return uses

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
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, ConfigDict, TypeAdapter, ValidationError, ValidationInfo

from variantdocs.errors import ConfigurationError
from variantdocs.remote.types import RemoteError
from variantdocs.remote.url import canonical_url

_VERSION = 1
_SHA256 = re.compile(r"sha256:(?P<hex>[0-9a-f]{64})")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})", re.MULTILINE)
RUN_LOCK = "run: variantdocs remote lock"

_KEYS = frozenset({"version", "sources", "uses"})
# "uses" and, in an entry, "size" were written once. They are read over, and no longer written.
_DROPPED_FROM_ENTRY = "size"


def _hex_digest(value: object) -> str:
    found = _SHA256.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError('no "sha256" that could be checked')
    return found["hex"]


def _commit(value: object) -> object:
    if value is None or (isinstance(value, str) and _COMMIT.fullmatch(value)):
        return value
    raise ValueError('"commit" is not a commit')


def _path(value: object, info: ValidationInfo) -> object:
    # The end of the URL, and nothing else: what is fetched in its place must not lead elsewhere.
    url = info.context or ""
    is_end = isinstance(value, str) and bool(value) and url.endswith("/" + value)
    if value is None or (is_end and info.data.get("commit") is not None):
        return value
    raise ValueError('"path" is not the end of this URL, or there is no "commit"')


@dataclass(frozen=True, slots=True, kw_only=True)
class LockEntry:
    """The bytes that a URL stands for."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    sha256: Annotated[str, BeforeValidator(_hex_digest)]
    commit: Annotated[str | None, BeforeValidator(_commit)] = None
    """The commit that the URL's branch or tag stood at, where that is known."""
    path: Annotated[str | None, BeforeValidator(_path)] = None
    """The file's path below the commit, percent-encoded, where the URL alone does not tell it:
    where the name of the branch or tag holds a slash. It is the end of the URL."""


_ENTRY: TypeAdapter[LockEntry] = TypeAdapter(LockEntry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What ``remote.lock`` says."""

    sources: Mapping[str, LockEntry] = field(default_factory=dict)

    def text(self) -> str:
        """Give the file's text: the same for equal locks, on every machine."""
        sources = {url: _entry_json(entry) for url, entry in self.sources.items()}
        return json.dumps({"version": _VERSION, "sources": sources}, indent=2, sort_keys=True) + "\n"


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
        raise ConfigurationError((f"{name}: not a lock; {RUN_LOCK}",))
    if whole.get("version") != _VERSION or isinstance(whole.get("version"), bool):
        message = (
            f"{name}: its version is {whole.get('version')!r}, this variantdocs reads version {_VERSION}"
        )
        raise ConfigurationError((message,))
    problems += [f"{name}: unknown key {key!r}" for key in sorted(set(whole) - _KEYS)]
    sources = _sources(whole.get("sources"), name, problems)
    if problems:
        raise ConfigurationError(tuple(problems))
    return Lock(sources=sources)


def write_lock(path: Path, lock: Lock) -> bool:
    """Write the lock whole, or not at all. Gives False, and touches nothing, if it says so already.

    :raises ConfigurationError: if it cannot be written.
    """
    data = lock.text().encode()
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        _replace(path, data)
    except OSError as exc:
        raise ConfigurationError((f"{path.name}: cannot be written: {exc.strerror}",)) from None
    return True


def _replace(path: Path, data: bytes) -> None:
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


def _entry_json(entry: LockEntry) -> dict[str, str | None]:
    found = {"sha256": f"sha256:{entry.sha256}", "commit": entry.commit}
    return found if entry.path is None else found | {"path": entry.path}


def _json(data: bytes, name: str, problems: list[str]) -> object:
    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                problems.append(f"{name}: {key!r} is there twice; {RUN_LOCK}")
            found[key] = value
        return found

    try:
        text = data.decode()
        conflict = _CONFLICT.search(text)
        if conflict is not None:
            line = text.count("\n", 0, conflict.start()) + 1
            problems.append(f"{name}:{line}: a merge conflict was left in the file; {RUN_LOCK}")
            return None
        if not text.strip():
            problems.append(f"{name}: the file is empty; {RUN_LOCK}")
            return None
        return json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as exc:
        problems.append(f"{name}:{exc.lineno}:{exc.colno}: not JSON: {exc.msg}; {RUN_LOCK}")
    except UnicodeDecodeError:
        problems.append(f"{name}: not UTF-8 text; {RUN_LOCK}")
    except RecursionError:
        problems.append(f"{name}: not a lock; {RUN_LOCK}")
    return None


def _sources(found: object, name: str, problems: list[str]) -> dict[str, LockEntry]:
    if not isinstance(found, dict):
        problems.append(f'{name}: "sources" is missing; {RUN_LOCK}')
        return {}
    entries = {}
    for url, value in found.items():
        wrong = _wrong_key(url)
        if isinstance(value, dict):
            value = {key: part for key, part in value.items() if key != _DROPPED_FROM_ENTRY}
        try:
            entries[url] = _ENTRY.validate_python(value, context=url)
        except ValidationError as exc:
            wrong += [f"{what}; {RUN_LOCK}" for what in dict.fromkeys(map(_explained, exc.errors()))]
        problems += [f"{name}: {url}: {what}" for what in wrong]
    return entries


def _wrong_key(url: str) -> list[str]:
    try:
        canonical = canonical_url(url)
    except RemoteError as exc:
        return [exc.message]
    return [] if canonical == url else [f"not the form in which it is looked up, {canonical}; {RUN_LOCK}"]


def _explained(error: Any) -> str:
    """Say what pydantic found in an entry."""
    match error["type"]:
        case "missing":
            return 'no "sha256" that could be checked'
        case "unexpected_keyword_argument" | "extra_forbidden":
            return f"unknown key {error['loc'][-1]!r}"
        case "value_error":
            return str(error["ctx"]["error"])
        case _:
            return "not an entry"

"""Find out what every URL gives now, whatever the lock and the cache say.

For ``variantdocs remote lock``, which writes it down, and ``remote check``, which compares.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from variantdocs.messages import Kind
from variantdocs.remote.network.github import (
    FileAtCommit,
    RawFile,
    Refs,
    Repo,
    check_commit,
    fetch_refs,
    file_at_commit,
    raw_file,
)
from variantdocs.remote.redact import shown
from variantdocs.remote.store.lockfile import LockEntry
from variantdocs.remote.types import RemoteError
from variantdocs.remote.url import canonical_url

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from variantdocs.remote.loader import Kept, Loader


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """What a URL gives now."""

    url: str
    path: Path
    """The bytes, in the cache."""
    entry: LockEntry
    """What a lock should say."""
    moved_to: str | None = None
    """Where the file has moved for good, if it has: the page should say so."""


def newest(loader: Loader, urls: Iterable[str]) -> dict[str, Newest | RemoteError]:
    """Fetch URLs as they are now, by way of the commit that their branch or tag stands at.

    :param urls: As authors write them. Those below an ``rli_local`` prefix are left out of the
        result: they need no lock entry.
    :return: By canonical URL (by what was given, for what is not a URL), in the order given.
        :class:`~variantdocs.remote.network.fetch.GoneError` stands for 404 and 410.
    """
    found: dict[str, Newest | RemoteError] = {}
    wanted = []
    for given in urls:
        try:
            url = canonical_url(given)
            if loader.is_local(url) or url in found:
                continue
            loader.refuse_unless_allowed(url)
        except RemoteError as exc:
            found[given] = exc
            continue
        wanted.append(url)
        found[url] = RemoteError(Kind.RLI_FETCH, f"{shown(url)}: not fetched yet")  # keeps the order
    refs = _refs_of(loader, wanted)

    def fetch(url: str) -> None:
        try:
            found[url] = _newest(loader, url, refs)
        except RemoteError as exc:
            found[url] = exc

    loader.side_by_side(fetch, wanted)
    return found


def _refs_of(loader: Loader, urls: Iterable[str]) -> dict[Repo, Refs | RemoteError]:
    """Ask once per repository, not once per file."""
    repos: dict[str, Repo] = {}
    for url in urls:
        file = raw_file(url)
        if file is not None and not _vetted(loader, file):
            repos[str(file.repo)] = file.repo
    refs: dict[Repo, Refs | RemoteError] = {}
    lock = threading.Lock()

    def fetch(name: str) -> None:
        answer: Refs | RemoteError
        try:
            answer = fetch_refs(loader.fetcher, repos[name])
        except RemoteError as exc:
            answer = exc
        with lock:
            refs[repos[name]] = answer

    loader.side_by_side(fetch, repos)
    return refs


def _newest(loader: Loader, url: str, refs: dict[Repo, Refs | RemoteError]) -> Newest:
    file = raw_file(url)
    if file is None:
        kept = loader.keep(url)
        if not kept.meta.complete:
            what = "the server does not say how long the file is, so that its end may be missing"
            raise RemoteError(Kind.RLI_FETCH, f"{shown(url)}: {what}; it cannot be locked")
        return _result(url, kept, FileAtCommit(commit="", path=None))
    found = _at_commit(loader, file, refs)
    at_commit = file.at(found.commit, found.path)
    # Bytes in a commit never change: what was fetched once is not fetched again.
    kept = loader.known(at_commit) or loader.keep(at_commit, also_allowed=(at_commit,))
    return _result(url, kept, found)


def _at_commit(loader: Loader, file: RawFile, refs: dict[Repo, Refs | RemoteError]) -> FileAtCommit:
    commit = file.commit
    if commit is not None and _vetted(loader, file):
        return FileAtCommit(commit=commit, path=None)
    known = refs[file.repo]
    if isinstance(known, RemoteError):
        raise type(known)(known.kind, f"{shown(file.url)}: its branches cannot be listed: {known.message}")
    if commit is None:
        return file_at_commit(file, known)
    check_commit(loader.fetcher, file, known)
    return FileAtCommit(commit=commit, path=None)


def _vetted(loader: Loader, file: RawFile) -> bool:
    """Say whether the lock already holds a URL that names its commit: it has been accepted before."""
    return file.commit is not None and file.url in loader.lock.sources


def _result(url: str, kept: Kept, found: FileAtCommit) -> Newest:
    entry = LockEntry(
        sha256=kept.meta.sha256,
        commit=found.commit or None,
        path=found.path,
    )
    return Newest(
        url=url, path=kept.path, entry=entry, moved_to=kept.meta.final_url if kept.meta.moved else None
    )

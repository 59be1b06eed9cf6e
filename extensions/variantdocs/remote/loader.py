"""Give the bytes of a URL from a folder, the cache or the network, as the lock and the mode say.

One loader serves one build. It may be forked: a worker process gets a client of its own, and what
was loaded before is known to all.
"""

from __future__ import annotations

import hashlib
import os
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from variantdocs import __version__
from variantdocs.messages import Kind
from variantdocs.remote.local import is_vendored, local_file
from variantdocs.remote.network.addresses import PUBLIC_ADDRESSES, AddressPolicy
from variantdocs.remote.network.concurrent import side_by_side
from variantdocs.remote.network.deadline import SYSTEM_CLOCK, Budget, Clock
from variantdocs.remote.network.failures import GoneError, UnreachableError
from variantdocs.remote.network.fetch import AT_ONCE, Fetcher
from variantdocs.remote.network.github import raw_file
from variantdocs.remote.network.responses import Fetched
from variantdocs.remote.redact import shown
from variantdocs.remote.store.cache import Cache, Failure, Meta
from variantdocs.remote.store.content import not_a_file
from variantdocs.remote.store.lockfile import RUN_LOCK, Lock, LockEntry, read_lock
from variantdocs.remote.store.process_lock import process_lock
from variantdocs.remote.types import LoadedFile, Notice, RemoteError
from variantdocs.remote.url import canonical_url, has_prefix, split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from variantdocs.remote.settings import RemoteSettings


_UNREACHABLE_FOR = 300.0
"""Seconds during which a server that did not answer is not asked again, if there is a copy to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Bytes that were just fetched, or found unchanged, and now lie in the cache."""

    path: Path
    meta: Meta


class Loader:
    """Load remote files for one build.

    :param settings: As the configuration says.
    :param lock: In the place of the file that the settings name.
    :param addresses: What may be connected to. For tests; no setting changes it.
    :raises ConfigurationError: if the lock cannot be read.
    """

    def __init__(
        self,
        settings: RemoteSettings,
        *,
        lock: Lock | None = None,
        addresses: AddressPolicy = PUBLIC_ADDRESSES,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self.settings = settings
        self.lock = read_lock(settings.lock) if lock is None else lock
        self._addresses = addresses
        self._clock = clock
        self._cache = Cache(settings.cache)
        # A folder of copies stands in only for the files that are in it.
        self._vendored = frozenset(prefix for prefix, folder in settings.local.items() if is_vendored(folder))
        self._began = clock.time()
        self._outcomes: dict[str, LoadedFile | RemoteError] = {}
        self._counted: set[str] = set()
        self._pid = os.getpid()
        self._mutex = threading.Lock()
        self._fetcher = self._new_fetcher(Budget(settings.deadline, clock=clock))

    @property
    def cache_problem(self) -> str | None:
        """Why the cache folder could not be written, if that was tried. Nothing is lost but time."""
        return self._cache.problem

    def prefetch(self, urls: Iterable[str]) -> None:
        """Load many URLs, some at the same time, each once.

        Files of this machine are left to :meth:`load`, unless one that is missing would be fetched.
        Raises nothing for a URL that cannot be loaded: :meth:`load` will. When it returns, all
        sockets are closed and no thread of it is left, so the process may be forked.
        """
        self._after_fork()
        self._cache.sweep()
        wanted = dict.fromkeys(url for url in map(_canonical_or_none, urls) if url is not None)
        missing = [url for url in wanted if url not in self._outcomes and self._may_be_fetched(url)]

        def load(url: str) -> None:
            self._outcomes[url] = self._outcome(url)

        self.side_by_side(load, missing)

    def load(self, url: str) -> LoadedFile:
        """Load one URL.

        :raises RemoteError: if it cannot be shown.
        """
        self._after_fork()
        url = canonical_url(url)
        local = self._from_folder(url)
        if local is not None:
            return local
        outcome = self._outcomes.get(url)
        if outcome is None or (isinstance(outcome, LoadedFile) and not self._is_there(outcome)):
            try:
                outcome = self._outcome(url)
            finally:
                # Sphinx forks whenever it likes: no socket may be open by then.
                self._fetcher.close_idle()
            self._outcomes[url] = outcome
        if isinstance(outcome, RemoteError):
            raise type(outcome)(outcome.kind, outcome.message)
        return outcome

    def close(self) -> None:
        """Close every socket. What was loaded stays, and more can be loaded."""
        self._after_fork()
        self._fetcher.close_idle()

    def side_by_side(self, work: Callable[[str], None], items: Iterable[str]) -> None:
        """Do work for each item, some at the same time; then close all sockets."""
        try:
            side_by_side(work, items, at_once=AT_ONCE, cancel=self._fetcher.cancel)
        finally:
            self._fetcher.close_idle()

    @property
    def fetcher(self) -> Fetcher:
        """The client of this process."""
        self._after_fork()
        return self._fetcher

    def is_local(self, url: str) -> bool:
        """Say whether ``rli_local`` stands in for a canonical URL."""
        return any(url.startswith(prefix) for prefix in self.settings.local)

    def refuse_unless_allowed(self, url: str) -> None:
        """Refuse a canonical URL that no setting allows, or that is one too many.

        :raises RemoteError: ``rli.blocked``.
        """
        if not any(has_prefix(url, prefix) for prefix in self.settings.allowed):
            message = f"{shown(url)}: not below a prefix in rli_allowed; add one there if you trust it"
            raise RemoteError(Kind.RLI_BLOCKED, message)
        with self._mutex:
            if url not in self._counted and len(self._counted) >= self.settings.max_urls:
                message = (
                    f"{shown(url)}: more than {self.settings.max_urls} URLs in one build; raise rli_max_urls"
                )
                raise RemoteError(Kind.RLI_BLOCKED, message)
            self._counted.add(url)

    def locked(self, url: str) -> LoadedFile:
        """Load what the lock says of a URL, from its commit if it names one.

        So what a frozen build with an empty cache could not load is found, although the cache holds it.

        :raises RemoteError: if there is no such build.
        :raises KeyError: if the lock does not name the URL.
        """
        entry = self.lock.sources[url]
        found = self._in_commit(url, entry)
        if found is not None:
            return found
        path = self._cache.blob(entry.sha256)
        if path is None:
            raise RemoteError(Kind.RLI_DRIFT, f"{shown(url)}: {_NO_LONGER_LOCKED}; {RUN_LOCK}")
        return LoadedFile(url=url, path=path, sha256=entry.sha256)

    def is_unlocked(self, url: str) -> bool:
        """Say whether the lock should name a canonical URL, and does not."""
        if url in self.lock.sources:
            return False
        try:
            return self._local_path(url) is None
        except RemoteError:
            return False

    def keep(self, url: str, *, known: Meta | None = None, also_allowed: tuple[str, ...] = ()) -> Kept:
        """Fetch a URL now, or find that it has not changed, and keep it.

        :param known: What to ask about: "has this changed?" Its bytes must be in the cache.
        :param also_allowed: Prefixes allowed for this once: the commit of a branch that is allowed.
        :raises RemoteError: if it cannot be fetched, or is not a file.
        """
        if known is not None:
            # There is something to show if this fails, so it is not tried again.
            fetched = self._fetcher.fetch(url, etag=known.etag, last_modified=known.last_modified, retries=0)
            path = self._cache.blob(known.sha256)
            if fetched is None and path is not None:
                known = replace(known, checked_at=self._clock.time())
                self._cache.note(known)
                return Kept(path=path, meta=known)
        else:
            fetched = None
        # Without anything known, or with it gone from the disk while the server was asked.
        fetched = fetched or self._fetcher.fetch(url, also_allowed=also_allowed)
        assert fetched is not None
        return self._kept(url, fetched)

    def known(self, url: str) -> Kept | None:
        """Give what the cache holds for a URL, however old."""
        meta = self._cache.meta(url)
        path = None if meta is None else self._cache.blob(meta.sha256)
        return None if meta is None or path is None else Kept(path=path, meta=meta)

    def _kept(self, url: str, fetched: Fetched) -> Kept:
        _refuse_unless_a_file(url, fetched)
        path = self._cache.store(fetched.body, private=fetched.private)
        meta = Meta(
            url=url,
            sha256=hashlib.sha256(fetched.body).hexdigest(),
            checked_at=self._clock.time(),
            final_url=fetched.final_url,
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            moved=fetched.moved,
            complete=fetched.complete,
        )
        self._cache.note(meta)
        return Kept(path=path, meta=meta)

    def _after_fork(self) -> None:
        if os.getpid() != self._pid:
            # The parent's mutex may be held by a thread that is not here, its sockets are its own.
            self._pid = os.getpid()
            self._mutex = threading.Lock()
            self._fetcher = self._new_fetcher(self._fetcher.budget.after_fork())

    def _new_fetcher(self, budget: Budget) -> Fetcher:
        return Fetcher(
            self.settings,
            addresses=self._addresses,
            clock=self._clock,
            budget=budget,
            user_agent=f"variantdocs-rli/{__version__}",
        )

    def _outcome(self, url: str) -> LoadedFile | RemoteError:
        try:
            return self._found(url)
        except RemoteError as exc:
            return exc

    def _found(self, url: str) -> LoadedFile:
        local = self._from_folder(url)
        if local is not None:
            return local
        self.refuse_unless_allowed(url)
        entry = self.lock.sources.get(url)
        return self._unlocked(url) if entry is None else self._locked(url, entry)

    def _local_path(self, url: str) -> Path | None:
        """The file that stands in for a URL; ``None`` if the URL is to be fetched.

        :raises RemoteError: if ``rli_local`` leads to no file that may be shown.
        """
        try:
            return local_file(url, self.settings.local)
        except RemoteError as exc:
            if exc.kind != Kind.RLI_FETCH or not self._is_vendored(url):
                raise
            return None

    def _from_folder(self, url: str) -> LoadedFile | None:
        path = self._local_path(url)
        if path is None:
            return None
        try:
            with path.open("rb") as file:
                data = file.read(self.settings.max_bytes + 1)
        except OSError as exc:
            raise RemoteError(
                Kind.RLI_FETCH, f"{shown(url)}: {path} cannot be read: {exc.strerror}"
            ) from None
        if len(data) > self.settings.max_bytes:
            what = f"{path} is larger than {self.settings.max_bytes} bytes; raise rli_max_bytes"
            raise RemoteError(Kind.RLI_FETCH, f"{shown(url)}: {what}")
        return LoadedFile(url=url, path=path, sha256=hashlib.sha256(data).hexdigest())

    def _is_there(self, file: LoadedFile) -> bool:
        return self._cache.blob(file.sha256) == file.path

    def _locked(self, url: str, entry: LockEntry) -> LoadedFile:
        path = self._cache.blob(entry.sha256)
        if path is not None:
            return LoadedFile(url=url, path=path, sha256=entry.sha256)
        if self.settings.mode == "offline":
            message = f"{shown(url)}: not in the cache, and rli_mode is offline; build once with a network"
            raise RemoteError(Kind.RLI_FETCH, message)
        with self._process_lock(url):
            path = self._cache.blob(entry.sha256)  # another process may have fetched it meanwhile
            if path is not None:
                return LoadedFile(url=url, path=path, sha256=entry.sha256)
            return self._fetched_as_locked(url, entry)

    def _fetched_as_locked(self, url: str, entry: LockEntry) -> LoadedFile:
        found = self._in_commit(url, entry)
        if found is not None:
            return found
        kept = self.keep(url)
        if kept.meta.sha256 == entry.sha256:
            return LoadedFile(url=url, path=kept.path, sha256=entry.sha256)
        message = f"{shown(url)}: {_NO_LONGER_LOCKED}"
        if self.settings.mode != "dev":
            raise RemoteError(Kind.RLI_DRIFT, f"{message}; {RUN_LOCK}")
        notice = Notice(kind=Kind.RLI_DRIFT, message=f"{message}; the new one is shown; {RUN_LOCK}")
        return LoadedFile(url=url, path=kept.path, sha256=kept.meta.sha256, notices=(notice,))

    def _in_commit(self, url: str, entry: LockEntry) -> LoadedFile | None:
        """Load what is locked from its commit, where bytes never change.

        Gives None if the lock names no commit, or the file is gone from there.
        """
        file = raw_file(url)
        if file is None or entry.commit is None:
            return None
        commit_url = file.at(entry.commit, entry.path)
        kept = self.known(commit_url)
        if kept is None or kept.meta.sha256 != entry.sha256:
            try:
                kept = self.keep(commit_url, also_allowed=(commit_url,))
            except GoneError:
                return None
            except RemoteError as exc:  # the author wrote the URL in the page, not that of the commit
                message = exc.message.replace(shown(commit_url), shown(url))
                raise type(exc)(exc.kind, message) from None
        if kept.meta.sha256 != entry.sha256:
            what = f"the bytes in commit {entry.commit} are not those in remote.lock"
            message = f"{shown(url)}: {what}; one of the two was tampered with; they are not shown"
            raise RemoteError(Kind.RLI_DRIFT, message)
        return LoadedFile(url=url, path=kept.path, sha256=entry.sha256)

    def _unlocked(self, url: str) -> LoadedFile:
        message = f"{shown(url)}: not in remote.lock; {RUN_LOCK}"
        if self.settings.mode != "dev":
            raise RemoteError(Kind.RLI_UNLOCKED, message)
        notices = [Notice(kind=Kind.RLI_UNLOCKED, message=message)]
        kept = self.known(url)
        if kept is None or not self._is_fresh(kept):
            with self._process_lock(url):
                kept = self.known(url)  # another process may have fetched it meanwhile
                if kept is None:
                    kept = self._first_copy(url)
                elif not self._is_fresh(kept):
                    kept = self._newest_or_stale(url, kept, notices)
        notices += _remarks(url, kept.meta)
        return LoadedFile(url=url, path=kept.path, sha256=kept.meta.sha256, notices=tuple(notices))

    def _is_fresh(self, kept: Kept) -> bool:
        return 0 <= self._clock.time() - kept.meta.checked_at < self.settings.max_age

    def _newest_or_stale(self, url: str, kept: Kept, notices: list[Notice]) -> Kept:
        host = f"https://{split(url)[0]}/"
        try:
            if self._failed_since(host, self._clock.time() - _UNREACHABLE_FOR):
                what = f"{split(url)[0]} could not be reached a short while ago"
                raise RemoteError(Kind.RLI_FETCH, f"{shown(url)}: {what}")
            return self.keep(url, known=kept.meta)
        except RemoteError as exc:
            if exc.kind == Kind.RLI_BLOCKED:
                raise
            if isinstance(exc, UnreachableError):
                self._note_failure(host, exc)
            age = _age(self._clock.time() - kept.meta.checked_at)
            message = f"{exc.message}; the copy that was fetched {age} ago is shown"
            notices.append(Notice(kind=Kind.RLI_STALE, message=message))
            return kept

    def _first_copy(self, url: str) -> Kept:
        failure = self._failed_since(url, self._began)
        if failure is not None:  # another process of this build has asked
            raise (GoneError if failure.gone else RemoteError)(
                Kind.RLI_FETCH,
                shown(failure.message),  # the record is no trusted input
            )
        try:
            return self.keep(url)
        except RemoteError as exc:
            if exc.kind == Kind.RLI_FETCH:
                self._note_failure(url, exc)
            raise

    def _failed_since(self, url: str, when: float) -> Failure | None:
        failure = self._cache.failure(url)
        return failure if failure and when <= failure.failed_at <= self._clock.time() else None

    def _note_failure(self, url: str, exc: RemoteError) -> None:
        gone, now = isinstance(exc, GoneError), self._clock.time()
        self._cache.note_failure(Failure(url=url, message=exc.message, gone=gone, failed_at=now))

    def _may_be_fetched(self, url: str) -> bool:
        return not self.is_local(url) or self._is_vendored(url)

    def _is_vendored(self, url: str) -> bool:
        covering = [prefix for prefix in self.settings.local if url.startswith(prefix)]
        return max(covering, key=len) in self._vendored

    def _process_lock(self, url: str) -> AbstractContextManager[None]:
        # As long as one connection may take: if that one fails, ours will, and should not be much later.
        return process_lock(self._cache.locks, url, seconds=self.settings.timeout)


class NullLoader(Loader):
    """The loader of a build that only collects uses: it reads no lock and opens no socket."""

    def __init__(self, settings: RemoteSettings) -> None:
        super().__init__(settings, lock=Lock())

    def prefetch(self, urls: Iterable[str]) -> None:
        """Do nothing."""

    def load(self, url: str) -> LoadedFile:
        """Refuse.

        :raises RemoteError: always.
        """
        raise RemoteError(Kind.RLI_FETCH, f"{url}: not fetched; only uses are collected")


_NO_LONGER_LOCKED = "the file on the server is no longer the one in remote.lock"


def _refuse_unless_a_file(url: str, fetched: Fetched) -> None:
    problem = not_a_file(url, fetched.body, content_type=fetched.content_type)
    if problem is not None:
        raise RemoteError(Kind.RLI_FETCH, f"{shown(url)}: {problem}")


def _remarks(url: str, meta: Meta) -> Iterable[Notice]:
    if meta.moved:
        message = f"{shown(url)}: the file has moved for good; write {shown(meta.final_url)}"
        yield Notice(kind=Kind.RLI_FETCH, message=message)
    if not meta.complete:
        what = "the server does not say how long the file is, so that its end may be missing"
        yield Notice(kind=Kind.RLI_FETCH, message=f"{shown(url)}: {what}; {RUN_LOCK}")


def _canonical_or_none(url: str) -> str | None:
    """Give the canonical form; None for what :meth:`Loader.load` will refuse with a reason."""
    try:
        return canonical_url(url)
    except RemoteError:
        return None


def _age(seconds: float) -> str:
    for unit, size in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(0.0, seconds):.0f} seconds"

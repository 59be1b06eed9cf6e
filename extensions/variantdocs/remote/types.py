"""What loading a remote file gives, or why it gives nothing, and what a build needs of a loader."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from variantdocs.errors import VariantdocsError
from variantdocs.messages import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that an author should know about a file that could be loaded."""

    kind: Kind
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedFile:
    """The bytes of a URL, as a file on this machine.

    ``path`` is named by its content (or lies in an ``rli_local`` folder) and is never written
    to again. ``url`` is the canonical URL, without a fragment.
    """

    url: str
    path: Path
    sha256: str
    notices: tuple[Notice, ...] = ()


class RemoteError(VariantdocsError):
    """A URL cannot be shown. The message is safe to print: it holds no secret."""

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(kind, message)
        self.kind = kind
        self.message = message

    def __str__(self) -> str:
        return self.message


class FileLoader(Protocol):
    """What a build needs of a loader; :class:`variantdocs.remote.loader.Loader` says what it does."""

    @property
    def cache_problem(self) -> str | None:
        """Why the cache folder could not be written, if that was tried."""

    def prefetch(self, urls: Iterable[str]) -> None:
        """Load many, some at the same time."""

    def load(self, url: str) -> LoadedFile:
        """Load one."""

    def is_unlocked(self, url: str) -> bool:
        """Say whether the lock should name a canonical URL, and does not."""

    def close(self) -> None:
        """Close all sockets."""


class NullLoader:
    """The loader of a build that only collects uses."""

    cache_problem: None = None

    def prefetch(self, urls: Iterable[str]) -> None:
        """Do nothing."""

    def load(self, url: str) -> LoadedFile:
        """Refuse.

        :raises RemoteError: always.
        """
        raise RemoteError(Kind.RLI_FETCH, f"{url}: not fetched; only uses are collected")

    def is_unlocked(self, url: str) -> bool:
        """Nothing is locked where nothing is loaded."""
        return False

    def close(self) -> None:
        """Do nothing."""

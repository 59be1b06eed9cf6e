"""What a build needs of whatever loads files for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from variantdocs.messages import Kind
from variantdocs.remote.types import LoadedFile, RemoteError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from variantdocs.remote.settings import RemoteSettings


class Loads(Protocol):
    """What is needed of a loader; :class:`variantdocs.remote.loader.Loader` says what it does."""

    @property
    def cache_problem(self) -> str | None:
        """Why the cache folder could not be written, if that was tried."""

    def prefetch(self, urls: Iterable[str]) -> None:
        """Load many, some at the same time."""

    def load(self, url: str) -> LoadedFile:
        """Load one."""

    def close(self) -> None:
        """Close all sockets."""


class NothingIsLoaded:
    """In the place of a loader, when a build only looks for what is used."""

    cache_problem: None = None

    def __init__(self, settings: RemoteSettings) -> None:
        pass

    def prefetch(self, urls: Iterable[str]) -> None:
        """Do nothing."""

    def load(self, url: str) -> LoadedFile:
        """Refuse.

        :raises RemoteError: always.
        """
        raise RemoteError(Kind.RLI_FETCH, f"{url}: not fetched, only looked for")

    def close(self) -> None:
        """Do nothing."""

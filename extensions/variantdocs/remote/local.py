"""Find the file on this machine that ``rli_local`` substitutes for a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variantdocs.messages import Kind
from variantdocs.remote.redact import shown
from variantdocs.remote.types import RemoteError
from variantdocs.remote.url import segments

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def local_file(url: str, folders: Mapping[str, Path]) -> Path | None:
    """Give the file for a URL, or None if no prefix covers it.

    :param url: A canonical URL.
    :param folders: Canonical prefix → folder; the longest prefix that covers the URL counts.
    :raises RemoteError: if the folder has no such file, or the path leads out of it.
    """
    covering = [prefix for prefix in folders if url.startswith(prefix)]
    if not covering:
        return None
    prefix = max(covering, key=len)
    folder = folders[prefix]
    rest = url.removeprefix(prefix).partition("?")[0]
    parts = segments(rest)
    if any(not _plain(part) for part in parts):
        raise RemoteError(Kind.RLI_BLOCKED, f"{shown(url)}: its path is not one of a file below {folder}")
    path = folder.joinpath(*parts)
    try:
        real = path.resolve()
        root = folder.resolve()
    except (OSError, RuntimeError):  # links that lead to each other
        raise _missing(url, folder, parts) from None
    if not real.is_relative_to(root):
        message = f"{shown(url)}: rli_local leads to {'/'.join(parts)}, a link that leads out of {folder}"
        raise RemoteError(Kind.RLI_BLOCKED, message)
    if not real.is_file():
        raise _missing(url, folder, parts)
    return real


MARKER = ".variantdocs-vendor"
"""The name of the file that marks a folder of copies which ``variantdocs remote vendor`` made."""


def is_vendored(folder: Path) -> bool:
    """Say whether a folder holds copies of remote files, or lies in one that does."""
    return any((parent / MARKER).is_file() for parent in (folder.absolute(), *folder.absolute().parents))


def _plain(part: str) -> bool:
    """Say whether a decoded part of a path names one entry of a folder, on any system."""
    return part not in {"", ".", ".."} and not set(part) & set("/\\:\0")


def _missing(url: str, folder: Path, parts: list[str]) -> RemoteError:
    message = (
        f"{shown(url)}: rli_local leads to {shown('/'.join(parts))} in {folder}, which is not a file there"
    )
    return RemoteError(Kind.RLI_FETCH, message)

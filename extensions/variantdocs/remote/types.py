"""What loading a remote file gives, or why it gives nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from variantdocs.errors import VariantdocsError
from variantdocs.messages import Kind


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

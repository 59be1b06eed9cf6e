"""What a page shows of a remote file: the record that outlives the reading of the page.

Kept per document in ``env.rli_uses``, so it holds no path of this machine, and handed to the
commands as JSON.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Value = str | int | None

SELECTING = (
    "diff",
    "pyobject",
    "lines",
    "start-after",
    "start-at",
    "end-before",
    "end-at",
    "dedent",
    "tab-width",
    "encoding",
    "prepend",
    "append",
    "lineno-start",
    "lineno-match",
)
"""The options that decide which text is shown, and with which numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteUse:
    """One directive, and what it showed when its page was read."""

    url: str
    """The canonical URL; empty if the directive has none that could be read."""
    options: tuple[tuple[str, Value], ...] = ()
    """The options in :data:`SELECTING`, sorted by name."""
    diff_url: str = ""
    """The canonical URL that ``:diff:`` names, if it names a URL."""
    source: str = ""
    """The author's file, relative to the folder of sources."""
    line: int = 0
    sha256: str = ""
    """The hash of the file's bytes; empty if nothing of it could be shown."""
    diff_sha256: str = ""
    snippet: str = ""
    """The hash of the text that is shown."""
    first_line: int = 1
    """The number of its first line, as shown with ``:lineno-match:``."""
    lines: int = 0
    refused: str = ""
    """Why the directive cannot be used as written, whatever the file holds; empty if it can."""
    error: bool = False
    """Whether something about it makes the build fail: then its page is read again each time."""

    @property
    def urls(self) -> Iterator[str]:
        """The URLs whose bytes are needed to show it."""
        return (url for url in (self.url, self.diff_url) if url)

    @property
    def is_shown(self) -> bool:
        """Whether the page holds the text, not a placeholder."""
        return bool(self.sha256)

    @property
    def place(self) -> str:
        """Where the author wrote it: ``guide/page.md:12``."""
        return f"{self.source}:{self.line}"

    def to_json(self) -> dict[str, Any]:
        """Give the record as plain values."""
        return asdict(self) | {"options": dict(self.options)}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> RemoteUse:
        """Read what :meth:`to_json` gave."""
        return cls(**(dict(plain) | {"options": tuple(sorted(plain["options"].items()))}))


def selecting(options: Mapping[str, Any]) -> tuple[tuple[str, Value], ...]:
    """Give those of a directive's options that decide which text is shown."""
    return tuple(sorted((name, options[name]) for name in SELECTING if name in options))


def text_hash(text: str) -> str:
    """Give the hash by which two snippets are compared."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

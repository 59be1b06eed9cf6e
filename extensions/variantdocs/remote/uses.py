"""What a page shows of a remote file.

The records are kept on the environment, so they hold no path of this machine; a build hands them to the
commands in a JSON file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from variantdocs.env_store import PageValues
from variantdocs.remote.settings import RemoteSettings

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import TypeAdapter

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
    """Whether something about it makes the build fail."""
    failures: tuple[tuple[str, str], ...] = ()
    """Kind and message of each report about it when its page was read."""

    @property
    def urls(self) -> Iterator[str]:
        """The URLs whose bytes are needed to show it."""
        return (url for url in (self.url, self.diff_url) if url)

    @property
    def is_shown(self) -> bool:
        """Whether the page holds the text, not a placeholder."""
        return bool(self.sha256)


REMOTE_USES: PageValues[list[RemoteUse]] = PageValues("remote_uses")
"""docname → what the page shows of remote files, in the order of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildUses:
    """What a build found out about the remote files of a project."""

    version: Literal[1] = 1
    settings: RemoteSettings
    source_encoding: str
    uses: Mapping[str, Sequence[RemoteUse]]
    """Docname → uses, in the order of the page."""


def write_uses(path: Path, found: BuildUses) -> None:
    """Write what a build found; :func:`read_uses` reads it."""
    path.write_bytes(_adapter().dump_json(found))


def read_uses(path: Path) -> BuildUses | None:
    """Read what a build found; None if it wrote nothing."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    # Not validate_json: there, a path must still be text after our own validators.
    return _adapter().validate_python(json.loads(data))


@cache
def _adapter() -> TypeAdapter[BuildUses]:
    from pydantic import TypeAdapter

    return TypeAdapter(BuildUses)


def selecting(options: Mapping[str, Any]) -> tuple[tuple[str, Value], ...]:
    """Give those of a directive's options that decide which text is shown."""
    return tuple(sorted((name, options[name]) for name in SELECTING if name in options))


def text_hash(text: str) -> str:
    """Give the hash by which two snippets are compared."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

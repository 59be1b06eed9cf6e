"""The settings of ``rli`` as one plain value.

Made once, from Sphinx's configuration, by :mod:`variantdocs.remote.sphinx_hooks`; everything
below it works without Sphinx.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Mode = Literal["dev", "frozen", "offline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteSettings:
    """What may be fetched, how, and where it is kept."""

    cache: Path
    lock: Path
    mode: Mode = "dev"
    allowed: tuple[str, ...] = (
        "https://raw.githubusercontent.com/",
        "https://gist.githubusercontent.com/",
        "https://github.com/",
    )
    local: Mapping[str, Path] = field(default_factory=dict)
    max_age: float = 3600.0
    """Seconds for which a fetched file is taken as fresh."""
    max_bytes: int = 1 << 20
    """Bytes that one file may have."""
    timeout: float = 10.0
    """Seconds that one socket operation may take."""
    deadline: float = 60.0
    """Seconds that all fetching of one build may take."""
    max_urls: int = 2000
    tokens: Mapping[str, str] = field(default_factory=dict)
    """URL prefix → name of the environment variable that holds its token."""
    proxy: str | None = None

"""What the leak gate finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class LeakType(StrEnum):
    """What has leaked."""

    TEXT = "text"
    """Text that only other variants show."""
    HIDDEN = "hidden"
    """Text that no variant shows."""
    COMMENT = "comment"
    """A note to authors."""
    NAME = "name"
    """An anchor, label or page that only other variants have."""
    FILE = "file"
    """An image, a download or a static file to which only pages of other variants refer."""
    TAG = "tag"
    """Markup that was not expanded."""
    FORBIDDEN = "forbidden"
    """Text that ``forbid:`` names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """Something in the output of ``variant`` that must not be there.

    ``files`` are the output files that hold it, and ``text`` is what was found first; ``count`` passages came
    from the same source file. ``others`` are the variants that show it, and it stands in ``source`` at
    ``line``, if that is known. ``rule`` is what ``forbid:`` says.
    """

    type: LeakType
    variant: str
    files: tuple[Path, ...]
    text: str
    count: int = 1
    others: tuple[str, ...] = ()
    source: Path | None = None
    line: int | None = None
    rule: str | None = None

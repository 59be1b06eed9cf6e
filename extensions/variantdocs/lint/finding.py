"""What lint has found: a mistake at a place, and the edits that remove it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from variantdocs.messages import Kind
from variantdocs.paths import shown_path
from variantdocs.sources.edits import Edit


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Finding:
    """One mistake; line and column are counted from 1.

    ``variants`` are those in which it holds, in the order of ``variants.yaml``; none where that does not
    matter. ``fix`` is empty where a person has to decide. An error keeps the page from being built.
    """

    path: Path
    line: int
    column: int
    kind: Kind
    message: str
    variants: tuple[str, ...] = ()
    fix: tuple[Edit, ...] = ()
    is_error: bool = False

    def __str__(self) -> str:
        """The finding as the terminal shows it."""
        level = "ERROR" if self.is_error else "WARNING"
        where = f" [{', '.join(self.variants)}]" if self.variants else ""
        place = f"{shown_path(self.path)}:{self.line}:{self.column}"
        return f"{place}: {level}: {self.message}{where} [{self.kind}]"

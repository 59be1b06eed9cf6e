"""Where a build keeps its files: output, staging, doctrees, manifests and build state."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_ROOT = "_root"
"""Stands for the files above the variants; no variant has a name that begins with ``_``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantPaths:
    """The files of one variant, built with one builder.

    Sphinx writes into ``staging``, which is never published; changed files are copied to ``output``.
    ``bodies`` holds what all variants render, ``templates`` the compiled templates of this one. ``manifest``
    lists the files in ``output`` that are ours. ``state`` is what the next build needs to know of this one.
    ``part`` is there if only a part of the pages has been written, and says which.
    ``in_progress`` exists while a build runs, and stays when it is killed.
    """

    output: Path
    staging: Path
    bodies: Path
    templates: Path
    manifest: Path
    state: Path
    part: Path
    in_progress: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildPaths:
    """The folders of a build of all variants; each variant has a folder below ``output`` and ``doctrees``."""

    output: Path
    doctrees: Path
    index: Path
    builder: str

    def of_variant(self, name: str) -> VariantPaths:
        """The files of the variant ``name``."""
        stem = f"{name}.{self.builder}"
        return VariantPaths(
            output=self.output / name,
            staging=self.doctrees / name / f".{self.builder}",
            bodies=self.doctrees / f".bodies.{self.builder}",
            templates=self.doctrees / name / f".templates.{self.builder}",
            manifest=self.index / f"{stem}.files.json",
            state=self.index / f"{stem}.last.json",
            part=self.index / f"{stem}.part.json",
            in_progress=self.index / f"{stem}.at-work",
        )

    @property
    def root_manifest(self) -> Path:
        """Lists the files above the variants' folders that are ours."""
        return self.index / f"{_ROOT}.files.json"

    def variants_with_manifest(self) -> list[str]:
        """The variants that an earlier build with this builder has written, in alphabetical order.

        Files whose name does not begin with the name of a variant are not ours.
        """
        suffix = f".{self.builder}.files.json"
        found = (path.name.removesuffix(suffix) for path in self.index.glob(f"*{suffix}"))
        return sorted(name for name in found if name.replace("-", "_").isidentifier())

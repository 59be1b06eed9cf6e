"""The variants, and parts of variants, in the build folders in which they were built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from variantdocs.build_messages import Message
from variantdocs.errors import ConfigurationError
from variantdocs.multibuild.build_paths import BuildPaths
from variantdocs.multibuild.parts.part import Part
from variantdocs.multibuild.parts.record import PartRecord, read_part_record
from variantdocs.output import read_manifest
from variantdocs.pages.index import PageIndex, index_path, read_index
from variantdocs.paths import shown_path
from variantdocs.rebuild.build_state import read_last_build


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltPart:
    """What the folder ``folder`` has of ``variant``: all of it, or the part that ``record`` describes."""

    variant: str
    folder: Path
    paths: BuildPaths
    record: PartRecord | None = None

    @property
    def shown(self) -> str:
        """The folder as messages name it."""
        return shown_path(self.folder)

    @property
    def part(self) -> Part | None:
        """Which part it is; ``None`` if it is the whole variant."""
        return None if self.record is None else self.record.part

    @property
    def name(self) -> str:
        """The variant, or the part of it, as messages name it."""
        return self.variant if self.part is None else f"part {self.part} of {self.variant}"

    @property
    def output(self) -> Path:
        """The folder with its pages."""
        return self.paths.of_variant(self.variant).output

    @property
    def files(self) -> frozenset[str]:
        """What the build has written, relative to :attr:`output`; nothing else that may lie there."""
        return frozenset(read_manifest(self.paths.of_variant(self.variant).manifest))

    @property
    def is_finished(self) -> bool:
        """Whether its build was neither killed nor failed."""
        paths = self.paths.of_variant(self.variant)
        return paths.state.is_file() and not paths.in_progress.exists()

    @property
    def messages(self) -> tuple[Message, ...]:
        """What its build said."""
        return read_last_build(self.paths.of_variant(self.variant).state).messages

    def index_data(self, variant: str) -> bytes | None:
        """The file with the index of ``variant`` that was used here; ``None`` if there is none."""
        try:
            return index_path(self.paths.index, variant).read_bytes()
        except OSError:
            return None

    def index(self, variant: str) -> PageIndex | None:
        """The index of ``variant`` that was used here."""
        return read_index(self.paths.index, variant)


def options_for(variant: str, part: Part | None) -> str:
    """The options that build a variant, or a part of it."""
    return f"--variant {variant}" + (f" --part {part}" if part is not None else "")


def find_parts(folders: Sequence[Path], builder: str) -> list[BuiltPart]:
    """What was built in ``folders``, with the Sphinx builder ``builder``.

    :raises ConfigurationError: a folder holds nothing, or nothing that can be used.
    """
    parts, problems = [], []
    for folder in folders:
        paths = BuildPaths(
            output=folder / "html", doctrees=folder / "doctrees", index=folder / "index", builder=builder
        )
        names = paths.variants_with_manifest()
        for name in names:
            try:
                record = read_part_record(paths.of_variant(name).part)
            except ValueError as error:
                problems.append(f"{shown_path(paths.index)}: {error}")
            else:
                parts.append(BuiltPart(variant=name, folder=folder, paths=paths, record=record))
        if not names:
            problems.append(
                f"{shown_path(folder)}: holds no built variant; name a build folder, "
                "with html/ and index/ in it"
            )
    if problems:
        raise ConfigurationError(tuple(problems))
    return parts

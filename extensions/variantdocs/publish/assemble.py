"""Put variants that were built apart, by other machines or in other folders, into one site.

Each part is the build folder of one of them: ``html/`` with the pages, and ``index/`` with the page index of
every variant, by which it has judged the links to the others. The parts fit together if each used, for every
other variant, the very index that the part of that variant has: then every verdict about a link holds.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from variantdocs.config.variants import VariantSet
from variantdocs.errors import ConfigurationError, OutputError
from variantdocs.multibuild.build_paths import BuildPaths
from variantdocs.multibuild.root_files import write_root_files
from variantdocs.output import check_inside, read_manifest
from variantdocs.pages.index import PageIndex, index_path, read_index
from variantdocs.paths import shown_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A variant in the build folder in which it was built."""

    variant: str
    folder: Path
    paths: BuildPaths

    @property
    def shown(self) -> str:
        """The folder as messages name it."""
        return shown_path(self.folder)

    def index(self, variant: str) -> PageIndex | None:
        """The index of ``variant`` that was used in this folder."""
        return read_index(self.paths.index, variant)


def find_parts(folders: Sequence[Path], builder: str) -> list[Part]:
    """The variants that were built in ``folders``, with the Sphinx builder ``builder``.

    :raises ConfigurationError: a folder holds none.
    """
    parts, problems = [], []
    for folder in folders:
        paths = BuildPaths(
            output=folder / "html", doctrees=folder / "doctrees", index=folder / "index", builder=builder
        )
        names = paths.variants_with_manifest()
        parts += [Part(variant=name, folder=folder, paths=paths) for name in names]
        if not names:
            problems.append(
                f"{shown_path(folder)}: holds no built variant; name a build folder, "
                "with html/ and index/ in it"
            )
    if problems:
        raise ConfigurationError(tuple(problems))
    return parts


def assemble_site(parts: Sequence[Part], variant_set: VariantSet, site: Path, index: Path) -> tuple[str, ...]:
    """Copy the variants into ``site``, their indexes into ``index``, and write the files above them.

    :returns: Why the parts do not fit together; then nothing is written.
    :raises OutputError: a file is listed but not there, or lies outside its folder.
    """
    problems = (*_set_problems(parts, variant_set), *_part_problems(parts))
    if problems:
        return problems
    by_name = {part.variant: part for part in parts}
    index.mkdir(parents=True, exist_ok=True)
    for name in variant_set.names:
        part = by_name[name]
        shutil.copyfile(index_path(part.paths.index, name), index_path(index, name))
        _copy_variant(part, site / name)
    paths = BuildPaths(output=site, doctrees=index, index=index, builder=parts[0].paths.builder)
    write_root_files(paths, variant_set)
    return tuple(_root_problems(parts, site))


def _set_problems(parts: Sequence[Part], variant_set: VariantSet) -> Iterator[str]:
    """Variants of the project that are in no part or in several, and others."""
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.variant, []).append(part)
    for name, same in found.items():
        if name not in variant_set.names:
            yield f"{same[0].shown}: {variant_set.unknown_variant(name).removeprefix('variant: ')}"
        elif len(same) > 1:
            yield (
                f"{name} is in {' and in '.join(part.shown for part in same)}; name one of these folders, "
                f"or build each part with --variant into a new folder"
            )
    for name in variant_set.names:
        if name not in found:
            yield f"{name} is in no part; build it with `variantdocs build --variant {name}`"


def _part_problems(parts: Sequence[Part]) -> Iterator[str]:
    """What is wrong within a part, or between two."""
    reported: set[frozenset[str]] = set()
    for part in parts:
        own = part.index(part.variant)
        if own is None or part.paths.of_variant(part.variant).in_progress.exists():
            yield f"{part.shown}: the build of {part.variant} was not finished; build it again"
            continue
        for docname, page in own.pages.items():
            if page.broken:
                yield f"{part.shown}: the page {docname} could not be built in {part.variant}; correct it"
        for other in parts:
            pair = frozenset({part.variant, other.variant})
            if len(pair) == 2 and pair not in reported and (reason := _difference(part, other)):
                reported.add(pair)
                yield (
                    f"{part.shown}: the links from {part.variant} to {other.variant} were judged by "
                    f"{reason}; build all variants from the same commit"
                )


def _difference(part: Part, other: Part) -> str:
    """How the index of ``other``'s variant that ``part`` used differs from its own; empty if it does not."""
    used, own = part.index(other.variant), other.index(other.variant)
    if used is None or own is None:
        return "no index of it"
    if used == own:
        return ""
    for docname in sorted({*used.pages, *own.pages}):
        if used.pages.get(docname) != own.pages.get(docname):
            return f"another state of its page {docname} than {other.shown} has"
    return f"another state of it than {other.shown} has"


def _copy_variant(part: Part, target: Path) -> None:
    """Copy what the build has written, and nothing else that lies there.

    :raises OutputError: a file is listed but not there, or lies outside its folder.
    """
    paths = part.paths.of_variant(part.variant)
    names = sorted(read_manifest(paths.manifest))
    check_inside(paths.output, names)
    for name in names:
        source = paths.output / name
        if source.is_symlink() or not source.is_file():
            raise OutputError(
                f"{shown_path(source)} is listed as built, but is not there as a file; "
                f"keep the whole of {part.shown}"
            )
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target / name)


def _root_problems(parts: Sequence[Part], site: Path) -> Iterator[str]:
    """Files above the variants that a part has otherwise: it was built with another ``variants.yaml``."""
    ours = {path.name: path.read_bytes() for path in sorted(site.iterdir()) if path.is_file()}
    for part in parts:
        for name, data in ours.items():
            file = part.paths.output / name
            if file.is_file() and file.read_bytes() != data:
                yield (
                    f"{shown_path(file)}: differs from what variants.yaml says here; "
                    "build all variants from the same commit"
                )


def indexes_in(folder: Path, names: Sequence[str]) -> Mapping[str, PageIndex]:
    """The indexes of the variants ``names`` in ``folder``; those that cannot be used are left out."""
    found = {name: read_index(folder, name) for name in names}
    return {name: index for name, index in found.items() if index is not None}

"""Why variants, and parts of variants, that were built apart do not fit together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from variantdocs.config.variants import VariantSet
from variantdocs.multibuild.parts.part import Part
from variantdocs.pages.index import PageIndex
from variantdocs.publish.built_parts import BuiltPart, options_for


def problems_of(parts: Sequence[BuiltPart], variant_set: VariantSet) -> tuple[str, ...]:
    """Why ``parts`` are not the site, each with what to do; empty if they are."""
    by_variant: dict[str, list[BuiltPart]] = defaultdict(list)
    for part in parts:
        by_variant[part.variant].append(part)
    problems = tuple(_set_problems(by_variant, variant_set))
    unfinished = tuple(
        f"{part.shown}: the build of {part.name} was not finished; build it again"
        for part in parts
        if not part.is_finished or part.index(part.variant) is None
    )
    if problems or unfinished:
        return problems + unfinished
    return (
        *_page_problems(by_variant),
        *_index_problems(parts, by_variant),
        *(problem for same in by_variant.values() for problem in _tool_problems(same)),
    )


def _set_problems(by_variant: Mapping[str, Sequence[BuiltPart]], variant_set: VariantSet) -> Iterator[str]:
    """Variants of the project, or parts of them, that are missing or there twice; and other variants."""
    for name, same in by_variant.items():
        if name not in variant_set.names:
            yield f"{same[0].shown}: {variant_set.unknown_variant(name).removeprefix('variant: ')}"
        elif counts := sorted({part.part.count for part in same if part.part is not None}):
            if len(counts) > 1 or any(part.part is None for part in same):
                places = ", ".join(f"{_shown(part.part)} in {part.shown}" for part in same)
                yield f"{name} is divided in different ways: {places}; name folders that fit together"
            else:
                yield from _missing_or_twice(name, same, counts[0])
        elif len(same) > 1:
            yield (
                f"{name} is in {' and in '.join(part.shown for part in same)}; name one of these folders, "
                f"or build each part with --variant into a new folder"
            )
    for name in variant_set.names:
        if name not in by_variant:
            yield f"{name} is in no part; build it with `variantdocs build {options_for(name, None)}`"


def _shown(part: Part | None) -> str:
    return "whole" if part is None else f"part {part}"


def _missing_or_twice(variant: str, parts: Sequence[BuiltPart], count: int) -> Iterator[str]:
    for number in range(1, count + 1):
        wanted = Part(number, count)
        same = [part for part in parts if part.part == wanted]
        if not same:
            yield (
                f"part {wanted} of {variant} is in no folder; "
                f"build it with `variantdocs build {options_for(variant, wanted)}`"
            )
        elif len(same) > 1:
            places = " and in ".join(part.shown for part in same)
            yield f"{same[0].name} is in {places}; name one of these folders"


def _page_problems(by_variant: Mapping[str, Sequence[BuiltPart]]) -> Iterator[str]:
    """Pages that could not be built."""
    for variant, parts in by_variant.items():
        index = parts[0].index(variant)
        for docname, page in index.pages.items() if index is not None else ():
            if page.broken:
                yield f"{parts[0].shown}: the page {docname} could not be built in {variant}; correct it"


def _index_problems(
    parts: Sequence[BuiltPart], by_variant: Mapping[str, Sequence[BuiltPart]]
) -> Iterator[str]:
    """Parts that were built from different states of the source: their links may not hold."""
    own = {variant: same[0] for variant, same in by_variant.items()}
    data = {variant: part.index_data(variant) for variant, part in own.items()}
    reported: set[frozenset[str]] = set()
    for part in parts:
        for variant, other in own.items():
            pair = frozenset({part.name, other.name})
            if pair in reported or part.index_data(variant) == data[variant]:
                continue
            reported.add(pair)
            what = f"{part.name} was built from"
            if part.variant != variant:
                what = f"the links from {part.name} to {variant} were judged by"
            difference = _difference(part.index(variant), other.index(variant), other.shown)
            yield f"{part.shown}: {what} {difference}; build all variants from the same commit"


def _difference(used: PageIndex | None, own: PageIndex | None, place: str) -> str:
    """How the index of a variant that was used differs from its own, which is in the folder ``place``."""
    if used is None or own is None:
        return "no index of it"
    for docname in sorted({*used.pages, *own.pages}):
        if used.pages.get(docname) != own.pages.get(docname):
            return f"another state of its page {docname} than {place} has"
    for name in sorted({*used.sources, *own.sources}):
        if used.sources.get(name) != own.sources.get(name):
            return f"another state of the file {name} than {place} has"
    return f"another state of it than {place} has"


def _tool_problems(parts: Sequence[BuiltPart]) -> Iterator[str]:
    """Parts of one variant that were made by other tools, or that show other things of each other."""
    recorded = [(part, part.record) for part in parts if part.record is not None]
    for part, record in recorded[1:]:
        first, expected = recorded[0]
        ours, theirs = expected.tools, record.tools
        if ours != theirs:
            here = ", ".join(tool for tool in theirs if tool not in ours) or "fewer extensions"
            there = ", ".join(tool for tool in ours if tool not in theirs) or "fewer extensions"
            yield (
                f"{part.shown}: {part.name} was built with {here}, and that in {first.shown} with {there}; "
                "install the same versions for all parts"
            )
        elif expected.shown != record.shown:
            yield (
                f"{part.shown}: the pages of {part.name} show other titles, numbers or dates than those in "
                f"{first.shown}; build all parts from the same commit, with the same history of git"
            )

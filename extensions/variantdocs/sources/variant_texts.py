"""What each variant shows of each file of a project, with source lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from variantdocs.sources.project import Project
from variantdocs.sources.source_file import SourceFile
from variantdocs.templating.expand import BrokenPage, ExpandedPage, PreparedPage, prepare
from variantdocs.templating.sandbox.environment import PageEnvironment
from variantdocs.templating.source_lines.source_map import UNCHANGED
from variantdocs.templating.tags import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantTexts:
    """A page, or a file that pages include, as each of its variants shows it.

    ``expanded`` maps a variant to its text; a variant for which the file is broken has the text as written,
    and ``problems`` says why. Variants that show the same text share one value.
    """

    file: SourceFile
    expanded: Mapping[str, ExpandedPage] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def texts(self) -> dict[str, str]:
        """variant → text."""
        return {variant: page.text for variant, page in self.expanded.items()}

    def source_line(self, variant: str, offset: int) -> int:
        """The source line of an offset in the text of a variant."""
        page = self.expanded[variant]
        return page.source_map.source_line(page.text.count("\n", 0, offset) + 1)


def variant_texts(project: Project) -> Iterator[VariantTexts]:
    """Every file of the project, expanded for each variant that has it."""
    environment = PageEnvironment()
    for file in project.files:
        yield expand_file(file, project, environment)


def expand_file(file: SourceFile, project: Project, environment: PageEnvironment) -> VariantTexts:
    """One file, expanded for each variant that has it, in the order of ``variants.yaml``."""
    source = file.text.replace("\r\n", "\n")
    variants = [name for name in project.variant_set.names if name in file.members]
    written = ExpandedPage(text=source, source_map=UNCHANGED)
    try:
        prepared = _known_page(source, project) or prepare(source, project.names, environment)
    except BrokenPage as error:
        return VariantTexts(file=file, expanded=dict.fromkeys(variants, written), problems=error.problems)
    return _expanded(file, prepared, variants, project, written)


def _known_page(source: str, project: Project) -> PreparedPage | None:
    """The page, if a build has prepared it with the names of the project.

    :raises BrokenPage: it cannot be expanded in any variant.
    """
    known = project.prepared
    return known.get(source) if known is not None and known.names == project.names else None


def _expanded(
    file: SourceFile, prepared: PreparedPage, variants: list[str], project: Project, written: ExpandedPage
) -> VariantTexts:
    expanded: dict[str, ExpandedPage] = {}
    problems: list[Problem] = []
    same: dict[ExpandedPage, ExpandedPage] = {}
    for variant in variants:
        try:
            page = prepared.expand(variant, project.names)
        except BrokenPage as error:
            problems += error.problems
            page = written
        expanded[variant] = same.setdefault(page, page)
    return VariantTexts(file=file, expanded=expanded, problems=tuple(dict.fromkeys(problems)))

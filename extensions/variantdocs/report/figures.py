"""The figures of the report: how much variants share, and where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from variantdocs.lint.context import LintContext
from variantdocs.lint.finding import Finding
from variantdocs.lint.run import lint_project
from variantdocs.messages import Kind
from variantdocs.report.page_texts import PageTexts, page_texts
from variantdocs.sources.project import Project
from variantdocs.sources.source_file import ParsedFile, names_in

_DEAD = frozenset({Kind.DEAD_BRANCH, Kind.UNREACHABLE_BRANCH, Kind.UNUSED_VARIABLE, Kind.UNUSED_GROUP})
_DENSE = 3
"""Blocks that a page must have to be among those with dense conditions."""
_LEAST_SHARE = 0.5
_LEAST_WORDS = 150
"""A page is better split if less than half of it is common, and if that is more than a few lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantFigures:
    """One variant. ``shared`` are the words in lines of pages that every variant shows."""

    name: str
    title: str
    pages: int
    words: int
    shared: int

    @property
    def share(self) -> float:
        """The part of the words that every variant shows, from 0 to 1."""
        return self.shared / self.words if self.words else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFigures:
    """One page. ``words`` maps its variants to words; ``blocks`` and ``depth`` count conditional blocks."""

    docname: str
    title: str
    path: str
    words: Mapping[str, int]
    share: float
    blocks: int
    depth: int
    anchors: Mapping[str, tuple[str, ...]]
    is_split_better: bool

    @property
    def density(self) -> float:
        """Conditional blocks per thousand words."""
        return 1000 * self.blocks / max(max(self.words.values(), default=0), 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameUses:
    """A variant, group or variable, and in how many tags of how many files it is used.

    ``variants`` are those that a group has, or for which a variable is defined.
    """

    name: str
    type: str
    tags: int
    files: int
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All figures of a project. ``findings`` are dead branches and names that nothing uses."""

    variants: tuple[VariantFigures, ...]
    pages: tuple[PageFigures, ...]
    names: tuple[NameUses, ...]
    findings: tuple[Finding, ...]

    @property
    def dense(self) -> list[PageFigures]:
        """The pages with the most conditional blocks per word, ten at most."""
        found = [page for page in self.pages if page.blocks >= _DENSE]
        return sorted(found, key=lambda page: (-page.density, page.docname))[:10]

    @property
    def to_split(self) -> list[PageFigures]:
        """The pages that would better be one page per variant, the least common first."""
        return sorted(
            (page for page in self.pages if page.is_split_better), key=lambda page: (page.share, page.docname)
        )

    @property
    def differing(self) -> list[PageFigures]:
        """The pages that several variants have and show differently."""
        return [page for page in self.pages if len(page.words) > 1 and page.share < 1]

    @property
    def summary(self) -> str:
        """The figures in one line."""
        everyone = len(self.variants)
        own = sum(len(page.words) < everyone for page in self.pages)
        findings = f"{len(self.findings)} finding{'' if len(self.findings) == 1 else 's'}"
        return (
            f"{len(self.pages)} pages in {everyone} variants: {len(self.differing)} differ, "
            f"{own} not in every variant, {len(self.to_split)} better split; {findings}"
        )


def project_figures(project: Project) -> Figures:
    """Count all that the report shows."""
    context = LintContext(project)
    parsed = context.pages
    pages = page_texts(project)
    return Figures(
        variants=tuple(_variant_figures(project, pages)),
        pages=tuple(_page_figures(page, parsed[page.docname]) for page in pages),
        names=tuple(_name_uses(project, context.files)),
        findings=tuple(finding for finding in lint_project(context) if finding.kind in _DEAD),
    )


def _variant_figures(project: Project, pages: Sequence[PageTexts]) -> Iterator[VariantFigures]:
    everyone = len(project.variant_set.variants)
    shared = sum(page.common_words for page in pages if len(page.variants) == everyone)
    for variant in project.variant_set.variants:
        own = [page for page in pages if variant.name in page.variants]
        words = sum(page.words[variant.name] for page in own)
        yield VariantFigures(
            name=variant.name, title=variant.title, pages=len(own), words=words, shared=shared
        )


def _page_figures(page: PageTexts, parsed: ParsedFile) -> PageFigures:
    blocks = [block for block in parsed.all_blocks if block.is_condition]
    different = page.all_words - page.common_words
    return PageFigures(
        docname=page.docname,
        title=page.title,
        path=page.file.file.shown,
        words=dict(page.words),
        share=page.share,
        blocks=len(blocks),
        depth=_depth(parsed),
        anchors=page.differing_anchors,
        is_split_better=page.share < _LEAST_SHARE and different >= _LEAST_WORDS and len(page.variants) > 1,
    )


def _depth(parsed: ParsedFile) -> int:
    depth, blocks = 0, list(parsed.blocks)
    while blocks:
        depth += 1
        blocks = [inner for block in blocks for branch in block.branches for inner in branch.blocks]
    return depth


def _name_uses(project: Project, files: Sequence[ParsedFile]) -> Iterator[NameUses]:
    tags: Counter[str] = Counter()
    holders: Counter[str] = Counter()
    for file in files:
        found = Counter(name for tag in file.tags for name in names_in([tag]))
        tags.update(found)
        holders.update(found.keys())
    variant_set, names = project.variant_set, project.names
    rows: list[tuple[str, str, tuple[str, ...]]] = [
        *(("variant", variant.name, (variant.name,)) for variant in variant_set.variants),
        *(("group", name, members) for name, members in variant_set.groups.items()),
        *(("variable", name, owners) for name, owners in sorted(names.owners.items())),
    ]
    for type_, name, variants in rows:
        identifier = name.replace("-", "_")
        yield NameUses(
            name=name, type=type_, tags=tags[identifier], files=holders[identifier], variants=tuple(variants)
        )

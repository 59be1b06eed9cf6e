"""The pages of a project as each variant shows them, with what they include."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from variantdocs.sources.markup import Markup
from variantdocs.sources.project import Project, include_directives, is_literal_include, named_file
from variantdocs.sources.variant_texts import VariantTexts, variant_texts


def word_count(text: str) -> int:
    """The number of words, markup that stands by itself aside."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


@dataclass(frozen=True)
class PageTexts:
    """A page with its texts. ``included`` maps a variant to what the page includes there."""

    file: VariantTexts
    included: Mapping[str, str]

    @property
    def docname(self) -> str:
        """The name of the page."""
        return self.file.file.docname or ""

    @property
    def variants(self) -> tuple[str, ...]:
        """The variants that have the page."""
        return tuple(self.file.expanded)

    @cached_property
    def lines(self) -> Mapping[str, Counter[str]]:
        """variant → its lines, with how often each is there; empty ones aside."""
        return {
            variant: Counter(filter(None, map(str.strip, f"{text}\n{self.included[variant]}".split("\n"))))
            for variant, text in self.file.texts.items()
        }

    @cached_property
    def words(self) -> Mapping[str, int]:
        """variant → the number of words that it shows."""
        return {variant: words_of(lines) for variant, lines in self.lines.items()}

    @cached_property
    def common_words(self) -> int:
        """The number of words in lines that all variants of the page show."""
        counters = list(self.lines.values())
        common = counters[0].copy() if counters else Counter[str]()
        for other in counters[1:]:
            common &= other
        return words_of(common)

    @cached_property
    def all_words(self) -> int:
        """The number of words that some variant shows."""
        found: Counter[str] = Counter()
        for lines in self.lines.values():
            found |= lines
        return words_of(found)

    @property
    def share(self) -> float:
        """How much of the page all its variants show, from 0 to 1."""
        return self.common_words / self.all_words if self.all_words else 1.0

    @cached_property
    def differing_anchors(self) -> Mapping[str, tuple[str, ...]]:
        """anchor → the variants that have it, for those that not every variant of the page has."""
        if len(set(self.file.texts.values())) < 2:
            return {}
        found = {variant: Markup(text).anchors() for variant, text in self.file.texts.items()}
        everywhere = set.intersection(*found.values())
        differing = sorted(set().union(*found.values()) - everywhere)
        return {
            anchor: tuple(variant for variant, anchors in found.items() if anchor in anchors)
            for anchor in differing
        }

    @property
    def title(self) -> str:
        """The first heading; the page's name if there is none."""
        for text in self.file.texts.values():
            for heading in Markup(text).headings():
                return heading.title
            lines = text.split("\n")
            for line, under in pairwise(lines):
                if line.strip() and len(under) >= 3 and not under.strip("=-~*#"):
                    return line.strip()
        return self.docname


def words_of(lines: Counter[str]) -> int:
    """The number of words in lines."""
    return sum(word_count(line) * count for line, count in lines.items())


def page_texts(project: Project) -> list[PageTexts]:
    """The pages of a project, by docname."""
    files = {file.file.path: file for file in variant_texts(project)}
    pages = [
        PageTexts(
            file,
            {
                variant: "\n".join(_included(file, variant, files, project.source, frozenset()))
                for variant in file.expanded
            },
        )
        for file in files.values()
        if file.file.docname is not None
    ]
    return sorted(pages, key=lambda page: page.docname)


def _included(
    file: VariantTexts,
    variant: str,
    files: Mapping[Path, VariantTexts],
    source: Path,
    above: frozenset[Path],
) -> Iterator[str]:
    """The texts that a file includes in a variant, directly or through others."""
    text = file.texts.get(variant, "")
    for written, _, options in include_directives(text) if "include" in text else ():
        path = named_file(written, file.file.path, source)
        other = files.get(path)
        if other is None or path in above or is_literal_include(options):
            continue
        yield other.texts.get(variant, "")
        yield from _included(other, variant, files, source, above | {file.file.path})

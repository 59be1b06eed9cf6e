"""Compare two variants page by page: which lines differ, with the line on which the author wrote each."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from variantdocs.sources.project import Project
from variantdocs.sources.variant_texts import VariantTexts, variant_texts

_CONTEXT = 3
_ALIKE = 0.4  # lines that have less in common are not compared word by word
_PART = re.compile(r"\w+|\s+|[^\w\s]")


class Status(StrEnum):
    """How a page differs."""

    DIFFERS = "differs"
    ONLY_FIRST = "only_first"
    ONLY_SECOND = "only_second"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a page as a variant shows it; ``number`` is its source line.

    ``parts`` are pieces of it, each with whether it differs from the line beside it.
    """

    number: int
    text: str
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Two lines side by side; ``None`` where a variant has none."""

    first: Line | None
    second: Line | None

    @property
    def is_same(self) -> bool:
        """Whether both variants show this line."""
        return self.first is not None and self.second is not None and self.first.text == self.second.text


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDifference:
    """A page that differs, or an included file; ``hunks`` are stretches of rows with a few lines around."""

    name: str
    path: str
    status: Status
    hunks: tuple[tuple[Row, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """How two variants differ; ``same`` counts the files that are alike in both."""

    first: str
    second: str
    pages: tuple[PageDifference, ...]
    same: int

    def count(self, status: Status) -> int:
        """The number of pages with a status."""
        return sum(page.status is status for page in self.pages)

    @property
    def summary(self) -> str:
        """The differences in one line."""
        count = self.count(Status.DIFFERS)
        differ = "1 file differs" if count == 1 else f"{count} files differ"
        only_first, only_second = self.count(Status.ONLY_FIRST), self.count(Status.ONLY_SECOND)
        return (
            f"{self.first} and {self.second}: {differ}, {only_first} only in {self.first}, "
            f"{only_second} only in {self.second}, {self.same} the same"
        )


def compare_variants(project: Project, first: str, second: str, *, only: str | None = None) -> Differences:
    """Compare two variants of a project.

    :param only: The path of the page that is compared, as messages show it; by default all pages.
    """
    pages: list[PageDifference] = []
    same = 0
    for file in variant_texts(project):
        if only is not None and file.file.shown != only:
            continue
        found = _compared(file, first, second)
        if found is not None:
            pages.append(found)
        elif first in file.expanded:
            same += 1
    return Differences(
        first=first, second=second, pages=tuple(sorted(pages, key=lambda page: page.name)), same=same
    )


def _compared(file: VariantTexts, first: str, second: str) -> PageDifference | None:
    name, path = file.file.docname or file.file.shown, file.file.shown
    if first not in file.expanded and second not in file.expanded:
        return None
    if second not in file.expanded or first not in file.expanded:
        status = Status.ONLY_FIRST if first in file.expanded else Status.ONLY_SECOND
        return PageDifference(name=name, path=path, status=status)
    if file.texts[first] == file.texts[second]:
        return None
    hunks = tuple(_hunks(_lines(file, first), _lines(file, second)))
    return PageDifference(name=name, path=path, status=Status.DIFFERS, hunks=hunks)


def _lines(file: VariantTexts, variant: str) -> list[tuple[int, str]]:
    page = file.expanded[variant]
    lines = page.text.removesuffix("\n").split("\n")
    return [(page.source_map.source_line(number), text) for number, text in enumerate(lines, 1)]


def _hunks(first: Sequence[tuple[int, str]], second: Sequence[tuple[int, str]]) -> Iterator[tuple[Row, ...]]:
    matcher = difflib.SequenceMatcher(
        None, [text for _, text in first], [text for _, text in second], autojunk=False
    )
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        rows: list[Row] = []
        for _, start, end, other_start, other_end in group:
            for left, right in zip_longest(first[start:end], second[other_start:other_end]):
                rows.append(_row(left, right))
        yield tuple(rows)


def _row(left: tuple[int, str] | None, right: tuple[int, str] | None) -> Row:
    if left is None or right is None:
        return Row(_whole(left), _whole(right))
    if left[1] == right[1]:
        return Row(_whole(left, differs=False), _whole(right, differs=False))
    first, second = _PART.findall(left[1]), _PART.findall(right[1])
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return Row(_whole(left), _whole(right))
    operations = matcher.get_opcodes()
    left_parts = [("".join(first[start:end]), kind != "equal") for kind, start, end, _, _ in operations]
    right_parts = [("".join(second[start:end]), kind != "equal") for kind, _, _, start, end in operations]
    return Row(
        Line(number=left[0], text=left[1], parts=tuple(part for part in left_parts if part[0])),
        Line(number=right[0], text=right[1], parts=tuple(part for part in right_parts if part[0])),
    )


def _whole(line: tuple[int, str] | None, *, differs: bool = True) -> Line | None:
    return None if line is None else Line(number=line[0], text=line[1], parts=((line[1], differs),))

"""What rules know: the project, its parsed files, and the pages of each variant."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path

from variantdocs.lint.finding import Finding
from variantdocs.messages import Kind
from variantdocs.sources.edits import Edit
from variantdocs.sources.markup import Markup
from variantdocs.sources.parser import PageParser
from variantdocs.sources.project import Project
from variantdocs.sources.source_file import ParsedFile


class LintContext:
    """One run of lint: every file is parsed once, for all rules and variants."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.parser = PageParser(project.names)
        self.environment = self.parser.environment
        self._markup: dict[tuple[Path, frozenset[str]], Markup] = {}
        self.files = [ParsedFile.from_file(file, self.parser) for file in project.files]

    @cached_property
    def pages(self) -> dict[str, ParsedFile]:
        """docname → page."""
        return {page.file.docname: page for page in self.files if page.file.docname is not None}

    @cached_property
    def used_names(self) -> frozenset[str]:
        """Every name that a tag uses."""
        return frozenset().union(*(page.names for page in self.files))

    @cached_property
    def varying_anchors(self) -> dict[str, dict[str | None, frozenset[str]]]:
        """anchor → docname → the variants that have it there; ``None`` for those that have it anywhere.

        Holds the anchors of pages whose blocks show other text in each variant, and the labels of pages that
        not every variant has.
        """
        everyone = frozenset(self.project.variant_set.names)
        found: dict[str, dict[str | None, frozenset[str]]] = {}
        for docname, page in self.pages.items():
            is_whole = len(page.views) == 1 or not page.blocks_hold("#", ")=", ":name:", ".. _")
            if is_whole and page.file.members == everyone:
                continue
            for variants in page.views:
                markup = self.markup(page, variants)
                for anchor in markup.labels() if is_whole else markup.anchors():
                    places = found.setdefault(anchor, {})
                    places[docname] = places.get(docname, frozenset()) | variants
                    places[None] = places.get(None, frozenset()) | variants
        return found

    def markup(self, page: ParsedFile, variants: frozenset[str]) -> Markup:
        """The markup of a view of a file, scanned once."""
        key = (page.file.path, variants)
        if key not in self._markup:
            self._markup[key] = Markup(page.views[variants])
        return self._markup[key]

    def is_code(self, page: ParsedFile, variants: frozenset[str], offset: int) -> bool:
        """Whether the text at ``offset`` is code in this view, so that its markup means nothing."""
        markup = self.markup(page, variants)
        return markup.is_literal(offset) or markup.is_inline_code(offset)

    def with_file(self, page: ParsedFile) -> LintContext:
        """This context with one file in place of what it was."""
        found = copy.copy(self)
        found.files = [page if file.file.path == page.file.path else file for file in self.files]
        return found

    def in_order(self, variants: Collection[str]) -> tuple[str, ...]:
        """The variants in the order of ``variants.yaml``."""
        return tuple(name for name in self.project.variant_set.names if name in variants)

    def finding(
        self,
        page: ParsedFile,
        offset: int,
        kind: Kind,
        message: str,
        *,
        variants: Collection[str] = (),
        fix: Iterable[Edit] = (),
        is_error: bool = False,
    ) -> Finding:
        """A finding at an offset of a file."""
        line, column = page.position(offset)
        return Finding(
            path=page.file.path,
            line=line,
            column=column,
            kind=kind,
            message=message,
            variants=self.in_order(variants),
            fix=tuple(fix),
            is_error=is_error,
        )

"""The ``toctree`` directive: entries of other variants are dropped without a warning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils.statemachine import StringList
from sphinx.directives.other import TocTree
from sphinx.util import logging

from variantdocs.config.patterns import compile_pattern, matches
from variantdocs.pages.membership import MEMBERS
from variantdocs.pages.references import PAGE_REFERENCES, PageReferences
from variantdocs.pages.toctree_entries import entry_targets, kept_entries

if TYPE_CHECKING:
    from docutils.nodes import Node

_LOGGER = logging.getLogger(__name__)


class VariantTocTree(TocTree):
    """Sphinx's ``toctree``, limited to the pages of this variant."""

    def run(self) -> list[Node]:
        """The toctree of the entries that stay; nothing if none does."""
        found = self.env.found_docs
        page = self.env.current_document.docname
        named = PAGE_REFERENCES.of(self.env).setdefault(page, PageReferences())
        named.patterns.update(
            entry_targets(list(self.content), page=page, suffixes=self.config.source_suffix)
        )
        elsewhere = MEMBERS.of(self.env).keys() - found
        keep = kept_entries(
            list(self.content),
            page=page,
            glob="glob" in self.options,
            suffixes=self.config.source_suffix,
            present=lambda pattern: any(matches(pattern, docname) for docname in found),
            elsewhere=elsewhere,
        )
        if "glob" in self.options:
            keep = [
                stays and self._is_readable(entry) for stays, entry in zip(keep, self.content, strict=True)
            ]
        if not all(keep):
            source = self.content
            kept = [number for number, stays in enumerate(keep) if stays]
            self.content = StringList(
                [source[number] for number in kept], items=[source.items[number] for number in kept]
            )
            if not any(line.strip() for line in self.content):
                return []
        return super().run()

    def _is_readable(self, entry: str) -> bool:
        """Whether a line is a valid pattern; Sphinx would end with a traceback."""
        try:
            compile_pattern(entry.strip())
        except re.error as error:
            _LOGGER.warning(
                "toctree glob pattern %r cannot be read: %s",
                entry.strip(),
                error.msg,
                type="toc",
                subtype="empty_glob",
                location=self.get_location(),
            )
            return False
        return True

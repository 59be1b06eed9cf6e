"""The ``toctree`` directive: entries of other variants are dropped without a warning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from docutils.parsers.rst.states import RSTState
from docutils.statemachine import StringList
from sphinx.directives.other import TocTree
from sphinx.util import logging
from sphinx.util.matching import Matcher

from variantdocs.config.patterns import compile_pattern, matches
from variantdocs.pages.membership import MEMBERS
from variantdocs.pages.references import PAGE_REFERENCES, PageReferences
from variantdocs.pages.toctree_entries import (
    entry_targets,
    is_address,
    kept_entries,
    named_docname,
    with_edition_address,
)
from variantdocs.sphinx_patches.versions.older_sphinx import current_docname
from variantdocs.suggestions import Docnames
from variantdocs.templating.source_lines.parse_state import parse_state_of

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx import addnodes

_GENERATED = frozenset({"genindex", "modindex", "search"})
_STARS = re.compile(r"\*")
_MOST_STARS = 8
"""Sphinx takes time exponential in the stars."""

_LOGGER = logging.getLogger(__name__)


class VariantTocTree(TocTree):
    """Sphinx's ``toctree``, limited to the pages of this variant."""

    def run(self) -> list[Node]:
        """The toctree of the entries that stay; nothing if none does."""
        found = self.env.found_docs
        page = current_docname(self.env)
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
        keep = [stays and self._is_usable(number) for number, stays in enumerate(keep)]
        lines = self.content
        kept = [number for number, stays in enumerate(keep) if stays]
        self.content = StringList(
            [with_edition_address(lines[number]) for number in kept],
            items=[lines.items[number] for number in kept],
        )
        if not all(keep) and not any(line.strip() for line in self.content):
            return []
        return super().run()

    def parse_content(self, toctree: addnodes.toctree) -> None:
        """Read the entries; what Sphinx reports of one has the line of that entry, not the directive's."""
        content, place = self.content, (toctree.source, toctree.line)
        self.content = self._located_entries(content, toctree)  # type: ignore[assignment]
        try:
            super().parse_content(toctree)
        finally:
            self.content = content
            toctree.source, toctree.line = place

    def _located_entries(self, content: StringList, toctree: addnodes.toctree) -> Iterator[str]:
        """Each entry; meanwhile ``toctree``, which Sphinx gives as location, is at its line."""
        addresses = PAGE_REFERENCES.of(self.env)[current_docname(self.env)].addresses
        for number, entry in enumerate(content):
            toctree.source, toctree.line = self._place(content, number)
            known = len(toctree["entries"])
            yield entry
            for _, target in toctree["entries"][known:]:
                if is_address(target):
                    addresses.setdefault(target, []).append(self._source_location(content, number))

    def _source_location(self, content: StringList, number: int) -> str:
        """The file and the source line of an entry, for messages when the page has been parsed."""
        source, line = self._place(content, number)
        text = parse_state_of(self.env).text
        if line is not None and text is not None and not text.translated and text.path == source:
            line = text.source_line(line)
        return f"{source}:{line}"

    def _place(self, content: StringList, number: int) -> tuple[str | None, int | None]:
        """The file and the line of an entry, as nodes of the text being parsed have them."""
        source, offset = content.info(number)
        if isinstance(self.state, RSTState):
            return source, None if offset is None else offset + 1
        return source, self.lineno + self.content_offset + (offset or 0) + 1  # MyST counts from the content

    def _is_usable(self, number: int) -> bool:
        """Whether Sphinx can use an entry; if not, what is wrong with it is reported better here."""
        entry = self.content[number]
        if "glob" in self.options and (problem := _pattern_problem(entry.strip())) is not None:
            message = "toctree glob pattern %r cannot be read: %s"
            self._warn(number, message, entry.strip(), problem, kind="empty_glob")
            return False
        docname = named_docname(
            entry,
            page=current_docname(self.env),
            glob="glob" in self.options,
            suffixes=self.config.source_suffix,
        )
        if docname is None or docname in self.env.found_docs or self._is_excluded(docname):
            return True
        near = _docnames(frozenset(MEMBERS.of(self.env))).nearest(docname)
        if not near or docname in _GENERATED:
            return True
        self._warn(
            number,
            "toctree contains reference to nonexisting document %r; did you mean %r?",
            docname,
            near[0],
            kind="not_readable",
        )
        return False

    def _is_excluded(self, docname: str) -> bool:
        return Matcher(self.config.exclude_patterns)(str(self.env.doc2path(docname, base=False)))

    def _warn(self, number: int, message: str, *values: str, kind: str) -> None:
        source, line = self._place(self.content, number)
        _LOGGER.warning(message, *values, type="toc", subtype=kind, location=f"{source}:{line}")


@lru_cache(maxsize=1)
def _docnames(known: frozenset[str]) -> Docnames:
    """Prepared once for all toctrees of a build."""
    return Docnames(known)


def _pattern_problem(pattern: str) -> str | None:
    """Why Sphinx cannot match ``pattern``: it would end with a traceback, or not at all."""
    if len(_STARS.findall(pattern)) > _MOST_STARS:
        return f"it has more than {_MOST_STARS} stars"
    try:
        compile_pattern(pattern)
    except re.error as error:
        return error.msg
    return None

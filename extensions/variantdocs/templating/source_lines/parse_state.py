"""Which text is being parsed right now, and what its lines are in the author's files.

Sphinx parses one document at a time; includes nest in it. The stack of texts is kept on
Sphinx's own per-document storage, so it lives and dies with the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from docutils import nodes

from variantdocs.templating.source_lines.source_map import UNCHANGED, SourceMap
from variantdocs.templating.tags import may_have_tags

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from variantdocs.templating.expand import ExpandedPage

_KEY = "variantdocs.reading"
_WORD = re.compile(r"[A-Za-z_][\w-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedText:
    """A text being parsed: the file it comes from, the expanded text, and its source map.

    ``translated`` says that the parser itself already speaks in source lines (reST does).
    """

    path: str
    source_map: SourceMap
    text: str = ""
    translated: bool = False


class IncludeExpander(Protocol):
    """Expands the files that a page includes."""

    def expand_included(self, text: str, *, path: str, skipped: int, markdown: bool) -> ExpandedPage:
        """The text of a part of ``path`` before which ``skipped`` lines stand."""


@dataclass(slots=True)
class Reading:
    """What is known of the document being read."""

    page_map: SourceMap = UNCHANGED
    stack: list[ParsedText] = field(default_factory=list)
    parsed: list[ParsedText] = field(default_factory=list)
    """All texts of the document, included ones too, when they have been parsed."""
    expander: IncludeExpander | None = None
    include_options: dict[str, Any] | None = None
    """The slice of the file that MyST is about to include."""
    include_error: str | None = None
    fingerprint: str | None = None
    """What tells the expanded page from another; ``None`` for a page that is broken."""
    in_includes: set[str] = field(default_factory=set)
    """The words in included files that have tags: what they may name."""
    known_text: str = ""
    """The text of the page or of an included file, as it was last seen."""
    is_changed_by_others: bool = False
    """Whether another extension has changed the text of the page, or of a file that it includes."""

    def compare(self, text: str) -> None:
        """Note whether ``text`` is another than was seen last."""
        self.is_changed_by_others |= text != self.known_text

    def note_included(self, text: str) -> None:
        """Note what an included text may name."""
        if may_have_tags(text):
            self.in_includes.update(word.replace("-", "_") for word in _WORD.findall(text))

    def take_include_error(self) -> str | None:
        """What went wrong with the last include, said once."""
        error, self.include_error = self.include_error, None
        return error

    @contextmanager
    def parsing(self, text: ParsedText) -> Iterator[None]:
        """While ``text`` is parsed."""
        self.stack.append(text)
        try:
            yield
        finally:
            self.parsed.append(self.stack.pop())

    @property
    def text(self) -> ParsedText | None:
        """The innermost text being parsed."""
        return self.stack[-1] if self.stack else None


def reading_of(env: BuildEnvironment) -> Reading:
    """The state of the document that ``env`` reads now."""
    document = env.current_document
    if _KEY not in document:
        document[_KEY] = Reading()
    found = document[_KEY]
    assert isinstance(found, Reading)
    return found


def translate_nodes(root: nodes.Node, text: ParsedText) -> None:
    """Give the nodes below ``root`` that come from ``text`` their source lines, once each."""
    for node in root.findall(nodes.Element):
        if node.line is None or getattr(node, "variantdocs_translated", False):
            continue
        if node.source is not None and node.source != text.path:
            continue
        node.line = text.source_map.source_line(node.line)
        node.variantdocs_translated = True  # type: ignore[attr-defined]


def forget_translation(root: nodes.Node) -> None:
    """Remove the traces of :func:`translate_nodes`, so that doctrees hold none."""
    for node in root.findall(nodes.Element):
        if hasattr(node, "variantdocs_translated"):
            del node.variantdocs_translated

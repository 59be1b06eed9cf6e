"""Which text is being parsed right now, and where its lines are in the author's files.

Sphinx parses one document at a time, and includes nest in it. The stack of texts is kept in Sphinx's
per-document storage, so it is discarded with the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from docutils import nodes

from variantdocs.sphinx_patches.versions.older_sphinx import current_values
from variantdocs.templating.source_lines.source_map import UNCHANGED, SourceMap
from variantdocs.templating.tags import may_have_tags

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from variantdocs.templating.expand import ExpandedPage

_KEY = "variantdocs.parse_state"
_WORD = re.compile(r"[A-Za-z_][\w-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedText:
    """A text being parsed: the file it comes from, the expanded text, and its source map.

    ``translated`` says that the parser itself reports source lines (reST does). ``lines_before`` is what
    the parser adds to the number of each line.
    """

    path: str
    source_map: SourceMap
    text: str = ""
    translated: bool = False
    lines_before: int = 0

    def source_line(self, parsed_line: int) -> int:
        """The source line of a line that the parser reports."""
        return self.source_map.source_line(parsed_line - self.lines_before)


class IncludeExpander(Protocol):
    """Expands the files that a page includes."""

    def expand_included(self, text: str, *, path: str, skipped: int, markdown: bool) -> ExpandedPage:
        """The text of a slice of ``path`` that ``skipped`` lines precede."""


@dataclass(slots=True)
class ParseState:
    """What is known about the document being read."""

    page_map: SourceMap = UNCHANGED
    stack: list[ParsedText] = field(default_factory=list)
    parsed: list[ParsedText] = field(default_factory=list)
    """The texts of the document that are parsed, included ones too."""
    expander: IncludeExpander | None = None
    include_options: dict[str, Any] | None = None
    """The slice of the file that MyST is about to include."""
    include_error: str | None = None
    includes: int = 0
    """How many files the document has included so far."""
    included_characters: int = 0
    """The characters of the files that the document has included so far, as written."""
    is_past_limit: bool = False
    """Whether it has included too much, which was reported."""
    fingerprint: str | None = None
    """The fingerprint of the expanded page; ``None`` for a broken page."""
    variants: frozenset[str] = frozenset()
    """The variants that have the page."""
    in_includes: set[str] = field(default_factory=set)
    """The words in included files that hold tags: the names that they may use."""
    misread: tuple[str, range] = ("", range(0))
    """The page, as messages show it, and its lines of which parsers say nothing: they have been reported."""
    known_text: str = ""
    """The text of the page or included file when we last saw it."""
    is_changed_by_others: bool = False
    """Whether another extension changed the text of the page or of a file that it includes."""

    def compare(self, text: str) -> None:
        """Note whether ``text`` has changed since we last saw it."""
        self.is_changed_by_others |= text != self.known_text

    def note_included(self, text: str) -> None:
        """Note the size of an included text, and the names that it may use."""
        self.included_characters += len(text)
        if may_have_tags(text):
            self.in_includes.update(word.replace("-", "_") for word in _WORD.findall(text))

    def take_include_error(self) -> str | None:
        """The error of the last include; afterwards there is none."""
        error, self.include_error = self.include_error, None
        return error

    @contextmanager
    def parsing(self, text: ParsedText) -> Iterator[None]:
        """Push ``text`` on the stack while it is parsed."""
        self.stack.append(text)
        try:
            yield
        finally:
            self.parsed.append(self.stack.pop())

    @property
    def text(self) -> ParsedText | None:
        """The innermost text being parsed."""
        return self.stack[-1] if self.stack else None


def parse_state_of(env: BuildEnvironment) -> ParseState:
    """The state of the document that ``env`` is reading."""
    values = current_values(env)
    if _KEY not in values:
        values[_KEY] = ParseState()
    found = values[_KEY]
    assert isinstance(found, ParseState)
    return found


def translate_nodes(root: nodes.Node, text: ParsedText) -> None:
    """Set the source lines of the nodes below ``root`` that come from ``text``, once each."""
    for node in root.findall(nodes.Element):
        if node.line is None or getattr(node, "variantdocs_translated", False):
            continue
        if node.source is not None and node.source != text.path:
            continue
        node.line = text.source_line(node.line)
        node.variantdocs_translated = True  # type: ignore[attr-defined]


def forget_translation(root: nodes.Node) -> None:
    """Remove the traces of :func:`translate_nodes`, so that doctrees hold none."""
    for node in root.findall(nodes.Element):
        if hasattr(node, "variantdocs_translated"):
            del node.variantdocs_translated

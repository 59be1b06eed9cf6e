"""Expand what Sphinx reads: pages (``source-read``) and included files (``include-read``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from variantdocs import events
from variantdocs.config.current import current_of
from variantdocs.env_store import AppValue
from variantdocs.messages import report
from variantdocs.paths import shown_path
from variantdocs.templating import encoding
from variantdocs.templating.expand import BrokenPage, ExpandedPage, prepare
from variantdocs.templating.names import Names
from variantdocs.templating.placeholder import included_placeholder, placeholder
from variantdocs.templating.read_records import ReadRecordCollector, fingerprint
from variantdocs.templating.sandbox.environment import PageEnvironment
from variantdocs.templating.source_lines.log_locations import install_source_locations
from variantdocs.templating.source_lines.parse_state import reading_of
from variantdocs.templating.source_lines.source_map import SourceMap
from variantdocs.templating.tags import Problem

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass(slots=True, kw_only=True)
class PageExpander:
    """Expands the pages of one Sphinx application, for its variant."""

    variant: str
    names: Names
    environment: PageEnvironment = field(default_factory=PageEnvironment)
    foreseen: dict[Path, tuple[str, ExpandedPage]] = field(default_factory=dict)
    """Pages that were expanded before they are read: source text and what it expands to."""
    refused: dict[Path, tuple[Problem, ...]] = field(default_factory=dict)
    """Pages that must not be shown, and why."""

    def expand(self, source: str, path: Path) -> ExpandedPage:
        """The text of the page ``path``.

        :raises BrokenPage: it cannot be expanded; all that is wrong with it.
        """
        known = self.foreseen.pop(path, None)
        if known is not None and known[0] == source:
            return known[1]
        if "\ufffd" in source and (problem := encoding.encoding_problem(path)) is not None:
            raise BrokenPage((problem,))
        # Sphinx has made \r\n and \r into \n; what is left came in through other handlers.
        return prepare(source.replace("\r\n", "\n"), self.names, self.environment).expand(
            self.variant, self.names
        )

    def expand_page(self, source: str, path: Path) -> ExpandedPage:
        """The text of the page ``path``, unless it is refused.

        :raises BrokenPage: it cannot be shown or expanded; all that is wrong with it.
        """
        if path in self.refused:
            raise BrokenPage(self.refused[path])
        return self.expand(source, path)

    def expand_included(self, text: str, *, path: str, skipped: int, markdown: bool) -> ExpandedPage:
        """The text of a part of the included file ``path``; a placeholder if it is broken."""
        try:
            expanded = self.expand(text, Path(path))
        except BrokenPage as broken:
            problems = tuple(
                Problem(kind=problem.kind, message=problem.message, line=problem.line + skipped)
                for problem in broken.problems
            )
            report_problems(problems, path)
            shown = included_placeholder(shown_path(path), problems, markdown=markdown)
            lines = (problems[0].line,) * (shown.count("\n") + 1)
            return ExpandedPage(text=shown, source_map=SourceMap(lines))
        source_map = SourceMap(expanded.source_map.lines, expanded.source_map.offset + skipped)
        return ExpandedPage(text=expanded.text, source_map=source_map)


EXPANDER = AppValue[PageExpander]("expander")


def connect(app: Sphinx) -> None:
    """Register parsers, the ``include`` directive and the event handlers."""
    from variantdocs.templating.source_lines.include import IncludeDirective, expand_included_markdown
    from variantdocs.templating.source_lines.parsers import SourceLineMystParser, SourceLineRSTParser

    app.add_source_parser(SourceLineMystParser, override=True)
    app.add_source_parser(SourceLineRSTParser, override=True)
    app.add_directive("include", IncludeDirective, override=True)
    app.add_env_collector(ReadRecordCollector)
    events.connect(app, prepare_application, expand_page, expand_included_markdown, see_text, compare_text)


def prepare_application(app: Sphinx) -> None:
    """Make the expander of ``app`` and put source lines into its messages."""
    current = current_of(app)
    expander = PageExpander(variant=current.variant.name, names=Names.from_variant_set(current.variant_set))
    EXPANDER.set(app, expander)
    encoding.register()
    if app.config.source_encoding.lower().replace("_", "-") in ("utf-8", "utf-8-sig", "utf8"):
        app.env.settings["input_encoding"] = encoding.NAME
    install_source_locations(app)


def expander_of(app: Sphinx) -> PageExpander:
    """The expander of ``app``; known from ``builder-inited`` on."""
    return EXPANDER.of(app)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeseenPage:
    """A page as it will be read: its text, and what tells that from another."""

    text: str
    fingerprint: str


def foresee(app: Sphinx, docname: str) -> ForeseenPage | None:
    """Expand a page before it is read; ``None`` for one that is broken or not there."""
    try:
        expanded = _foreseen(app, docname)
    except (OSError, UnicodeError, BrokenPage):
        return None
    return ForeseenPage(text=expanded.text, fingerprint=fingerprint(expanded))


def text_to_be_read(app: Sphinx, docname: str) -> str:
    """The text of a page as it will be read; as it is written where it cannot be expanded."""
    try:
        return _foreseen(app, docname).text
    except (OSError, UnicodeError, BrokenPage):
        pass
    try:
        return Path(app.env.doc2path(docname)).read_text(app.config.source_encoding, errors="replace")
    except OSError:
        return ""  # Sphinx says so when it comes to read it


def text_shown(app: Sphinx, docname: str) -> str:
    """The text of a page as this variant shows it; empty for a page that cannot be shown."""
    path = Path(app.env.doc2path(docname))
    try:
        source = path.read_text(encoding=app.env.settings["input_encoding"])
        return expander_of(app).expand_page(source, path).text
    except (OSError, UnicodeError, BrokenPage):
        return ""


def _foreseen(app: Sphinx, docname: str) -> ExpandedPage:
    expander = expander_of(app)
    path = Path(app.env.doc2path(docname))
    source = path.read_text(encoding=app.env.settings["input_encoding"])
    expanded = expander.expand_page(source, path)
    expander.foreseen[path] = (source, expanded)
    return expanded


def expand_page(app: Sphinx, docname: str, content: list[str]) -> None:
    """Put the text for the variant in the place of the source."""
    install_source_locations(app)  # also on the handlers of a reading process
    expander = expander_of(app)
    reading = reading_of(app.env)
    reading.compare(content[0])
    reading.expander = expander
    path = Path(app.env.doc2path(docname))
    try:
        expanded = expander.expand_page(content[0], path)
    except BrokenPage as broken:
        report_problems(broken.problems, str(path))
        content[0] = placeholder(
            content[0],
            docname=docname,
            path=shown_path(str(path)),
            problems=broken.problems,
            markdown=path.suffix not in (".rst", ".txt"),
        )
        line = broken.problems[0].line
        reading.page_map = SourceMap((line,) * (content[0].count("\n") + 1))
        app.env.metadata[docname]["variantdocs-broken"] = "true"
        return
    content[0] = reading.known_text = expanded.text
    reading.page_map = expanded.source_map
    reading.fingerprint = fingerprint(expanded)


def see_text(app: Sphinx, *arguments: Any) -> None:
    """Remember the text, before anybody can change it."""
    reading_of(app.env).known_text = arguments[-1][0]


def compare_text(app: Sphinx, *arguments: Any) -> None:
    """Note whether anybody but this extension has changed the text."""
    reading_of(app.env).compare(arguments[-1][0])


def report_problems(problems: tuple[Problem, ...], path: str) -> None:
    """Say all that is wrong with the file ``path``."""
    for problem in problems:
        report(problem.kind, problem.message, location=f"{path}:{problem.line}")

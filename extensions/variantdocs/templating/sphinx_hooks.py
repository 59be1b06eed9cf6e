"""Expand what Sphinx reads: pages (``source-read``) and included files (``include-read``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from variantdocs import events
from variantdocs.config.current import current_of
from variantdocs.env_store import AppValue
from variantdocs.messages import report
from variantdocs.paths import shown_path
from variantdocs.templating import encoding
from variantdocs.templating.expand import BrokenPage, ExpandedPage, PreparedPage, prepare
from variantdocs.templating.names import Names
from variantdocs.templating.placeholder import included_placeholder, placeholder
from variantdocs.templating.read_records import ReadRecordCollector, fingerprint
from variantdocs.templating.sandbox.environment import PageEnvironment
from variantdocs.templating.source_lines.log_locations import install_source_locations
from variantdocs.templating.source_lines.parse_state import parse_state_of
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
    page_variants: Mapping[Path, frozenset[str]] = field(default_factory=dict)
    """The variants of each page; a file that is not here, as an included one, may be in all."""
    expanded_ahead: dict[Path, tuple[str, ExpandedPage]] = field(default_factory=dict)
    """Pages that were expanded before Sphinx reads them: source and expanded page."""

    def expand(self, source: str, path: Path) -> ExpandedPage:
        """The text of the page ``path``.

        :raises BrokenPage: it cannot be expanded.
        """
        known = self.expanded_ahead.pop(path, None)
        if known is not None and known[0] == source:
            return known[1]
        if ("\ufffd" in source or "\0" in source) and (
            problem := encoding.encoding_problem(path)
        ) is not None:
            raise BrokenPage((problem,))
        # Sphinx turns \r\n and \r into \n; other handlers may add some.
        page = prepare(source.replace("\r\n", "\n"), self.names, self.environment)
        expanded = page.expand(self.variant, self.names)
        return replace(expanded, warnings=self._warnings(page, path))

    def _warnings(self, page: PreparedPage, path: Path) -> tuple[Problem, ...]:
        every = frozenset(self.names.values)
        if len(every) == 1:
            return page.near  # in a project that has only one variant yet, every condition holds or none
        return page.warnings(self.page_variants.get(path, every))

    def expand_included(self, text: str, *, path: str, skipped: int, markdown: bool) -> ExpandedPage:
        """The text of a slice of the included file ``path``; a placeholder if it is broken."""
        try:
            expanded = self.expand(text, Path(path))
        except BrokenPage as broken:
            problems = _moved(broken.problems, skipped)
            report_problems(problems, path)
            shown = included_placeholder(text, shown_path(path), problems, markdown=markdown)
            lines = (problems[0].line,) * (shown.count("\n") + 1)
            return ExpandedPage(text=shown, source_map=SourceMap(lines))
        report_warnings(_moved(expanded.warnings, skipped), path)
        source_map = SourceMap(expanded.source_map.lines, expanded.source_map.offset + skipped)
        return ExpandedPage(text=expanded.text, source_map=source_map)


def _moved(problems: tuple[Problem, ...], lines: int) -> tuple[Problem, ...]:
    return tuple(replace(problem, line=problem.line + lines) for problem in problems)


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
    """Create the expander of ``app`` and install source locations in its messages."""
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
class PageAhead:
    """The expanded text of a page that Sphinx has not read yet, and its fingerprint."""

    text: str
    fingerprint: str


def expand_ahead(app: Sphinx, docname: str) -> PageAhead | None:
    """Expand a page before Sphinx reads it; ``None`` if it is broken or missing."""
    try:
        expanded = _expanded_ahead(app, docname)
    except (OSError, UnicodeError, BrokenPage):
        return None
    return PageAhead(text=expanded.text, fingerprint=fingerprint(expanded))


def text_ahead(app: Sphinx, docname: str) -> str:
    """The text of a page before Sphinx reads it; its source if it cannot be expanded."""
    try:
        return _expanded_ahead(app, docname).text
    except (OSError, UnicodeError, BrokenPage):
        pass
    try:
        return Path(app.env.doc2path(docname)).read_text(app.config.source_encoding, errors="replace")
    except OSError:
        return ""  # Sphinx reports it when it reads the page


def _expanded_ahead(app: Sphinx, docname: str) -> ExpandedPage:
    expander = expander_of(app)
    path = Path(app.env.doc2path(docname))
    source = path.read_text(encoding=app.env.settings["input_encoding"])
    expanded = expander.expand(source, path)
    expander.expanded_ahead[path] = (source, expanded)
    return expanded


def expand_page(app: Sphinx, docname: str, content: list[str]) -> None:
    """Replace the source by the text for the variant."""
    install_source_locations(app)  # a reading process has handlers of its own
    expander = expander_of(app)
    state = parse_state_of(app.env)
    state.compare(content[0])
    state.expander = expander
    path = Path(app.env.doc2path(docname))
    try:
        expanded = expander.expand(content[0], path)
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
        state.page_map = SourceMap((line,) * (content[0].count("\n") + 1))
        app.env.metadata[docname]["variantdocs-broken"] = "true"
        return
    content[0] = state.known_text = expanded.text
    state.page_map = expanded.source_map
    state.fingerprint = fingerprint(expanded)
    report_warnings(expanded.warnings, str(path))


def see_text(app: Sphinx, *arguments: Any) -> None:
    """Remember the text before other extensions can change it."""
    parse_state_of(app.env).known_text = arguments[-1][0]


def compare_text(app: Sphinx, *arguments: Any) -> None:
    """Note whether another extension changed the text."""
    parse_state_of(app.env).compare(arguments[-1][0])


def report_problems(problems: tuple[Problem, ...], path: str) -> None:
    """Report all problems of the file ``path``."""
    for problem in problems:
        report(problem.kind, problem.message, location=f"{path}:{problem.line}")


def report_warnings(problems: tuple[Problem, ...], path: str) -> None:
    """Report as warnings what is probably wrong with the file ``path``."""
    for problem in problems:
        report(problem.kind, problem.message, location=f"{path}:{problem.line}", error=False)

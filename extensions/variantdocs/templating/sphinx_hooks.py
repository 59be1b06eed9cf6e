"""Expand what Sphinx reads: pages (``source-read``) and included files (``include-read``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError

from variantdocs import events
from variantdocs.config.current import current_of
from variantdocs.env_store import AppValue
from variantdocs.locale import ENGLISH, Language
from variantdocs.locale.site_language import site_language
from variantdocs.messages import Kind, report
from variantdocs.paths import shown_path
from variantdocs.templating import encoding, settings
from variantdocs.templating.checks.cut_constructs import cut_constructs, may_have_constructs
from variantdocs.templating.checks.foreign_tags import foreign_tag
from variantdocs.templating.expand import BrokenPage, ExpandedPage, PreparedPage, prepare
from variantdocs.templating.names import Names
from variantdocs.templating.placeholder import included_placeholder, placeholder
from variantdocs.templating.prepared_pages import PreparedPages
from variantdocs.templating.read_records import ReadRecordCollector, fingerprint
from variantdocs.templating.sandbox.environment import PageEnvironment
from variantdocs.templating.source_lines.log_locations import install_source_locations
from variantdocs.templating.source_lines.parse_state import parse_state_of
from variantdocs.templating.source_lines.source_map import SourceMap
from variantdocs.templating.tags import Problem

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """A page that has been expanded for one variant, and what it was expanded from."""

    source: str
    page: PreparedPage
    expanded: ExpandedPage


@dataclass(slots=True, kw_only=True)
class PageExpander:
    """Expands the pages of one Sphinx application, for its variant."""

    variant: str
    names: Names
    environment: PageEnvironment = field(default_factory=PageEnvironment)
    page_variants: Mapping[Path, frozenset[str]] = field(default_factory=dict)
    """The variants of each page; a file that is not here, as an included one, may be in all."""
    expanded_ahead: dict[Path, Expansion] = field(default_factory=dict)
    """Pages that were expanded before Sphinx reads them."""
    language: Language = ENGLISH
    """The language of the site, in which placeholders are."""
    refused: dict[Path, tuple[Problem, ...]] = field(default_factory=dict)
    """Pages that must not be shown, and why."""
    misread: dict[Path, range] = field(default_factory=dict)
    """Lines of pages that have been reported, and that parsers take for something else than is meant."""
    prepared: PreparedPages | None = None
    """Pages that need not be prepared."""
    check_included: Callable[[str, bool], Problem | None] = lambda text, markdown: None
    """What is wrong with an included text, which may be Markdown, beside its tags."""

    def use(self, prepared: PreparedPages) -> None:
        """Take prepared pages from ``prepared``, unless they were prepared with other names."""
        if prepared.names == self.names:
            self.prepared = prepared

    def expand(self, source: str, path: Path) -> Expansion:
        """Expand the page ``path``.

        :raises BrokenPage: it cannot be expanded.
        """
        known = self.expanded_ahead.pop(path, None)
        if known is not None and known.source == source:
            return known
        if ("\ufffd" in source or "\0" in source) and (
            problem := encoding.encoding_problem(path)
        ) is not None:
            raise BrokenPage((problem,))
        page = self._prepare(source)
        expanded = page.expand(self.variant, self.names)
        warnings = page.near if self.has_one_variant else page.warnings(self.variants_of(path))
        return Expansion(source=source, page=page, expanded=replace(expanded, warnings=warnings))

    def _prepare(self, source: str) -> PreparedPage:
        # Sphinx turns \r\n and \r into \n; other handlers may add some.
        text = source.replace("\r\n", "\n")
        known = self.prepared.get(text) if self.prepared is not None else None
        return known or prepare(text, self.names, self.environment)

    @property
    def has_one_variant(self) -> bool:
        """Whether the project has only one variant yet: every condition holds or none."""
        return len(self.names.values) == 1

    def variants_of(self, path: Path) -> frozenset[str]:
        """The variants that may show the file ``path``."""
        return self.page_variants.get(path, frozenset(self.names.values))

    def cut_constructs(self, page: PreparedPage, path: Path) -> tuple[Problem, ...]:
        """The constructs of ``page`` that a block cuts in two; expands it for all of its variants."""
        variants = self.variants_of(path)
        markdown = is_markdown(path)
        if len(variants) == 1 or not page.depends_on_variant:
            return ()
        if not may_have_constructs(page.source, markdown=markdown):
            return ()
        return tuple(cut_constructs(self._texts(page, variants), markdown=markdown))

    def _texts(self, page: PreparedPage, variants: frozenset[str]) -> dict[str, tuple[str, SourceMap]]:
        """The page in each of ``variants`` in which it is not broken."""
        texts = {}
        for variant in variants:
            with suppress(BrokenPage):
                expanded = page.expand(variant, self.names)
                texts[variant] = (expanded.text, expanded.source_map)
        return dict(sorted(texts.items()))

    def texts_by_variant(self, source: str) -> dict[str, str]:
        """The text of a page in each variant; as it is written where it is broken."""
        texts = dict.fromkeys(self.names.values, source)
        with suppress(BrokenPage):
            page = self._prepare(source)
            found = self._texts(page, frozenset(texts))
            texts |= {variant: text for variant, (text, _) in found.items()}
        return texts

    def expand_page(self, source: str, path: Path) -> Expansion:
        """Expand the page ``path``, unless it is refused.

        :raises BrokenPage: it cannot be shown or expanded; all that is wrong with it.
        """
        if path in self.refused:
            raise BrokenPage(self.refused[path])
        return self.expand(source, path)

    def expand_included(self, text: str, *, path: str, skipped: int, markdown: bool) -> ExpandedPage:
        """The text of a slice of the included file ``path``; a placeholder if it is broken."""
        try:
            found = self.expand(text, Path(path))
        except BrokenPage as broken:
            problems = _moved(broken.problems, skipped)
            report_problems(problems, path)
            shown = included_placeholder(
                text, shown_path(path), problems, markdown=markdown, language=self.language
            )
            lines = (problems[0].line,) * (shown.count("\n") + 1)
            return ExpandedPage(text=shown, source_map=SourceMap(lines))
        warnings = (*found.expanded.warnings, *self.cut_constructs(found.page, Path(path)))
        if (problem := self.check_included(text, markdown)) is not None:
            warnings = (*warnings, problem)
        report_warnings(_moved(warnings, skipped), path)
        lines_of = found.expanded.source_map
        source_map = SourceMap(lines_of.lines, lines_of.offset + skipped)
        return ExpandedPage(text=found.expanded.text, source_map=source_map)


def _moved(problems: tuple[Problem, ...], lines: int) -> tuple[Problem, ...]:
    return tuple(replace(problem, line=problem.line + lines) for problem in problems)


def is_markdown(path: Path) -> bool:
    """Whether a page is Markdown, not reST."""
    return path.suffix not in (".rst", ".txt")


EXPANDER = AppValue[PageExpander]("expander")
_SETTINGS_WITH_TAGS = AppValue[tuple[tuple[str, str | None], ...] | None]("settings_with_tags", lambda: None)


def connect(app: Sphinx) -> None:
    """Register parsers, the ``include`` directive and the event handlers."""
    from variantdocs.templating.source_lines.include import IncludeDirective, expand_included_markdown
    from variantdocs.templating.source_lines.parsers import SourceLineRSTParser

    app.add_source_parser(SourceLineRSTParser, override=True)
    app.add_directive("include", IncludeDirective, override=True)
    app.add_env_collector(ReadRecordCollector)
    events.connect(
        app,
        expand_settings,
        replace_markdown_parsers,
        prepare_application,
        report_settings,
        expand_page,
        expand_included_markdown,
        see_text,
        compare_text,
        report_foreign_tags,
    )


def expand_settings(app: Sphinx, config: Config) -> None:
    """Expand the settings whose text becomes part of pages.

    :raises ConfigError: a tag in one of them is wrong.
    """
    current = current_of(app)
    names = Names.from_variant_set(current.variant_set)
    try:
        settings.expand_settings(config, current.variant.name, names)
    except settings.BrokenSetting as error:
        raise ConfigError(str(error)) from None


def replace_markdown_parsers(app: Sphinx, config: Config) -> None:
    """Let the Markdown parsers that the project's extensions bring leave source lines.

    The project loads MyST, or a package that brings it, before or after this extension; a project
    without it gets no Markdown pages.
    """
    from myst_parser.parsers.sphinx_ import MystParser

    from variantdocs.templating.source_lines.parsers import myst_parser_with_source_lines

    for filetype, parser in app.registry.source_parsers.items():
        if issubclass(parser, MystParser):
            app.registry.source_parsers[filetype] = myst_parser_with_source_lines(parser)


def report_settings(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of tags in settings and templates that are not expanded."""
    for message, location in settings_with_tags(app):
        report(Kind.SYNTAX, message, location=location, error=False)


def settings_with_tags(app: Sphinx) -> tuple[tuple[str, str | None], ...]:
    """What is wrong in settings and templates, and where; asked once, because they stay while ``app`` lives.

    Not before all pages are read: extensions may change settings until then.
    """
    found = _SETTINGS_WITH_TAGS.of(app)
    if found is None:
        project = Path(app.confdir)
        folders = (project / name for name in app.config.templates_path)
        inside = (path for path in folders if path.is_relative_to(project))
        found = (
            *((message, None) for message in settings.unexpanded_tags(app.config)),
            *((tag.message, f"{tag.path}:{tag.line}") for tag in settings.tags_in_templates(inside)),
        )
        _SETTINGS_WITH_TAGS.set(app, found)
    return found


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


def keep_ahead(app: Sphinx, docnames: Iterable[str]) -> None:
    """Forget the pages that were expanded ahead, but for ``docnames``: the others are not read here."""
    expander = expander_of(app)
    paths = {Path(app.env.doc2path(docname)) for docname in docnames}
    for path in expander.expanded_ahead.keys() - paths:
        del expander.expanded_ahead[path]


def text_shown(app: Sphinx, docname: str) -> str:
    """The text of a page as this variant shows it; empty for a page that cannot be shown."""
    path = Path(app.env.doc2path(docname))
    try:
        source = path.read_text(encoding=app.env.settings["input_encoding"])
        return expander_of(app).expand_page(source, path).expanded.text
    except (OSError, UnicodeError, BrokenPage):
        return ""


def _expanded_ahead(app: Sphinx, docname: str) -> ExpandedPage:
    expander = expander_of(app)
    path = Path(app.env.doc2path(docname))
    source = path.read_text(encoding=app.env.settings["input_encoding"])
    found = expander.expand_page(source, path)
    expander.expanded_ahead[path] = found
    return found.expanded


def expand_page(app: Sphinx, docname: str, content: list[str]) -> None:
    """Replace the source by the text for the variant."""
    install_source_locations(app)  # a reading process has handlers of its own
    expander = expander_of(app)
    state = parse_state_of(app.env)
    state.compare(content[0])
    state.expander = expander
    expander.language = site_language(app)
    path = Path(app.env.doc2path(docname))
    state.variants = expander.variants_of(path)
    state.misread = (shown_path(str(path)), expander.misread.get(path, range(0)))
    try:
        found = expander.expand_page(content[0], path)
    except BrokenPage as broken:
        report_problems(broken.problems, str(path))
        content[0] = placeholder(
            content[0],
            docname=docname,
            path=shown_path(str(path)),
            problems=broken.problems,
            markdown=is_markdown(path),
            language=expander.language,
        )
        line = broken.problems[0].line
        state.page_map = SourceMap((line,) * (content[0].count("\n") + 1))
        app.env.metadata[docname]["variantdocs-broken"] = "true"
        return
    expanded = found.expanded
    content[0] = state.known_text = expanded.text
    state.page_map = expanded.source_map
    state.fingerprint = fingerprint(expanded)
    report_warnings((*expanded.warnings, *expander.cut_constructs(found.page, path)), str(path))


def see_text(app: Sphinx, *arguments: Any) -> None:
    """Remember the text before other extensions can change it."""
    parse_state_of(app.env).known_text = arguments[-1][0]


def compare_text(app: Sphinx, *arguments: Any) -> None:
    """Note whether another extension changed the text."""
    parse_state_of(app.env).compare(arguments[-1][0])


def report_foreign_tags(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of tags in the page that come from elsewhere than its text, as from a docstring."""
    texts = [parsed.text for parsed in parse_state_of(app.env).parsed]
    found = foreign_tag(doctree, texts)
    if found is not None:
        tag, node = found
        message = (
            f"readers will see the tag `{tag}`, which comes from a setting, a docstring or a data file; "
            "tags are expanded in pages and in what they include"
        )
        report(Kind.SYNTAX, message, location=node, error=False)


def report_problems(problems: tuple[Problem, ...], path: str) -> None:
    """Report all problems of the file ``path``."""
    for problem in problems:
        report(problem.kind, problem.message, location=f"{path}:{problem.line}")


def report_warnings(problems: tuple[Problem, ...], path: str) -> None:
    """Report as warnings what is probably wrong with the file ``path``."""
    for problem in problems:
        report(problem.kind, problem.message, location=f"{path}:{problem.line}", error=False)

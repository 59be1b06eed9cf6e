"""Turn a page's source into its text for one variant.

::

    source ── tags ──> pieces ── blocks, names ──> Jinja template ── render ──> text + source map

A page is prepared once (:func:`prepare`) and then rendered for each variant
(:meth:`PreparedPage.expand`). Marks in the template say from which source line the text comes;
they become the source map.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from types import CodeType

from jinja2 import Template, TemplateSyntaxError, nodes

from variantdocs.errors import VariantdocsError
from variantdocs.messages import Kind
from variantdocs.templating.checks.blocks import check_blocks
from variantdocs.templating.checks.branches import Condition, find_conditions, unneeded_conditions
from variantdocs.templating.checks.conditions import check_conditions
from variantdocs.templating.checks.known_names import check_names
from variantdocs.templating.checks.near_tags import near_tags
from variantdocs.templating.checks.spelling import correct_spelling
from variantdocs.templating.names import Names
from variantdocs.templating.render_errors import AUTHORS_ERRORS, describe
from variantdocs.templating.sandbox.environment import PageEnvironment
from variantdocs.templating.sandbox.instrument import instrument
from variantdocs.templating.sandbox.limits import LimitExceeded, Limits
from variantdocs.templating.source_lines.line_marks import assemble, template_source
from variantdocs.templating.source_lines.source_map import UNCHANGED, SourceMap
from variantdocs.templating.syntax_errors import syntax_problem
from variantdocs.templating.tags import (
    Data,
    Problem,
    Tag,
    TagType,
    conditional_lines,
    find_tags,
    may_have_tags,
    tagged_lines,
)


class BrokenPage(VariantdocsError):
    """A page cannot be expanded; ``problems`` are all that were found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpandedPage:
    """A page's text for one variant, and where each of its lines comes from."""

    text: str
    source_map: SourceMap
    warnings: tuple[Problem, ...] = ()
    """What is probably wrong with the page, although it can be built. It depends on the page's variants."""


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """A page that is ready to be rendered for any variant.

    ``template`` is ``None`` for a page without tags, which is the same in every variant.
    """

    source: str
    template: _Template | None
    conditions: tuple[Condition, ...] = ()
    near: tuple[Problem, ...] = ()
    """Text that is nearly a tag."""

    @property
    def depends_on_variant(self) -> bool:
        """Whether the text can differ between variants."""
        return self.template is not None

    def warnings(self, variants: AbstractSet[str]) -> tuple[Problem, ...]:
        """What is probably wrong with this page, which belongs to ``variants``, but can be built."""
        return (*self.near, *unneeded_conditions(self.conditions, variants))

    def expand(self, variant: str, names: Names) -> ExpandedPage:
        """The text of this page in ``variant``.

        :raises BrokenPage: a value is not defined there, or the page costs too much.
        """
        if self.template is None:
            return ExpandedPage(text=self.source, source_map=UNCHANGED)
        return self.template.render(variant, names)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Template:
    code: CodeType
    environment: PageEnvironment
    lines: tuple[int, ...]  # line of the template → source line
    tagged: frozenset[int]
    conditional: frozenset[int]

    def render(self, variant: str, names: Names) -> ExpandedPage:
        environment = self.environment
        environment.start_page()
        template = Template.from_code(environment, self.code, environment.make_globals(None))
        try:
            rendered = self._joined(
                template.root_render_func(template.new_context(dict(names.values[variant])))
            )
        except AUTHORS_ERRORS as error:
            problem = self._problem(template, error, variant, names)
            raise _broken([problem], environment) from None
        text, lines = assemble(rendered, self.tagged, self.conditional)
        return ExpandedPage(text=text, source_map=SourceMap(lines))

    def _joined(self, parts: Iterator[str]) -> str:
        kept: list[str] = []
        size = 0
        for part in parts:
            kept.append(part)
            size += len(part)
            if size > self.environment.limits.output:
                raise LimitExceeded(
                    f"this page expands to more than {self.environment.limits.output:,} characters; split it"
                )
        return "".join(kept)

    def _problem(self, template: Template, error: Exception, variant: str, names: Names) -> Problem:
        line = 1
        traceback = error.__traceback__
        while traceback is not None:
            if traceback.tb_frame.f_code.co_filename == _TEMPLATE_NAME:
                line = template.get_corresponding_lineno(traceback.tb_lineno)
            traceback = traceback.tb_next
        kind, message = describe(error, variant, names, self.environment)
        return Problem(kind=kind, message=message, line=_line_at(self.lines, line))


_TEMPLATE_NAME = "<page>"
_LONGEST_MESSAGE = 1000


def prepare(source: str, names: Names, environment: PageEnvironment) -> PreparedPage:
    """Parse ``source`` and check what does not depend on the variant.

    :param source: The page as written, its lines ending in a line feed.
    :raises BrokenPage: a tag, a block, a name or a size is wrong.
    """
    parsed = parse(source, names, environment)
    if parsed.tree is None:
        return PreparedPage(source, None, near=parsed.near)
    try:
        with warnings.catch_warnings():
            # Python warns about some generated code, such as for `1[2:]`; that helps no author.
            warnings.simplefilter("ignore", SyntaxWarning)
            code = environment.compile(instrument(parsed.tree), filename=_TEMPLATE_NAME)
    except TemplateSyntaxError as error:
        problem = syntax_problem(error, _line_at(parsed.lines, error.lineno), environment)
        raise _broken([problem], environment) from None
    except (RecursionError, MemoryError, SyntaxError):  # Python limits nesting too
        raise _broken([_too_deep(parsed.pieces)], environment) from None
    return PreparedPage(
        source,
        _Template(
            code=code,
            environment=environment,
            lines=parsed.lines,
            tagged=tagged_lines(parsed.pieces),
            conditional=conditional_lines(parsed.pieces),
        ),
        parsed.conditions,
        parsed.near,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPage:
    """A page that has been parsed and checked, but not compiled.

    ``tree`` is ``None`` for a page without tags; ``lines`` is the source line of each line of the template.
    """

    pieces: list[Data | Tag]
    tree: nodes.Template | None = None
    lines: tuple[int, ...] = (1,)
    conditions: tuple[Condition, ...] = ()
    near: tuple[Problem, ...] = ()


def parse(source: str, names: Names, environment: PageEnvironment) -> ParsedPage:
    """Parse ``source`` and check it; a quarter of the work of :func:`prepare`.

    :raises BrokenPage: a tag, a block, a name or a size is wrong.
    """
    if len(source) > environment.limits.source:
        message = (
            f"the page has {len(source):,} characters, more than the {environment.limits.source:,} "
            "that a page may have; split it"
        )
        raise _broken([Problem(kind=Kind.LIMIT, message=message, line=1)], environment)
    if not may_have_tags(source):
        near = near_tags([Data(text=source, line=1)], names)
        return ParsedPage(pieces=[], near=near)
    pieces, problems = find_tags(source)
    if not problems:
        problems = _size_problems(pieces, environment.limits) or check_blocks(pieces)
    if problems:
        raise _broken(problems, environment)
    near = near_tags(pieces, names)
    if all(isinstance(piece, Data) for piece in pieces):
        return ParsedPage(pieces=pieces, near=near)
    pieces, problems = correct_spelling(pieces, names)
    text, lines = template_source(pieces)

    def line_of(line: int) -> int:
        return _line_at(lines, line)

    environment.start_page()
    try:
        tree = environment.parse(text)
        problems += check_names(tree, names, environment, line_of)
        problems += check_conditions(tree, names, line_of)
        if problems:
            raise _broken(problems, environment)
        conditions = find_conditions(tree, names, line_of)
    except TemplateSyntaxError as error:
        problems.append(syntax_problem(error, _line_at(lines, error.lineno), environment))
        raise _broken(problems, environment) from None
    except (RecursionError, MemoryError):
        raise _broken([*problems, _too_deep(pieces)], environment) from None
    return ParsedPage(pieces=pieces, tree=tree, lines=lines, conditions=conditions, near=near)


def _size_problems(pieces: list[Data | Tag], limits: Limits) -> list[Problem]:
    tags = [piece for piece in pieces if isinstance(piece, Tag) and piece.type is not TagType.COMMENT]
    problems = [
        Problem(
            kind=Kind.LIMIT,
            message=f"`{tag.written}` has more than the {limits.tag:,} characters that a tag may have; "
            "make it shorter",
            line=tag.line,
        )
        for tag in tags
        if len(tag.body) > limits.tag
    ]
    if len(tags) > limits.tags:
        message = f"the page has more than the {limits.tags:,} tags that a page may have; split it"
        problems.append(Problem(kind=Kind.LIMIT, message=message, line=tags[limits.tags].line))
    return problems


def _broken(problems: list[Problem], environment: PageEnvironment) -> BrokenPage:
    """The problems in the page's order, each once and on one line, up to a limit."""
    one_line = (replace(problem, message=_on_one_line(problem.message)) for problem in problems)
    found = sorted(dict.fromkeys(one_line), key=lambda problem: problem.line)
    most = environment.limits.problems
    if len(found) > most:
        message = f"there are more problems in this page; fix the first {most} first"
        found[most:] = [Problem(kind=found[most].kind, message=message, line=found[most].line)]
    return BrokenPage(tuple(found))


def _on_one_line(message: str) -> str:
    # It may quote the author, over several lines and of any length.
    message = " ".join(message.split())
    return message if len(message) <= _LONGEST_MESSAGE else f"{message[:_LONGEST_MESSAGE]}…"


def _line_at(lines: tuple[int, ...], template_line: int | None) -> int:
    return lines[min(max(template_line or 1, 1), len(lines)) - 1]


def _too_deep(pieces: list[Data | Tag]) -> Problem:
    line, depth, deepest = 1, 0, 0
    for piece in pieces:
        if isinstance(piece, Tag):
            depth += {"if": 1, "for": 1, "endif": -1, "endfor": -1}.get(piece.keyword, 0)
            score = depth * 1000 + len(piece.body)
            if score > deepest:
                line, deepest = piece.line, score
    return Problem(
        kind=Kind.LIMIT, message="blocks or brackets are nested too deeply; make it simpler", line=line
    )

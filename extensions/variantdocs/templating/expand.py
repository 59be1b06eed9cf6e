"""Turn a page's source into its text for one variant.

::

    source ── tags ──> pieces ── blocks, names ──> Jinja template ── render ──> text + source map

A page is prepared once (:func:`prepare`) and then rendered for each variant
(:meth:`PreparedPage.expand`). The template carries a mark with the source line wherever the
line is not one more than the line before; the marks become the source map.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import CodeType

from jinja2 import Template, TemplateSyntaxError
from jinja2.exceptions import SecurityError, TemplateRuntimeError

from variantdocs.errors import VariantdocsError
from variantdocs.messages import Kind
from variantdocs.templating import checks
from variantdocs.templating.names import Names
from variantdocs.templating.sandbox.environment import (
    KINDS_OF_VALUES,
    PageEnvironment,
    UndefinedValue,
    guard_tree,
)
from variantdocs.templating.sandbox.limits import LimitExceeded, UnusableValue
from variantdocs.templating.source_lines.source_map import UNCHANGED, SourceMap
from variantdocs.templating.tags import Data, Problem, Tag, TagType, find_tags, may_have_tags, tagged_lines

_MARK = re.compile("\ufdd0([0-9]+)(=?)\ufdd7")


class BrokenPage(VariantdocsError):
    """A page cannot be expanded; ``problems`` are all that could be found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpandedPage:
    """A page's text for one variant, and where each of its lines comes from."""

    text: str
    source_map: SourceMap


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """A page that is ready to be rendered for any variant.

    ``template`` is ``None`` for a page without tags, which is the same in every variant.
    """

    source: str
    template: _Template | None

    @property
    def depends_on_variant(self) -> bool:
        """Whether the text can differ between variants."""
        return self.template is not None

    def expand(self, variant: str, names: Names) -> ExpandedPage:
        """The text of this page in ``variant``.

        :raises BrokenPage: something in the page has no value there, or costs too much.
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

    def render(self, variant: str, names: Names) -> ExpandedPage:
        environment = self.environment
        environment.start_page()
        template = Template.from_code(environment, self.code, environment.make_globals(None))
        try:
            rendered = self._joined(
                template.root_render_func(template.new_context(dict(names.values[variant])))
            )
        except _AUTHORS_ERRORS as error:
            problem = self._problem(template, error, variant, names)
            raise _broken([problem], environment) from None
        text, lines = assemble(rendered, self.tagged)
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
        kind, message = _described(error, variant, names, self.environment)
        return Problem(kind=kind, message=message, line=_line_at(self.lines, line))


_TEMPLATE_NAME = "<page>"
_LONGEST_MESSAGE = 1000
_PYTHON_TYPE = re.compile(rf"""['"]?\b({"|".join(KINDS_OF_VALUES)})\b(?!\()['"]?(?: object)?""")
_AUTHORS_ERRORS = (
    VariantdocsError,
    SecurityError,
    TemplateRuntimeError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    AssertionError,  # how Jinja's `truncate` refuses a length
    RecursionError,
)
"""What an expression in a page can raise."""


def prepare(source: str, names: Names, environment: PageEnvironment) -> PreparedPage:
    """Read ``source`` and find all that is wrong with it in whatever variant.

    :param source: The page as written, its lines ending in a line feed.
    :raises BrokenPage: a tag, a block, a name or a size is wrong.
    """
    if len(source) > environment.limits.source:
        message = (
            f"the page has {len(source):,} characters, more than the {environment.limits.source:,} "
            "that a page may have; split it"
        )
        raise _broken([Problem(kind=Kind.LIMIT, message=message, line=1)], environment)
    if not may_have_tags(source):
        return PreparedPage(source, None)
    pieces, problems = find_tags(source)
    if not problems:
        problems = checks.check_blocks(pieces)
    if problems:
        raise _broken(problems, environment)
    if all(isinstance(piece, Data) for piece in pieces):
        return PreparedPage(source, None)
    pieces, problems = checks.correct_hyphens(pieces, names)
    text, lines = _template_source(pieces)
    environment.start_page()
    try:
        tree = environment.parse(text)
        problems += checks.check_names(tree, names, environment, lambda line: _line_at(lines, line))
        if problems:
            raise _broken(problems, environment)
        with warnings.catch_warnings():
            # Python's advice on the code made of the page, such as for `1[2:]`, helps no author.
            warnings.simplefilter("ignore", SyntaxWarning)
            code = environment.compile(guard_tree(tree), filename=_TEMPLATE_NAME)
    except TemplateSyntaxError as error:
        line = _line_at(lines, error.lineno)
        problems.append(checks.syntax_problem(error, line, environment))
        raise _broken(problems, environment) from None
    except (RecursionError, MemoryError):
        raise _broken([*problems, _too_deep(pieces)], environment) from None
    except SyntaxError:  # Python's own bound on nesting
        raise _broken([*problems, _too_deep(pieces)], environment) from None
    return PreparedPage(
        source,
        _Template(code=code, environment=environment, lines=lines, tagged=tagged_lines(pieces)),
    )


def _broken(problems: list[Problem], environment: PageEnvironment) -> BrokenPage:
    """The problems in the page's order, each once and on one line, and no more than anybody reads."""
    told = (replace(problem, message=_on_one_line(problem.message)) for problem in problems)
    found = sorted(dict.fromkeys(told), key=lambda problem: problem.line)
    most = environment.limits.problems
    if len(found) > most:
        message = f"there are more problems in this page; mend the first {most} of them first"
        found[most:] = [Problem(kind=found[most].kind, message=message, line=found[most].line)]
    return BrokenPage(tuple(found))


def _on_one_line(message: str) -> str:
    # What an author wrote may be in it, over lines and of any length.
    message = " ".join(message.split())
    return message if len(message) <= _LONGEST_MESSAGE else f"{message[:_LONGEST_MESSAGE]}…"


def _template_source(pieces: list[Data | Tag]) -> tuple[str, tuple[int, ...]]:
    """The page as Jinja reads it, and the source line of each of its lines.

    A tag's body begins on a line of its own, so that Jinja's line numbers tell the tags of
    different source lines apart also where no line end is left between them.
    """
    parts: list[str] = []
    lines = [1]

    def add(part: str, line: int) -> None:
        parts.append(part)
        lines.extend(line + number for number in range(part.count("\n")))

    for piece in pieces:
        if isinstance(piece, Data):
            add(f"\ufdd0{piece.line}\ufdd7{_without_private_characters(piece.text)}", piece.line + 1)
        elif piece.type is TagType.COMMENT or piece.keyword in ("raw", "endraw"):
            continue
        else:
            # Space around, lest Jinja takes a minus sign for a mark of its own.
            body = f"\n{_without_private_characters(piece.body)} "
            if piece.type is TagType.VARIABLE:
                body = f"\ufdd0{piece.line}=\ufdd7\ufdd3{body}\ufdd4"
            else:
                body = f"\ufdd1{body}\ufdd2"
            add(body, piece.line)
    return "".join(parts), tuple(lines)


def _without_private_characters(text: str) -> str:
    return re.sub("[\ufdd0-\ufdd7]", "\ufffd", text) if re.search("[\ufdd0-\ufdd7]", text) else text


def assemble(rendered: str, tagged: frozenset[int]) -> tuple[str, tuple[int, ...]]:
    """Take the marks out of ``rendered``, and the lines of which only tags are left.

    :param tagged: The source lines that vanish when only white space is left of them.
    :returns: The text, and the source line of each of its lines.
    """
    kept: list[str] = []
    origins: list[int] = []
    current: list[str] = []  # the parts of the output line being made
    origin = 0  # the source line of its first text; 0 until there is some
    vanishes = False
    line, constant = 1, False

    def flush(end: str) -> None:
        nonlocal origin, vanishes
        text = "".join(current)
        current.clear()
        if (text or end) and not (vanishes and not text.strip()):
            kept.append(text + end)
            origins.append(origin or line)
        origin, vanishes = 0, False

    parts = _MARK.split(rendered)
    for index in range(0, len(parts), 3):
        if index:
            line, constant = int(parts[index - 2]), parts[index - 1] == "="
            vanishes = vanishes or line in tagged
        for number, text in enumerate(parts[index].split("\n")):
            if number:
                flush("\n")
                if not constant:
                    line += 1
                    vanishes = line in tagged
            if text:
                current.append(text)
                if not origin and not text.isspace():
                    origin = line
    flush("")
    return "".join(kept), tuple(origins)


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


def _described(
    error: Exception, variant: str, names: Names, environment: PageEnvironment
) -> tuple[Kind, str]:
    """The kind and the text of what went wrong while a page was rendered."""
    if isinstance(error, LimitExceeded):
        return Kind.LIMIT, str(error)
    if isinstance(error, UndefinedValue):
        return Kind.UNKNOWN_NAME, _undefined(error, variant, names)
    if isinstance(error, RecursionError):
        return Kind.LIMIT, "an expression is nested too deeply; make it simpler"
    if isinstance(error, UnusableValue):
        return Kind.SYNTAX, str(error)
    if isinstance(error, SecurityError):
        found = re.search(r"attribute '(\w+)'", str(error))
        what = f"`{found[1]}` is closed to pages" if found else str(error)
        return Kind.SYNTAX, f"{what}; a page may use texts, lists and mappings, not what lies behind them"
    if isinstance(error, OverflowError):
        return Kind.LIMIT, "this makes a number that is too large; make it smaller"
    if isinstance(error, ZeroDivisionError):
        return Kind.SYNTAX, "this divides by zero; put it into a block that rules that out"
    found = re.match(r"No (filter|test) named '(.+)'", str(error))
    if found:
        return Kind.UNKNOWN_NAME, checks.unknown_operation(found[1], found[2], environment)
    reason = re.sub(r"\b(?:sync_)?do_(\w+\(\))", r"\1", str(error)).rstrip(".")
    reason = _PYTHON_TYPE.sub(lambda found: KINDS_OF_VALUES[found[1]], reason)
    return Kind.SYNTAX, f"this cannot be worked out: {reason}; check the values in this tag"


def _undefined(error: UndefinedValue, variant: str, names: Names) -> str:
    if error.owner == "list" and error.name.lstrip("-").isdigit():
        return f"there is no item {error.name} in this list; the first is item 0; or give `default(…)`"
    if error.owner is not None:
        return f"there is no `{error.name}` in this {error.owner}; check the name, or give `default(…)`"
    owners = names.owners.get(error.name)
    if owners:
        return (
            f"`{error.name}` has no value in {variant}: it is defined for {', '.join(owners)} only; "
            f"define it for {variant} in variants.yaml, or put this into a block"
        )
    return f"`{error.name}` has no value here: it is set in a branch or loop that was not taken"

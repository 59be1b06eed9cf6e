"""Random pages expand to what a naive evaluator of the same tree says."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2.sandbox import SandboxedEnvironment
from jinja2.tests import TESTS as JINJA_TESTS

from variantdocs.messages import Kind
from variantdocs.templating.expand import BrokenPage, prepare
from variantdocs.templating.sandbox.allowed import FILTERS, METHODS, TEXT_FILTERS
from variantdocs.templating.tags import Problem

CONDITIONS = {
    "serverless": {"serverless"},
    "byoc": {"byoc"},
    "byoc_eu": {"byoc-eu"},
    "self_managed": {"byoc", "byoc-eu"},
    "not serverless": {"byoc", "byoc-eu"},
    "serverless or byoc": {"serverless", "byoc"},
    "self_managed and not byoc": {"byoc-eu"},
    "true": {"serverless", "byoc", "byoc-eu"},
}


@dataclass(frozen=True)
class Line:
    """A line of text, made of parts that are shown or not."""

    parts: tuple[tuple[str | None, str], ...]


@dataclass(frozen=True)
class Block:
    """Branches: condition (None for else) and lines; ``angled`` is the other spelling."""

    branches: tuple[tuple[str | None, tuple[object, ...]], ...]
    angled: bool


@dataclass(frozen=True)
class Loop:
    times: int
    body: tuple[object, ...]


conditions = st.sampled_from(sorted(CONDITIONS))
words = st.sampled_from(["w", "- x", "# h", "  y", "", "{{ z }}", "| a |", "```"])
lines = st.builds(
    Line,
    st.lists(st.tuples(st.one_of(st.none(), conditions), words), min_size=1, max_size=3).map(tuple),
)


def blocks(children):
    body = st.lists(children, max_size=3).map(tuple)
    return st.builds(
        lambda first, middle, last, angled: Block(
            (first, *middle, *([(None, last)] if last is not None else [])), angled
        ),
        st.tuples(conditions, body),
        st.lists(st.tuples(conditions, body), max_size=2),
        st.one_of(st.none(), body),
        st.booleans(),
    ) | st.builds(Loop, st.integers(0, 3), body)


pages = st.lists(st.recursive(lines, blocks, max_leaves=12), max_size=6)


def write(nodes, source):
    """The page's source: (node, line) pairs are noted by identity of position."""
    placed = []
    for node in nodes:
        if isinstance(node, Line):
            text = "".join(
                part if condition is None else "{@@ if " + condition + " @@}" + part + "{@@ endif @@}"
                for condition, part in node.parts
            )
            source.append(text)
            placed.append((node, len(source)))
        elif isinstance(node, Block):
            start, end = ("<@@", "@@>") if node.angled else ("{@@", "@@}")
            branches = []
            for number, (condition, body) in enumerate(node.branches):
                word = (
                    f"if {condition}" if not number else "else" if condition is None else f"elif {condition}"
                )
                source.append(f"{start} {word} {end}")
                branches.append((condition, write(body, source)))
            source.append(f"{start} endif {end}")
            placed.append((node, branches))
        else:
            source.append("{@@ for i in range(" + str(node.times) + ") @@}")
            placed.append((node, write(node.body, source)))
            source.append("{@@ endfor @@}")
    return placed


def evaluate(placed, variant):
    """(text, source line) of each line that ``variant`` shows."""
    shown = []
    for node, place in placed:
        if isinstance(node, Line):
            text = "".join(
                part
                for condition, part in node.parts
                if condition is None or variant in CONDITIONS[condition]
            )
            has_tags = any(condition is not None for condition, _ in node.parts)
            if text.strip() or not has_tags:
                shown.append((text, place))
        elif isinstance(node, Block):
            for condition, body in place:
                if condition is None or variant in CONDITIONS[condition]:
                    shown += evaluate(body, variant)
                    break
        else:
            for _ in range(node.times):
                shown += evaluate(place, variant)
    return shown


@settings(derandomize=True, max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(pages)
def test_random_nestings_expand_as_a_naive_evaluator_says(names, environment, tree):
    source: list[str] = []
    placed = write(tree, source)
    text = "".join(f"{line}\n" for line in source)
    page = prepare(text, names, environment)
    for variant in ("serverless", "byoc", "byoc-eu"):
        expected = evaluate(placed, variant)
        found = page.expand(variant, names)
        assert found.text == "".join(f"{line}\n" for line, _ in expected)
        origins = [found.source_map.source_line(number) for number in range(1, len(expected) + 1)]
        assert origins == [line for _, line in expected]


@settings(derandomize=True, max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(pages)
def test_without_loops_the_line_map_is_monotone(names, environment, tree):
    source: list[str] = []
    write([node for node in tree if not has_loop(node)], source)
    page = prepare("\n".join(source), names, environment)
    for variant in ("serverless", "byoc"):
        lines = page.expand(variant, names).source_map.lines or ()
        assert list(lines) == sorted(lines)


def has_loop(node) -> bool:
    if isinstance(node, Block):
        return any(has_loop(child) for _, body in node.branches for child in body)
    return isinstance(node, Loop)


PIECES = ["{@@", "@@}", "<@@", "@@>", "{@=", "=@}", "{@#", "#@}", " if ", " endif ", " else ", "byoc", " for ", " in ", "raw",
          " endraw ", "'", '"', "\n", " ", "-", "(", ")", "x", "|", "upper", "{{", "%}", "[", "1", "not ", "set ", "=", "."]  # fmt: skip


ATOMS = st.sampled_from(
    ["company", "clouds", "limits", "empty", "nothing_at_all", "registry", "variant", "1", "-3", "2.5", "'%s'", "'{}'",
     "[]", "[1, 'b']", "{'a': 1}", "(1, 2)", "none", "loop", "range(3)", "10**9", "'x' * 99", "namespace(a=1)"]
)  # fmt: skip


def expressions(children):
    filters, methods, tests = (st.sampled_from(sorted(found)) for found in (FILTERS, METHODS, JINJA_TESTS))
    operators = st.sampled_from(
        ["+", "-", "*", "/", "//", "%", "**", "~", "==", "<", "in", "and", "or", "is eq"]
    )
    return st.one_of(
        st.tuples(children, filters).map("({0[0]}) | {0[1]}".format),
        st.tuples(children, filters, children).map("({0[0]}) | {0[1]}({0[2]})".format),
        st.tuples(children, methods).map("({0[0]}).{0[1]}()".format),
        st.tuples(children, methods, children).map("({0[0]}).{0[1]}({0[2]})".format),
        st.tuples(children, operators, children).map("({0[0]} {0[1]} {0[2]})".format),
        st.tuples(children, children).map("({0[0]})[{0[1]}]".format),
        st.tuples(children, children).map("({0[0]})[{0[1]}:]".format),
        st.tuples(children, tests).map("({0[0]}) is {0[1]}".format),
    )


@settings(derandomize=True, max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.recursive(ATOMS, expressions, max_leaves=6))
def test_any_expression_has_a_text_or_is_reported_at_its_line(names, environment, expression):
    page = ""
    problems: tuple[Problem, ...] = ()
    try:
        prepared = prepare(f"a\n{{@= {expression} =@}}\n", names, environment)
        for variant in ("serverless", "byoc"):
            page += prepared.expand(variant, names).text
    except BrokenPage as broken:
        problems = broken.problems
    assert [problem.line for problem in problems] == [2] * len(problems)
    assert all(problem.message and "\n" not in problem.message for problem in problems)
    assert " at 0x" not in page, "an address in memory is another one in each build"


@settings(derandomize=True, max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_any_page_expands_or_is_reported_at_a_line_of_the_page(names, environment, source):
    problems: tuple[Problem, ...] = ()
    try:
        page = prepare(source, names, environment)
        for variant in ("serverless", "byoc"):
            page.expand(variant, names)
    except BrokenPage as broken:
        problems = broken.problems or (Problem(kind=Kind.SYNTAX, message="", line=0),)
    for problem in problems:
        assert 1 <= problem.line <= source.count("\n") + 1
        assert problem.message


@settings(derandomize=True, max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.recursive(
        ATOMS | st.sampled_from(["byoc", "not serverless", "variant.name", '"byoc"']),
        expressions,
        max_leaves=5,
    )
)
def test_any_expression_as_a_condition_shows_one_branch_in_every_variant_or_is_refused(
    names, environment, expression
):
    source = f"a\n{{@@ if {expression} @@}}\nyes\n{{@@ else @@}}\nno\n{{@@ endif @@}}\n"
    shown, problems = {}, ()
    try:
        page = prepare(source, names, environment)
        for variant in VARIANT_NAMES:
            shown[variant] = page.expand(variant, names).text
    except BrokenPage as broken:
        problems = broken.problems
    assert len(shown) == len(VARIANT_NAMES) or {problem.line for problem in problems} == {2}
    plain = plain_environment().compile_expression(expression) if shown else None
    for variant, text in shown.items():
        value = plain(**names.values[variant])
        assert isinstance(value, bool), "a text, a list or null is no condition"
        assert text == ("a\nyes\n" if value else "a\nno\n")


def plain_environment():
    """Jinja's own sandbox, except that a boolean as text is what YAML writes, as in pages."""
    plain = SandboxedEnvironment()

    def with_yaml_booleans(function):
        place = 1 if hasattr(function, "jinja_pass_arg") else 0

        @functools.wraps(function)
        def called(*args):
            value = args[place]
            value = str(value).lower() if isinstance(value, bool) else value
            return function(*args[:place], value, *args[place + 1 :])

        return called

    plain.filters |= {name: with_yaml_booleans(plain.filters[name]) for name in TEXT_FILTERS}
    return plain


VARIANT_NAMES = ("serverless", "byoc", "byoc-eu")
HOLDS = {
    "serverless": {"serverless"},
    "byoc": {"byoc"},
    "byoc_eu": {"byoc-eu"},
    "self_managed": {"byoc", "byoc-eu"},
}


@dataclass(frozen=True)
class Term:
    """A condition as written, the variants that meet it, and whether it is a mistake to write it."""

    text: str
    holds: frozenset[str]
    is_wrong: bool = False


def _compared(name, operator):
    equal = frozenset({name}) & set(VARIANT_NAMES)
    holds = equal if operator == "==" else frozenset(VARIANT_NAMES) - equal
    return Term(f'variant.name {operator} "{name}"', holds, is_wrong=name not in VARIANT_NAMES)


TERMS = st.one_of(
    st.sampled_from([Term(name, frozenset(found)) for name, found in HOLDS.items()]),
    st.builds(_compared, st.sampled_from([*VARIANT_NAMES, "byco", "BYOC", "self_managed"]), st.sampled_from(["==", "!="])),
    st.sampled_from(
        [
            Term(text, frozenset(), is_wrong=True)
            for text in ("byco", '"byoc"', "variant", 'variant == "byoc"', "[byoc]", "company", "clouds", "1", "none",
                         'byoc == "byoc"', "variant.name", "(byoc, serverless)")
        ]
    ),
)  # fmt: skip


def combined(children):
    return st.one_of(
        st.builds(
            lambda term: Term(f"not ({term.text})", frozenset(VARIANT_NAMES) - term.holds, term.is_wrong),
            children,
        ),
        st.builds(
            lambda a, b: Term(f"({a.text}) and ({b.text})", a.holds & b.holds, a.is_wrong or b.is_wrong),
            children,
            children,
        ),
        st.builds(
            lambda a, b: Term(f"({a.text}) or ({b.text})", a.holds | b.holds, a.is_wrong or b.is_wrong),
            children,
            children,
        ),
    )


@settings(derandomize=True, max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.recursive(TERMS, combined, max_leaves=5))
def test_each_variant_shows_the_branch_of_its_condition_or_the_page_is_refused(names, environment, term):
    source = f"{{@@ if {term.text} @@}}yes{{@@ else @@}}no{{@@ endif @@}}"
    try:
        page = prepare(source, names, environment)
    except BrokenPage:
        assert term.is_wrong
        return
    assert not term.is_wrong
    for variant in VARIANT_NAMES:
        assert page.expand(variant, names).text == ("yes" if variant in term.holds else "no")
    kinds = {problem.kind for problem in page.warnings(frozenset(VARIANT_NAMES))}
    expected = {frozenset(): {Kind.DEAD_BRANCH}, frozenset(VARIANT_NAMES): {Kind.ALWAYS_TRUE}}
    assert kinds == expected.get(term.holds, set())

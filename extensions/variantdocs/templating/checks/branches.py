"""Work out which variants meet each condition of a page, to find branches that are never or always shown."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from jinja2 import nodes

from variantdocs.messages import Kind
from variantdocs.templating.checks.conditions import stored_names
from variantdocs.templating.names import Names, VariantFacts
from variantdocs.templating.tags import Problem
from variantdocs.templating.unparse import unparse

_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
    "in": lambda item, items: item in items,
    "notin": lambda item, items: item not in items,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of a page, at a source line.

    ``reached_by`` are the variants that evaluate it, ``may_hold`` those of them for which it may be true.
    ``holds`` are the variants for which it is true, wherever it stands. A value that is known only when the
    page is rendered counts as either. ``inline`` says that it chooses between two values within one tag.
    """

    line: int
    written: str
    reached_by: frozenset[str]
    may_hold: frozenset[str]
    holds: frozenset[str]
    inline: bool = False


def find_conditions(
    tree: nodes.Template, names: Names, line_of: Callable[[int], int]
) -> tuple[Condition, ...]:
    """All conditions of a page, in order."""
    evaluator = _Evaluator(names, stored_names(tree))
    found = _conditions(tree.body, frozenset(names.values), evaluator, line_of)
    return tuple(sorted(found, key=lambda condition: condition.line))


def unneeded_conditions(conditions: Iterable[Condition], variants: AbstractSet[str]) -> list[Problem]:
    """The conditions that none or all of the page's ``variants`` meet."""
    problems = []
    for condition in conditions:
        if variants and variants <= condition.holds:
            message = f"every variant of this page meets `{condition.written}`; remove the condition"
            problems.append(Problem(kind=Kind.ALWAYS_TRUE, message=message, line=condition.line))
        elif variants & condition.reached_by and not variants & condition.may_hold:
            message = (
                f"no variant of this page meets `{condition.written}` here, so its text is never shown; "
                "correct the condition, or remove it with its text"
            )
            problems.append(Problem(kind=Kind.DEAD_BRANCH, message=message, line=condition.line))
    return problems


def _conditions(
    body: Iterable[nodes.Node], reached: frozenset[str], evaluator: _Evaluator, line_of: Callable[[int], int]
) -> Iterator[Condition]:
    for node in body:
        if isinstance(node, nodes.If):
            remaining = reached
            for branch in (node, *node.elif_):
                found = evaluator.condition(branch.test, remaining, line_of(branch.test.lineno))
                yield found
                yield from _conditions(branch.body, found.may_hold, evaluator, line_of)
                remaining -= found.holds
            yield from _conditions(node.else_, remaining, evaluator, line_of)
        elif isinstance(node, nodes.For):
            yield from _conditions([*node.body, *node.else_], reached, evaluator, line_of)
        else:
            for choice in node.find_all(nodes.CondExpr):
                line = line_of(choice.test.lineno)
                yield evaluator.condition(choice.test, reached, line, inline=True)


class _Unknown(Exception):
    """The value is known only when the page is rendered."""


class _Evaluator:
    def __init__(self, names: Names, stored: frozenset[str]) -> None:
        self._values = names.values
        self._stored = stored

    def condition(
        self, test: nodes.Node, reached: frozenset[str], line: int, *, inline: bool = False
    ) -> Condition:
        results = {variant: self._truth(test, values) for variant, values in self._values.items()}
        return Condition(
            line=line,
            written=unparse(test) or "this condition",
            reached_by=reached,
            may_hold=frozenset(variant for variant in reached if results[variant] is not False),
            holds=frozenset(variant for variant, result in results.items() if result is True),
            inline=inline,
        )

    def _truth(self, node: nodes.Node, values: Mapping[str, Any]) -> bool | None:
        """Whether ``node`` is true; ``None`` if that is unknown."""
        if isinstance(node, nodes.Not):
            inner = self._truth(node.node, values)
            return None if inner is None else not inner
        if isinstance(node, nodes.And | nodes.Or):
            parts = {self._truth(node.left, values), self._truth(node.right, values)}
            decisive = isinstance(node, nodes.Or)
            if decisive in parts:
                return decisive
            return None if None in parts else not decisive
        try:
            found = self._value(node, values)
        except _Unknown:
            return None
        return found if isinstance(found, bool) else None

    def _value(self, node: nodes.Node, values: Mapping[str, Any]) -> Any:
        if isinstance(node, nodes.Const):
            return node.value
        if isinstance(node, nodes.Name) and node.name not in self._stored and node.name in values:
            return values[node.name]
        if isinstance(node, nodes.Getattr) and node.attr in ("name", "title"):
            owner = self._value(node.node, values)
            if isinstance(owner, VariantFacts):
                return getattr(owner, node.attr)
        if isinstance(node, nodes.List | nodes.Tuple):
            return [self._value(item, values) for item in node.items]
        if isinstance(node, nodes.Compare) and len(node.ops) == 1:
            left = self._value(node.expr, values)
            right = self._value(node.ops[0].expr, values)
            try:
                return _OPERATORS[node.ops[0].op](left, right)
            except TypeError:
                raise _Unknown from None
        if isinstance(node, nodes.Test) and node.name in ("defined", "undefined"):
            return self._is_defined(node.node, values) == (node.name == "defined")
        if isinstance(node, nodes.Not | nodes.And | nodes.Or):
            found = self._truth(node, values)
            if found is not None:
                return found
        raise _Unknown

    def _is_defined(self, node: nodes.Node, values: Mapping[str, Any]) -> bool:
        if isinstance(node, nodes.Name) and node.name not in self._stored:
            return node.name in values
        raise _Unknown

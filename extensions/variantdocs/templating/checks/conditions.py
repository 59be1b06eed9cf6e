"""Check that conditions are true or false, and that ``variant.name`` is compared with variants.

Jinja takes any text or list for true. A condition such as ``byoc, serverless`` would then show its text in
every variant, and ``variant == "byoc"`` in none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jinja2 import nodes

from variantdocs.messages import Kind
from variantdocs.suggestions import nearest
from variantdocs.templating.names import Names
from variantdocs.templating.sandbox.value_types import cure_for, described
from variantdocs.templating.tags import Problem
from variantdocs.templating.unparse import OPERATORS, unparse

_COMPARING_TESTS = {"eq": "eq", "equalto": "eq", "==": "eq", "ne": "ne", "!=": "ne", "in": "in"}


def check_conditions(tree: nodes.Template, names: Names, line_of: Callable[[int], int]) -> list[Problem]:
    """Check every condition and comparison of a page.

    :param line_of: template line → source line.
    """
    checker = _Checker(names, stored=stored_names(tree))
    problems = []
    for node, message in checker.messages(tree):
        problems.append(Problem(kind=Kind.SYNTAX, message=message, line=line_of(node.lineno)))
    return problems


def stored_names(tree: nodes.Template) -> frozenset[str]:
    """The names that the page itself gives a value."""
    return frozenset(name.name for name in tree.find_all(nodes.Name) if name.ctx == "store")


def condition_parts(test: nodes.Node) -> Iterator[nodes.Node]:
    """The parts of a condition that ``and``, ``or`` and ``not`` put together."""
    if isinstance(test, nodes.And | nodes.Or):
        yield from condition_parts(test.left)
        yield from condition_parts(test.right)
    elif isinstance(test, nodes.Not):
        yield from condition_parts(test.node)
    else:
        yield test


class _Checker:
    def __init__(self, names: Names, *, stored: frozenset[str]) -> None:
        self._names = names
        self._stored = stored
        facts = [values["variant"] for values in names.values.values()]
        self._texts = {"name": [found.name for found in facts], "title": [found.title for found in facts]}

    def messages(self, tree: nodes.Template) -> Iterator[tuple[nodes.Node, str]]:
        for node in _walk(tree):
            if isinstance(node, nodes.CondExpr) and node.expr2 is None:
                shown, condition = unparse(node.expr1) or "…", unparse(node.test) or "…"
                cure = f"write `{shown} if {condition} else …`, or a block"
                yield node, f"`{shown} if {condition}` does not say what to show otherwise; {cure}"
            if isinstance(node, nodes.If | nodes.CondExpr | nodes.For) and node.test is not None:
                for part in condition_parts(node.test):
                    if (message := self._part(part)) is not None:
                        yield part, message
            elif isinstance(node, nodes.Compare):
                left = node.expr
                for operand in node.ops:
                    if (message := self._comparison(left, operand.op, operand.expr)) is not None:
                        yield node, message
                    left = operand.expr
            elif isinstance(node, nodes.Test) and node.name in _COMPARING_TESTS and len(node.args or ()) == 1:
                message = self._comparison(node.node, _COMPARING_TESTS[node.name], node.args[0])
                if message is not None:
                    yield node, message

    def _part(self, node: nodes.Node) -> str | None:
        """What is wrong with ``node`` as a condition, or as a part of one."""
        written = unparse(node) or "…"
        if isinstance(node, nodes.Const):
            if isinstance(node.value, bool):
                return None
            name = self._condition_named(node.value)
            return _not_a_condition(written, node.value, f"write `{name}`" if name else None)
        if isinstance(node, nodes.Name) and node.name == "variant":
            return _message(written, "the variant itself", self._example())
        if isinstance(node, nodes.Name) and node.name in self._names.owners.keys() - self._stored:
            for values in self._names.values.values():
                if node.name in values and not isinstance(values[node.name], bool):
                    return _not_a_condition(written, values[node.name], None)
        if isinstance(node, nodes.Getattr) and self._is_variant(node.node):
            return _message(written, "a text", self._example())
        if isinstance(node, nodes.Tuple | nodes.List):
            conditions = [self._as_condition(item) for item in node.items]
            joined = " or ".join(filter(None, conditions))
            complete = bool(conditions) and None not in conditions
            return _message(written, "a list", f"write `{joined}`" if complete else self._example())
        return None

    def _comparison(self, left: nodes.Node, operator: str, right: nodes.Node) -> str | None:
        written = f"`{unparse(left) or '…'} {OPERATORS[operator]} {unparse(right) or '…'}`"
        if operator in ("in", "notin") and self._is_condition(left) and self._is_condition(right):
            joined = "and" if operator == "in" else "and not"
            cure = f"write `{unparse(left)} {joined} {unparse(right)}`"
            return f"{written}: `{unparse(right)}` is true or false and holds nothing; {cure}"
        for one, other in ((left, right), (right, left)):
            if self._is_variant(one):
                cure = self._instead(operator, other) or 'write `variant.name == "…"`'
                return f"{written}: `variant` is not a text and is equal to none; {cure}"
            if self._is_condition(one) and isinstance(other, nodes.Const) and isinstance(other.value, str):
                name = unparse(one) or ""
                cure = f"not {name}" if operator in ("ne", "notin") else name
                return f"{written}: `{name}` is true or false, never a text; write `{cure}`"
            if isinstance(one, nodes.Getattr) and self._is_variant(one.node) and one.attr in self._texts:
                is_left = one is left
                return self._compared_text(written, one.attr, operator, other, is_left=is_left)
        return None

    def _compared_text(
        self, written: str, attribute: str, operator: str, other: nodes.Node, *, is_left: bool
    ) -> str | None:
        what = f"`variant.{attribute}`"
        if self._is_condition(other):
            return f"{written}: `{unparse(other)}` is true or false, never a text; write `{unparse(other)}`"
        if operator in ("eq", "ne"):
            return self._wrong_text(written, attribute, other)
        if operator not in ("in", "notin") or not is_left:
            return None
        if isinstance(other, nodes.Const) and isinstance(other.value, str):
            return f'{written}: this looks for a part of a text; write a list: `variant.{attribute} in ["…"]`'
        if isinstance(other, nodes.List | nodes.Tuple):
            for item in other.items:
                if (message := self._wrong_text(what, attribute, item)) is not None:
                    return message
        return None

    def _wrong_text(self, written: str, attribute: str, node: nodes.Node) -> str | None:
        if not isinstance(node, nodes.Const) or node.value in self._texts[attribute]:
            return None
        if not isinstance(node.value, str):
            return f"{written}: `variant.{attribute}` is a text, not {described(node.value)}"
        text = node.value
        known = self._texts[attribute]
        near = nearest(text, known)
        if attribute == "name" and text.replace("-", "_") in self._names.groups:
            hint = f"{text!r} is a group; write `{text.replace('-', '_')}` as the condition"
        elif near:
            hint = f'did you mean `"{near[0]}"`?'
        else:
            hint = f"there are {', '.join(known)}"
        return f'{written}: no variant has the {attribute} "{text}"; {hint}'

    def _is_condition(self, node: nodes.Node) -> bool:
        return isinstance(node, nodes.Name) and node.name in self._names.conditions - self._stored

    def _is_variant(self, node: nodes.Node) -> bool:
        return isinstance(node, nodes.Name) and node.name == "variant" and "variant" not in self._stored

    def _condition_named(self, value: object) -> str | None:
        if not isinstance(value, str):
            return None
        near = nearest(value.replace("-", "_"), sorted(self._names.conditions))
        return near[0] if near else None

    def _as_condition(self, node: nodes.Node) -> str | None:
        if isinstance(node, nodes.Const):
            return self._condition_named(node.value)
        return unparse(node)

    def _instead(self, operator: str, other: nodes.Node) -> str | None:
        """``write `byoc```, in place of a comparison of ``variant`` with ``other``."""
        items = other.items if isinstance(other, nodes.List | nodes.Tuple) else [other]
        found = [self._as_condition(item) for item in items]
        if None in found or not found:
            return None
        condition = " or ".join(filter(None, found))
        if operator in ("eq", "in"):
            return f"write `{condition}`"
        if operator in ("ne", "notin"):
            return f"write `not ({condition})`" if len(found) > 1 else f"write `not {condition}`"
        return None

    def _example(self) -> str:
        return f"write a variant's or group's name, such as `{min(self._names.conditions)}`"


def _not_a_condition(written: str, value: Any, cure: str | None) -> str:
    return _message(written, described(value), cure or cure_for(value, written))


def _message(written: str, what: str, cure: str) -> str:
    return f"`{written}` is {what}, and a condition must be true or false; {cure}"


def _walk(node: nodes.Node) -> Iterable[nodes.Node]:
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(list(found.iter_child_nodes())))

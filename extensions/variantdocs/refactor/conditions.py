"""Replace a name in conditions, as text, and work out conditions without it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from jinja2 import Environment, TemplateSyntaxError, nodes

from variantdocs.templating.tags import QUOTED
from variantdocs.templating.unparse import unparse

_TOKEN = re.compile(
    rf"(?P<compared>\bvariant\s*\.\s*name\s*)(?P<operator>==|!=)(?P<space>\s*)(?P<text>{QUOTED})"
    rf"|{QUOTED}|\w+|[^\s\w]",
    re.S,
)
_VARIANT_NAME = re.compile(r"\bvariant\s*\.\s*name\b")


def identifier(name: str) -> str:
    """A variant's or group's name as conditions write it."""
    return name.replace("-", "_")


def with_name_replaced(expression: str, old: str, new: Sequence[str]) -> str:
    """The expression with ``old`` replaced by ``new``, joined by ``or``.

    ``variant.name == "old"`` is compared with all of ``new``. Parentheses are added where they are needed.

    :param old: A variant's or group's name.
    """
    tokens = list(_TOKEN.finditer(expression))
    compares_names = _VARIANT_NAME.search(expression) is not None
    parts: list[str] = []
    position = 0
    for number, token in enumerate(tokens):
        before = tokens[number - 1][0] if number else "("
        after = tokens[number + 1][0] if number + 1 < len(tokens) else ")"
        if token["text"] is not None:
            replacement = _compared(token, old, new)
        elif token[0] == identifier(old) and before != ".":
            bracketed = before not in ("(", "or", "if", "elif") or after not in (")", "or")
            replacement = _joined(new, bracketed=bracketed)
        elif compares_names and token[0][0] in "\"'" and token[0][1:-1] == old:
            replacement = _quoted(new, token[0][0])
        else:
            continue
        parts += [expression[position : token.start()], replacement]
        position = token.end()
    return "".join([*parts, expression[position:]])


def _compared(token: re.Match[str], old: str, new: Sequence[str]) -> str:
    """A comparison of ``variant.name`` with ``old``, as one with all of ``new``."""
    quote = token["text"][0]
    if token["text"][1:-1] != old:
        return token[0]
    if len(new) == 1:
        return f"{token['compared']}{token['operator']}{token['space']}{_quoted(new, quote)}"
    operator = "in" if token["operator"] == "==" else "not in"
    return f"{token['compared'].rstrip()} {operator} [{_quoted(new, quote)}]"


def _quoted(names: Sequence[str], quote: str) -> str:
    return ", ".join(f"{quote}{name}{quote}" for name in names)


def _joined(names: Sequence[str], *, bracketed: bool) -> str:
    text = " or ".join(map(identifier, names))
    return f"({text})" if bracketed and len(names) > 1 else text


def names_a(expression: str, names: Collection[str]) -> bool:
    """Whether the expression uses one of the names, or compares ``variant.name`` with it."""
    identifiers = set(map(identifier, names))
    compares_names = _VARIANT_NAME.search(expression) is not None
    before = ""
    for token in _TOKEN.finditer(expression):
        text = token["text"] or token[0]
        if text in identifiers and before != ".":
            return True
        if compares_names and text[0] in "\"'" and text[1:-1] in names:
            return True
        before = token[0]
    return False


def without_names(expression: str, names: Collection[str]) -> str | bool | None:
    """The expression where none of ``names`` holds any more; ``None`` if it has to be rewritten by hand.

    >>> without_names("byoc or edge", ["byoc"])
    'edge'
    >>> without_names("not byoc", ["byoc"])
    True
    """
    try:
        tree = Environment().parse("{{ " + expression + " }}")
    except TemplateSyntaxError:
        return None
    output = tree.body[0]
    assert isinstance(output, nodes.Output)
    simple = _simple(output.nodes[0], set(map(identifier, names)), names)
    return simple if isinstance(simple, bool) else unparse(simple)


def _simple(node: nodes.Expr, identifiers: set[str], names: Collection[str]) -> nodes.Expr | bool:
    if isinstance(node, nodes.Name):
        return False if node.name in identifiers else node
    if isinstance(node, nodes.Not):
        inner = _simple(node.node, identifiers, names)
        return not inner if isinstance(inner, bool) else nodes.Not(inner)
    if isinstance(node, nodes.And | nodes.Or):
        decisive = isinstance(node, nodes.Or)
        left, right = _simple(node.left, identifiers, names), _simple(node.right, identifiers, names)
        if decisive in (left, right):
            return decisive
        if isinstance(left, bool):
            return right
        return left if isinstance(right, bool) else type(node)(left, right)
    if isinstance(node, nodes.Compare) and len(node.ops) == 1 and _is_variant_name(node.expr):
        operator, other = node.ops[0].op, node.ops[0].expr
        if isinstance(other, nodes.Const) and other.value in names and operator in ("eq", "ne"):
            return operator == "ne"
        if isinstance(other, nodes.List | nodes.Tuple) and operator in ("in", "notin"):
            kept = [item for item in other.items if getattr(item, "value", None) not in names]
            operand = nodes.Operand(operator, nodes.List(kept))
            return nodes.Compare(node.expr, [operand]) if kept else operator == "notin"
    return node


def _is_variant_name(node: nodes.Expr) -> bool:
    return (
        isinstance(node, nodes.Getattr)
        and node.attr == "name"
        and isinstance(node.node, nodes.Name)
        and node.node.name == "variant"
    )

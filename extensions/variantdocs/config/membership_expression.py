"""Evaluate which variants an expression selects: ``byoc``, ``[byoc, byok]``, ``not serverless``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from jinja2 import Environment, TemplateSyntaxError, nodes

from variantdocs.suggestions import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping


_EVERY = frozenset({"all", "any", "both", "every", "everything", "*"})
"""What may be written for every variant, where nothing need be written."""
_OPERATORS = {
    re.compile(r"\bAND\b|&&?", re.I): "and",
    re.compile(r"\bOR\b|\|\|?|,", re.I): "or",
    re.compile(r"\bNOT\b|!(?!=)", re.I): "not",
}


class NamedVariants(Protocol):
    """Variants and groups by name."""

    @property
    def names(self) -> tuple[str, ...]:
        """The variants' names."""

    @property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """group → its variants."""


class ExpressionError(ValueError):
    """An expression selects no variant or cannot be parsed; the message completes a sentence about it."""


class _UnreadableError(ExpressionError):
    """A text is no expression of this kind."""


def members(expression: str | Sequence[str], known: NamedVariants) -> frozenset[str]:
    """The variants that ``expression`` selects; a list selects those of all its items.

    Text equal to a variant's or group's name is that name. Otherwise it is an expression, where
    names are written with ``_`` for ``-``.

    :raises ExpressionError: a name is unknown, or the expression cannot be read.
    """
    if not isinstance(expression, str):
        return frozenset().union(*(members(item, known) for item in expression))
    text = expression.strip()
    if text in known.names:
        return frozenset({text})
    if text in known.groups:
        return frozenset(known.groups[text])
    if not text:
        raise ExpressionError("names no variant; write a name, a list of names or an expression")
    if text.casefold() in _EVERY:
        raise ExpressionError(f"names an unknown variant or group {text!r}; remove it to mean every variant")
    try:
        return _selected(text, known)
    except _UnreadableError:
        raise ExpressionError(f"cannot be read: {text!r}; {_cure(text, known)}") from None
    except RecursionError:
        raise ExpressionError(f"cannot be read: {text[:40]!r}…: it is nested too deeply") from None


def _selected(text: str, known: NamedVariants) -> frozenset[str]:
    parsed = _parse(text)
    return frozenset(name for name in known.names if _holds(parsed, name, known, text))


def _parse(text: str) -> nodes.Node:
    try:
        tree = Environment().parse("{{ " + text + " }}")
    except TemplateSyntaxError:
        raise _UnreadableError from None
    output = tree.body[0] if len(tree.body) == 1 else None
    if not isinstance(output, nodes.Output) or len(output.nodes) != 1:
        raise _UnreadableError
    return output.nodes[0]


def _holds(node: nodes.Node, variant: str, known: NamedVariants, text: str) -> bool:
    if isinstance(node, nodes.And):
        left, right = _holds(node.left, variant, known, text), _holds(node.right, variant, known, text)
        return left and right
    if isinstance(node, nodes.Or):
        left, right = _holds(node.left, variant, known, text), _holds(node.right, variant, known, text)
        return left or right
    if isinstance(node, nodes.Not):
        return not _holds(node.node, variant, known, text)
    if isinstance(node, nodes.Const) and isinstance(node.value, bool):
        return node.value
    if isinstance(node, nodes.Name):
        for name in known.names:
            if node.name == name.replace("-", "_"):
                return name == variant
        for group, found in known.groups.items():
            if node.name == group.replace("-", "_"):
                return variant in found
        raise ExpressionError(_unknown(node.name, known))
    if isinstance(node, nodes.Sub):
        if re.fullmatch(r"[\w-]+", text):  # a single unknown name
            raise ExpressionError(_unknown(text, known))
        raise ExpressionError(f"cannot be read: {text!r}; in an expression, write `_` for the `-` of a name")
    raise _UnreadableError


def _cure(text: str, known: NamedVariants) -> str:
    """What to write instead of a text that is no expression."""
    for corrected in (_corrected(text), " or ".join(text.split())):
        if corrected != text:
            with suppress(ExpressionError, RecursionError):
                _selected(corrected, known)
                return f"did you mean {corrected!r}?"
    return "write names with `and`, `or`, `not` and parentheses"


def _corrected(text: str) -> str:
    """``text`` with the operators of other languages, and in capitals, as they are written here."""
    for operator, written in _OPERATORS.items():
        text = operator.sub(f" {written} ", text)
    return " ".join(text.split()).replace("( ", "(").replace(" )", ")")


def _unknown(name: str, known: NamedVariants) -> str:
    names = [*known.names, *known.groups]
    written = names if "-" in name else [found.replace("-", "_") for found in names]
    near = nearest(name, written)
    if near:
        return f"names an unknown variant or group {name!r}; did you mean {near[0]!r}?"
    return f"names an unknown variant or group {name!r}; there are {', '.join(names)}"

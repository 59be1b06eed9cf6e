"""Write a parsed expression as an author would, for messages."""

from __future__ import annotations

import json

from jinja2 import nodes

OPERATORS = {
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "lteq": "<=",
    "gt": ">",
    "gteq": ">=",
    "in": "in",
    "notin": "not in",
}


def unparse(node: nodes.Node) -> str | None:
    """``node`` as text; ``None`` for an expression that is too complex to quote.

    The text has as many parentheses as it needs.
    """
    return _unparse(node, 0)


def _unparse(node: nodes.Node, priority: int) -> str | None:
    if isinstance(node, nodes.Const):
        return _constant(node.value)
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return _joined("{}." + node.attr, node.node, priority=4)
    if isinstance(node, nodes.Not):
        return _bracketed(_joined("not {}", node.node, priority=2), priority > 2)
    if isinstance(node, nodes.And | nodes.Or):
        word, own = ("and", 1) if isinstance(node, nodes.And) else ("or", 0)
        return _bracketed(_joined(f"{{}} {word} {{}}", node.left, node.right, priority=own), priority > own)
    if isinstance(node, nodes.Compare):
        form = "{} " + " ".join(f"{OPERATORS[operand.op]} {{}}" for operand in node.ops)
        text = _joined(form, node.expr, *(operand.expr for operand in node.ops), priority=4)
        return _bracketed(text, priority > 3)
    if isinstance(node, nodes.Tuple | nodes.List):
        text = _joined(", ".join(["{}"] * len(node.items)), *node.items, priority=1)
        return f"[{text}]" if text is not None and isinstance(node, nodes.List) else text
    if isinstance(node, nodes.Test) and not node.args and not node.kwargs:
        return _joined(f"{{}} is {node.name}", node.node, priority=4)
    return None


def _constant(value: object) -> str | None:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    return str(value)


def _joined(form: str, *parts: nodes.Node, priority: int) -> str | None:
    texts = [_unparse(part, priority) for part in parts]
    return None if None in texts else form.format(*texts)


def _bracketed(text: str | None, needed: bool) -> str | None:
    return f"({text})" if text is not None and needed else text

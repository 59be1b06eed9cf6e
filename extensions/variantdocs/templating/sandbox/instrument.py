"""Insert the filters that count iterations, charge for values and check conditions into a parsed page."""

from __future__ import annotations

from typing import cast

from jinja2 import nodes

from variantdocs.templating.unparse import unparse

COUNT_ITERATIONS = "variantdocs:count-iterations"
"""The filter around what a loop runs over. A page cannot spell its name."""
CONCATENATE = "variantdocs:concatenate"
"""The filter that replaces the operator ``~``."""
CHARGE = "variantdocs:charge"
"""The filter that charges the page for a value and passes it on."""
CONDITION = "variantdocs:condition"
"""The filter that refuses a condition that is neither true nor false."""


def instrument(tree: nodes.Template) -> nodes.Template:
    """Insert the filters that count iterations, charge for values and check conditions.

    They wrap what loops run over, what is compared, and what is made without an operator, filter
    or call: lists, mappings, slices, and texts joined with ``~``. Otherwise a list that doubles
    forty times would be made at once, and its comparison would never end.
    """
    _instrument_children(tree)
    return tree


def _instrument_children(node: nodes.Node) -> None:
    for field, value in node.iter_fields():
        if isinstance(value, nodes.Node):
            setattr(node, field, _instrumented(value))
        elif isinstance(value, list):
            value[:] = [_instrumented(item) if isinstance(item, nodes.Node) else item for item in value]


def _instrumented(node: nodes.Node) -> nodes.Node:
    _instrument_children(node)
    if isinstance(node, nodes.If | nodes.CondExpr | nodes.For) and node.test is not None:
        node.test = _condition(cast(nodes.Expr, node.test))
    if isinstance(node, nodes.For):
        node.iter = _filtered(node.iter, COUNT_ITERATIONS)
    elif isinstance(node, nodes.Compare):
        node.expr = _filtered(node.expr, CHARGE)
        for operand in node.ops:
            operand.expr = _filtered(operand.expr, CHARGE)
    elif isinstance(node, nodes.Concat):
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), CONCATENATE)
    elif isinstance(node, nodes.List | nodes.Dict) or _makes_tuple(node) or _makes_slice(node):
        return _filtered(node, CHARGE)
    return node


def _condition(test: nodes.Expr) -> nodes.Expr:
    if isinstance(test, nodes.And | nodes.Or):
        test.left, test.right = _condition(test.left), _condition(test.right)
    elif isinstance(test, nodes.Not):
        test.node = _condition(test.node)
    elif not isinstance(test, nodes.Compare | nodes.Test | nodes.Const):
        written = nodes.Const(unparse(test), lineno=test.lineno)
        return nodes.Filter(test, CONDITION, [written], [], None, None, lineno=test.lineno)
    return test


def _makes_tuple(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Tuple) and node.ctx == "load"


def _makes_slice(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice)


def _filtered(value: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(value, name, [], [], None, None, lineno=value.lineno)

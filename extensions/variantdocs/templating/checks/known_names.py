"""Check that every name in a page is known, also in branches that no variant shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from jinja2 import nodes
from jinja2.filters import FILTERS as JINJA_FILTERS

from variantdocs.messages import Kind
from variantdocs.suggestions import nearest
from variantdocs.templating.checks.spelling import look_alikes
from variantdocs.templating.names import Names
from variantdocs.templating.tags import Problem

if TYPE_CHECKING:
    from variantdocs.templating.sandbox.environment import PageEnvironment

_GLOBALS = frozenset({"range", "namespace", "dict"})


def check_names(
    tree: nodes.Template, names: Names, environment: PageEnvironment, line_of: Callable[[int], int]
) -> list[Problem]:
    """Check that every name in the page is known, whether it is evaluated or not.

    :param line_of: template line → source line.
    :returns: The problems, in the page's order; at most one more than are reported.
    """
    problems: list[Problem] = []

    def problem(node: nodes.Node, message: str, kind: Kind = Kind.UNKNOWN_NAME) -> None:
        problems.append(Problem(kind=kind, message=message, line=line_of(node.lineno)))

    stored = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    known = names.all | stored
    called = {id(call.node) for call in tree.find_all(nodes.Call)}
    in_loops = {
        id(name)
        for loop in tree.find_all(nodes.For)
        for statement in loop.body
        for name in statement.find_all(nodes.Name)
        if name.name == "loop"
    }
    for node in _walk(tree):
        if len(problems) > environment.limits.problems:
            break
        if isinstance(node, nodes.Name):
            if node.ctx == "store" and node.name in names.conditions | {"variant"}:
                problem(
                    node,
                    f"`{node.name}` belongs to variants.yaml and cannot be set; use another name",
                    Kind.SYNTAX,
                )
            elif node.ctx != "load" or node.name in known or id(node) in in_loops:
                continue
            elif node.name == "loop":
                problem(node, "`loop` exists only between `{@@ for … @@}` and `{@@ endfor @@}`")
            elif node.name not in _GLOBALS:
                problem(
                    node,
                    f"unknown name `{node.name}`{look_alikes(node.name)}; "
                    f"{names.suggestion(node.name, among=stored)}",
                )
            elif id(node) not in called:
                problem(node, f"`{node.name}` is not a value; call it: `{node.name}(…)`", Kind.SYNTAX)
        elif isinstance(node, nodes.Filter) and node.name not in environment.filters:
            problem(node, unknown_operation("filter", node.name, environment))
        elif isinstance(node, nodes.Test) and node.name in names.conditions:
            problem(node, f"`is {node.name}` asks nothing; write `{node.name}` alone", Kind.SYNTAX)
        elif isinstance(node, nodes.Test) and node.name not in environment.tests:
            problem(node, unknown_operation("test", node.name, environment))
        elif isinstance(node, nodes.Getattr):
            _check_attribute(node, problem)
        elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            if isinstance(node.arg.value, str) and node.arg.value.startswith("_"):
                problem(node, _private(node.arg.value), Kind.SYNTAX)
        elif isinstance(node, nodes.For) and node.recursive:
            problem(node, "a loop in a page cannot be recursive; remove `recursive`", Kind.SYNTAX)
    return problems


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    for child in node.iter_child_nodes():
        yield child
        yield from _walk(child)


def _check_attribute(node: nodes.Getattr, problem: Callable[..., None]) -> None:
    if node.attr.startswith("_"):
        problem(node, _private(node.attr), Kind.SYNTAX)
    elif (
        isinstance(node.node, nodes.Name)
        and node.node.name == "variant"
        and node.attr not in ("name", "title")
    ):
        problem(node, f"there is no `variant.{node.attr}`; there are `variant.name` and `variant.title`")


def _private(name: str) -> str:
    return f"`{name}` cannot be used: names that begin with an underscore are not available in pages"


def unknown_operation(what: str, name: str, environment: PageEnvironment) -> str:
    """The message about an unknown filter or test.

    :param what: ``filter`` or ``test``.
    """
    known: Mapping[str, Any] = environment.filters if what == "filter" else environment.tests
    if what == "filter" and name in JINJA_FILTERS:
        return f"the filter `{name}` is not available in pages; write this without it"
    visible = sorted(found for found in known if ":" not in found)
    near = nearest(name, visible, limit=2)
    if near:
        return f"there is no {what} `{name}`; did you mean {' or '.join(f'`{found}`' for found in near)}?"
    return f"there is no {what} `{name}`; Jinja's manual lists the {what}s"

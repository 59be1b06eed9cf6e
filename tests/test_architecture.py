"""The shape of the package: who imports whom, and who touches Sphinx."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import variantdocs

PACKAGE = Path(variantdocs.__file__).parent

LAYERS = (
    ("config",),
    ("templating",),
    ("pages",),
    ("remote", "crossrefs"),
    ("switcher",),
    ("rebuild",),
    ("multibuild", "check"),
    ("preview", "console"),
    ("cli",),
    ("__main__",),
)
"""A name imports only from itself, from names before its own line, and from :data:`EVERYWHERE`."""

EVERYWHERE = frozenset(
    {
        "",
        "build_messages",
        "env_store",
        "errors",
        "events",
        "messages",
        "output",
        "page_collector",
        "paths",
        "sphinx_patches",
        "suggestions",
    }
)
"""Modules that every feature may import ("" is the package itself); they import no feature."""

EDGE = (
    "config.patterns",
    "config.sphinx_hooks",
    "crossrefs.anchors",
    "crossrefs.fallback",
    "crossrefs.indexes",
    "crossrefs.link_positions",
    "crossrefs.resolver",
    "crossrefs.role",
    "multibuild.builder",
    "multibuild.single_variant",
    "multibuild.worker.message_collector",
    "page_collector",
    "pages.references",
    "pages.sphinx_hooks",
    "pages.toctree",
    "rebuild.duplicate_names",
    "rebuild.equation_labels",
    "rebuild.reading_order",
    "rebuild.search_index",
    "rebuild.stable_digest",
    "rebuild.toolchain",
    "remote.directive",
    "remote.sphinx_hooks",
    "sphinx_patches.findall",
    "sphinx_patches.log_levels",
    "sphinx_patches.registries",
    "sphinx_patches.render_caches",
    "templating.foreign_tags",
    "templating.read_records",
    "templating.source_lines.include",
    "templating.source_lines.log_locations",
    "templating.source_lines.parse_state",
    "templating.source_lines.parsers",
    "templating.sphinx_hooks",
)
"""The modules that import Sphinx, docutils or MyST as soon as they are imported."""


@dataclass(frozen=True)
class Import:
    """One import of a module: ``deep`` within a function, ``typing`` for a type checker only."""

    name: str
    line: int
    deep: bool
    typing: bool


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


TREES = {
    name_of(path): ast.parse(path.read_text("utf-8"), str(path)) for path in sorted(PACKAGE.rglob("*.py"))
}


def imports_of(node: ast.AST, *, deep: bool = False, typing: bool = False) -> Iterator[Import]:
    """Every import below ``node``; ``from a import b`` is ``a.b``, whatever ``b`` is."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, child.lineno, deep, typing)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "imports are absolute"
            for alias in child.names:
                yield Import(f"{child.module}.{alias.name}", child.lineno, deep, typing)
        elif isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            for part in child.body:
                yield from imports_of(ast.Module([part], []), deep=deep, typing=True)
            for part in child.orelse:
                yield from imports_of(ast.Module([part], []), deep=deep, typing=typing)
        else:
            function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from imports_of(child, deep=deep or function, typing=typing)


def own_imports(trees: dict[str, ast.Module], name: str) -> Iterator[tuple[str, Import]]:
    """The imports of modules of this package, each module named without the package."""
    for found in imports_of(trees[name]):
        root, _, target = found.name.partition(".")
        while target and target not in trees:  # the name of something within a module
            target = target.rpartition(".")[0]
        if root == "variantdocs" and target != name:
            yield target, found


def with_packages(name: str) -> set[str]:
    """The module ``a.b.c`` and what is imported before it: ``a`` and ``a.b``."""
    parts = name.split(".")
    return {".".join(parts[:count]) for count in range(1, len(parts) + 1)}


def cycle_in(trees: dict[str, ast.Module]) -> list[str]:
    """Modules that import each other while they are imported."""
    graph: dict[str, set[str]] = {}
    for name in trees:
        needed = [target for target, found in own_imports(trees, name) if not (found.deep or found.typing)]
        graph[name] = set().union(*map(with_packages, needed)) - with_packages(name) - {""}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def feature_of(name: str) -> str:
    return name.partition(".")[0]


def imports_against_the_order(trees: dict[str, ast.Module]) -> dict[tuple[str, str], str]:
    """Imports of something that stands beside or after the importing module; also those in functions."""
    rank = {feature: number for number, layer in enumerate(LAYERS) for feature in layer}
    wrong = {}
    for name in trees:
        own = feature_of(name)
        for target, found in own_imports(trees, name):
            other = feature_of(target)
            if found.typing or other == own or other in EVERYWHERE:
                continue
            if own not in rank or other not in rank or rank[other] >= rank[own]:
                wrong[name, target] = f"{name}:{found.line} imports {target}"
    return wrong


def sphinx_modules(trees: dict[str, ast.Module]) -> list[str]:
    """Modules that cannot be imported without Sphinx, docutils or MyST."""
    return sorted(
        name
        for name, tree in trees.items()
        if any(
            found.name.partition(".")[0] in ("sphinx", "docutils", "myst_parser")
            for found in imports_of(tree)
            if not (found.deep or found.typing)
        )
    )


def trees_of(**modules: str) -> dict[str, ast.Module]:
    return {name.replace("__", "."): ast.parse(text) for name, text in modules.items()}


def test_no_module_imports_itself_through_others():
    assert cycle_in(TREES) == []


def test_a_cycle_is_found():
    trees = trees_of(a="from variantdocs.b import x", b="import variantdocs.c", c="from variantdocs import a")
    assert set(cycle_in(trees)) == {"a", "b", "c"}


def test_what_is_imported_later_or_for_types_makes_no_cycle():
    trees = trees_of(
        a="import variantdocs.b",
        b="if TYPE_CHECKING:\n    import variantdocs.a\ndef f():\n    import variantdocs.a",
    )
    assert cycle_in(trees) == []


def test_every_feature_imports_only_what_stands_before_it():
    assert list(imports_against_the_order(TREES).values()) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("pages__x", "from variantdocs.switcher.y import z"),
        ("pages__x", "def f():\n    from variantdocs.switcher import y"),
        ("remote__x", "import variantdocs.switcher.y"),
        ("messages", "from variantdocs.switcher import y"),
        ("unheard_of__x", "from variantdocs.switcher import y"),
    ],
)
def test_an_import_against_the_order_is_found(name, source):
    trees = trees_of(**{name: source, "switcher": "", "switcher__y": ""})
    assert list(imports_against_the_order(trees)) == [(name.replace("__", "."), "switcher.y")]


def test_every_part_of_the_package_has_its_place_in_the_order():
    placed = {feature for layer in LAYERS for feature in layer} | EVERYWHERE
    unplaced = {feature_of(name) for name in TREES} - placed
    assert unplaced == set()


def test_sphinx_is_imported_at_the_edge_only():
    assert sphinx_modules(TREES) == list(EDGE)


@pytest.mark.parametrize("source", ["import sphinx.util", "from docutils import nodes", "import myst_parser"])
def test_an_import_of_sphinx_is_found(source):
    assert sphinx_modules(trees_of(a=source, b=f"def f():\n    {source}")) == ["a"]


def test_every_feature_with_a_setup_is_loaded():
    packages = {name_of(path) for path in PACKAGE.glob("*/__init__.py")}
    with_setup = {
        f"variantdocs.{name}"
        for name in packages
        if any(isinstance(node, ast.FunctionDef) and node.name == "setup" for node in TREES[name].body)
    }
    assert with_setup == set(variantdocs.FEATURES)
    assert all(callable(importlib.import_module(feature).setup) for feature in variantdocs.FEATURES)


def caught_by(tree: ast.AST) -> Iterator[tuple[str, ast.ExceptHandler]]:
    """What each handler catches: "" for a bare one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            for kind in kinds:
                yield ("" if kind is None else ast.unparse(kind)), node


def test_no_error_of_ours_is_swallowed():
    wrong = [
        f"{name}:{handler.lineno}"
        for name, tree in TREES.items()
        for kind, handler in caught_by(tree)
        if kind.rpartition(".")[2] in ("", "Exception")
    ]
    assert wrong == []


def test_what_catches_everything_raises_it_again():
    kept = [
        name
        for name, tree in TREES.items()
        for kind, handler in caught_by(tree)
        if kind == "BaseException" and not isinstance(handler.body[-1], ast.Raise)
    ]
    assert kept == ["remote.loader"]  # in a worker thread; raised again in the one that asked


@pytest.mark.parametrize(
    "handler", ["except:", "except Exception:", "except (ValueError, builtins.Exception):"]
)
def test_a_handler_that_catches_too_much_is_found(handler):
    kinds = [
        kind.rpartition(".")[2] for kind, _ in caught_by(ast.parse(f"try:\n    f()\n{handler}\n    pass"))
    ]
    assert {"", "Exception"} & set(kinds)


def test_nobody_changes_where_modules_are_found():
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.path"
    ]
    wrong += [
        f"{name}:{found.line}"
        for name in TREES
        for found in imports_of(TREES[name])
        if found.name == "sys.path"
    ]
    assert wrong == []

"""The shape of the package: who imports whom, and who touches Sphinx."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from sphinx.events import core_events

import variantdocs
from variantdocs import events

PACKAGE = Path(variantdocs.__file__).parent
ARCHITECTURE_PAGE = PACKAGE.parents[1] / "docs/architecture.md"

LAYERS = (
    ("config",),
    ("templating",),
    ("pages",),
    ("remote", "crossrefs"),
    ("switcher", "page_metadata", "search"),
    ("sources",),
    ("lint", "explain", "refactor", "changes"),
    ("report",),
    ("rebuild",),
    ("bodies",),
    ("multibuild", "check"),
    ("starter",),
    ("migrate",),
    ("hyperlinks",),
    ("console",),
    ("publish",),
    ("preview",),
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
        "file_values",
        "locale",
        "messages",
        "output",
        "page_collector",
        "paths",
        "sphinx_patches",
        "suggestions",
    }
)
"""Modules that every feature may import ("" is the package itself); they import no feature."""

LARGEST_FOLDER = 14
"""Files of one folder, ``__init__.py`` aside."""

EDGE = (
    "bodies.signature",
    "bodies.variant_parts",
    "config.sphinx_hooks",
    "crossrefs.anchors",
    "crossrefs.fallback",
    "crossrefs.indexes",
    "crossrefs.link_nodes",
    "crossrefs.link_positions",
    "crossrefs.resolver",
    "crossrefs.role",
    "multibuild.builder",
    "multibuild.single_variant",
    "multibuild.worker.application",
    "multibuild.worker.message_collector",
    "page_collector",
    "pages.confinement",
    "pages.output_names",
    "pages.references",
    "pages.source_files",
    "pages.sphinx_hooks",
    "pages.toctree",
    "preview.builder.writers_view.merge",
    "preview.builder.writers_view.render",
    "rebuild.duplicate_names",
    "rebuild.reading_order",
    "rebuild.stable_digest",
    "rebuild.toolchain",
    "rebuild.translations",
    "remote.directive.directive",
    "remote.sphinx_hooks",
    "sphinx_patches.builder_steps",
    "sphinx_patches.equation_labels",
    "sphinx_patches.loaded_environment",
    "sphinx_patches.performance.entry_points",
    "sphinx_patches.performance.findall",
    "sphinx_patches.performance.garbage_collection",
    "sphinx_patches.performance.log_levels",
    "sphinx_patches.performance.option_parsers",
    "sphinx_patches.performance.page_paths",
    "sphinx_patches.performance.pydata_theme.edit_links",
    "sphinx_patches.performance.pydata_theme.prepared_sidebars",
    "sphinx_patches.performance.render_caches",
    "sphinx_patches.performance.rendered_bodies",
    "sphinx_patches.performance.smart_quotes",
    "sphinx_patches.registries",
    "sphinx_patches.search_index",
    "sphinx_patches.search_parts",
    "sphinx_patches.single_page",
    "sphinx_patches.split_build",
    "sphinx_patches.versions.include_parts",
    "sphinx_patches.versions.older_myst",
    "sphinx_patches.versions.older_sphinx",
    "templating.checks.foreign_tags",
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
    name_of(path): ast.parse(path.read_text("utf-8"), str(path))
    for path in sorted(PACKAGE.rglob("*.py"))
    if "templates" not in path.parts  # files of a new project, not of the package
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
    """Imports of something beside or after the importing module; those in functions and for types count."""
    rank = {feature: number for number, layer in enumerate(LAYERS) for feature in layer}
    wrong = {}
    for name in trees:
        own = feature_of(name)
        for target, found in own_imports(trees, name):
            other = feature_of(target)
            if other == own or other in EVERYWHERE:
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
        ("remote__x", "if TYPE_CHECKING:\n    from variantdocs.switcher import y"),
        ("messages", "from variantdocs.switcher import y"),
        ("unhandled_of__x", "from variantdocs.switcher import y"),
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
    assert kept == ["remote.network.concurrent"]  # in a worker thread; raised again in the one that asked


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


def test_no_folder_holds_more_files_than_one_takes_in_at_a_glance():
    folders = {
        folder: len(list(folder.glob("*.py"))) - 1
        for folder in {path.parent for path in PACKAGE.rglob("*.py")}
    }
    crowded = {name_of(folder / "x.py"): count for folder, count in folders.items() if count > LARGEST_FOLDER}
    assert crowded == {}


def test_every_folder_says_what_it_takes_and_gives_and_must_not_know():
    silent = [
        name
        for name, tree in TREES.items()
        if name
        and (PACKAGE / name.replace(".", "/") / "__init__.py").exists()
        and not says_its_bounds(ast.get_docstring(tree))
    ]
    assert silent == []


def says_its_bounds(docstring: str | None) -> bool:
    words = " ".join((docstring or "").lower().split())
    return all(word in words for word in ("takes", "gives", "not know")) or "one file each" in words


# Events


def connected_by_hand(trees: dict[str, ast.Module]) -> list[str]:
    """Calls of ``connect`` with the name of an event, elsewhere than in the table's own module."""
    return [
        f"{name}:{node.lineno}"
        for name, tree in trees.items()
        if name != "events"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "connect"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ]


def test_events_are_connected_through_the_table_only():
    assert connected_by_hand(TREES) == []


def test_a_connection_beside_the_table_is_found():
    assert connected_by_hand(trees_of(a='app.connect("source-read", f)', b="events.connect(app, f)")) == [
        "a:1"
    ]


def handlers_named(tree: ast.Module) -> set[str]:
    """The last part of each name that ``events.connect`` is given."""
    return {
        ast.unparse(argument).rpartition(".")[2]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("events.connect", "connect")
        for argument in node.args[1:]
    }


def test_every_handler_in_the_table_exists_and_is_connected():
    connected = set().union(*map(handlers_named, TREES.values()))
    for handlers in events.EVENTS.values():
        for handler in handlers:
            module, found = handler.name, None
            while module not in TREES:
                module = module.rpartition(".")[0]
            found = importlib.import_module(f"variantdocs.{module}")
            for part in handler.name.removeprefix(f"{module}.").split("."):
                found = getattr(found, part)
            assert callable(found)
            assert handler.name.rpartition(".")[2] in connected


def test_the_table_is_in_the_order_in_which_handlers_run():
    for event, handlers in events.EVENTS.items():
        priorities = [handler.priority for handler in handlers]
        assert priorities == sorted(priorities), event
    assert events.EVENTS.keys() - core_events.keys() == {"html-page-context"}  # the HTML builder's


# Private parts of libraries

LIBRARIES = ("sphinx", "docutils", "myst_parser")
PATCH_LABELS = ("Replaces:", "Why:", "Upstream:", "Versions:", "Remove when:")


def own_names(trees: dict[str, ast.Module]) -> set[str]:
    """The private names that the package defines itself."""
    found = set()
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
            elif (
                isinstance(node, ast.Attribute)
                and isinstance(node.ctx, ast.Store)
                and ast.unparse(node.value) in ("self", "cls")
            ):
                found.add(node.attr)
    return found


def private_names(trees: dict[str, ast.Module]) -> list[str]:
    """Private names of libraries, outside the folder that may use them.

    Jinja's are left out where the sandbox extends its classes.
    """
    own = own_names(trees)
    wrong = []
    for name, tree in trees.items():
        if name.startswith(("sphinx_patches", "templating.sandbox")):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and is_private(node.attr) and node.attr not in own:
                wrong.append(f"{name}:{node.lineno} {node.attr}")
            elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(LIBRARIES):
                parts = [*node.module.split("."), *(alias.name for alias in node.names)]
                wrong += [f"{name}:{node.lineno} {part}" for part in parts if is_private(part)]
    return wrong


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__") and name != "_exit"  # os._exit is public


def test_private_names_of_libraries_are_used_in_their_folder_only():
    assert private_names(TREES) == []


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("env._app = 1", "_app"),
        ("from sphinx.util._files import X", "_files"),
        ("from docutils.nodes import _x", "_x"),
    ],
)
def test_a_private_name_is_found(source, name):
    assert private_names(trees_of(a=source, sphinx_patches__b=source)) == [f"a:1 {name}"]


def test_every_patch_says_what_it_replaces_and_until_when():
    for path in (PACKAGE / "sphinx_patches").rglob("*.py"):
        if path.name != "__init__.py":
            labels = re.findall(r"^([A-Z][a-z ]+:)", ast.get_docstring(TREES[name_of(path)]) or "", re.M)
            assert tuple(labels) == PATCH_LABELS, path.name


def test_the_architecture_page_names_only_files_that_exist():
    text = ARCHITECTURE_PAGE.read_text("utf-8")
    named = set(re.findall(r"`((?:[a-z_]+/)*[a-z_]+\.py|(?:[a-z_]+/)+)`", text))
    missing = {
        name for name in named if not (PACKAGE / name).exists() and not (PACKAGE.parents[1] / name).exists()
    }
    assert missing <= {"sphinx_hooks.py"}  # a name that several folders have


def test_the_architecture_page_states_the_order_of_imports():
    text = " ".join(ARCHITECTURE_PAGE.read_text("utf-8").split())
    layers = [layer for layer in LAYERS if layer != ("__main__",)]
    assert f"`{' · '.join(', '.join(layer) for layer in layers)}`" in text
    stated = text.partition("Every folder may import")[2].partition("`tests/")[0]
    assert set(re.findall(r"`(\w+)(?:\.py|/)`", stated)) == EVERYWHERE - {""}

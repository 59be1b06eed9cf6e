"""Find the code that renders the pages of a project, and whether it is known to do the same in each variant.

Known code makes a body of nothing but the doctree, the settings, and what
:mod:`variantdocs.bodies.variant_parts` collects. Whatever else takes part might look at anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_BUILDERS = ("sphinx.builders.html", "sphinx.builders.dirhtml")
_TRANSFORMS = (
    "myst_parser.sphinx_ext",
    "pydata_sphinx_theme.short_link",
    "sphinx.builders.html.transforms",
    "sphinx.builders.latex.transforms",  # not for HTML
    "sphinx.builders.linkcheck",  # not for HTML
    "sphinx.domains.c",
    "sphinx.domains.cpp",
    "sphinx.ext.extlinks",
    "sphinx.ext.viewcode",
    "sphinx.transforms.post_transforms",
    "sphinx_design",
    "variantdocs",
)
_HANDLERS = {
    "doctree-resolved": ("sphinx.ext.ifconfig", "sphinx.ext.todo", "sphinx_design", "variantdocs"),
    "missing-reference": (
        "myst_parser",
        "sphinx.domains",
        "sphinx.ext.intersphinx",
        "sphinx.ext.viewcode",
        "variantdocs",
    ),
    "warn-missing-reference": ("sphinx.domains", "variantdocs"),
}
_TRANSLATORS = (
    "builtins",
    "docutils",
    "pydata_sphinx_theme.translator",
    "sphinx.util.docutils",
    "sphinx.writers",
)
_NODES = ("docutils.nodes", "sphinx.addnodes", "sphinx_design")
_VISITORS = ("sphinx_design",)
_OTHER_NODES = frozenset(("pending", "substitution_reference", "citation_reference"))
"""Nodes of docutils that something unknown is still to replace."""
_MATH = frozenset(("math", "math_block"))


def obstacle(app: Sphinx, declared: Iterable[str]) -> str:
    """The first thing that takes part in rendering pages and that is not known; empty if all is known.

    :param declared: The modules that the project declares to render a page alike in each variant.
    """
    more = tuple(declared)
    for owner, known in _participants(app):
        module = getattr(owner, "__module__", None) or "conf.py"
        if not _is_in(module, (*known, *more)):
            return f"{module}.{getattr(owner, '__qualname__', owner)}"
    return ""


class KnownNodes:
    """The classes of nodes that are known to be rendered alike in each variant."""

    def __init__(self, app: Sphinx, declared: Iterable[str]) -> None:
        builder, more = app.builder, tuple(declared)
        self._modules = (*_NODES, *more)
        handlers: dict[str, Any] = {}
        for name in (builder.format, builder.name):
            handlers |= app.registry.translation_handlers.get(name, {})
        self._unknown_names = _OTHER_NODES.union(
            name
            for name, functions in handlers.items()
            if not all(_is_in(function.__module__, (*_VISITORS, *more)) for function in functions if function)
        )
        if getattr(builder, "math_renderer_name", None) != "mathjax":
            self._unknown_names |= _MATH  # others make images
        self._known: dict[type, bool] = {}

    def __contains__(self, node: nodes.Node) -> bool:
        kind = type(node)
        known = self._known.get(kind)
        if known is None:
            known = kind.__name__ not in self._unknown_names and _is_in(kind.__module__, self._modules)
            self._known[kind] = known
        return known


def _participants(app: Sphinx) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """What takes part, each with the modules in which it is known."""
    yield type(app.builder), _BUILDERS
    for transform in app.registry.get_post_transforms():
        yield transform, _TRANSFORMS
    for event, modules in _HANDLERS.items():
        for listener in app.events.listeners.get(event, ()):
            yield listener.handler, modules
    for base in app.registry.get_translator_class(app.builder).__mro__:
        # Themes mix their own class into whatever is there, in a class made on the spot that adds nothing.
        if base.__module__ != "types" or any(callable(value) for value in vars(base).values()):
            yield base, _TRANSLATORS


def _is_in(module: str, modules: Iterable[str]) -> bool:
    return any(f"{module}.".startswith(f"{name}.") for name in modules)

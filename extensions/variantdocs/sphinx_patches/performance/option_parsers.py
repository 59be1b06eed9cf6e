"""Work out the options of docutils once for the same components.

Replaces: ``OptionParser.populate_from_components`` of docutils, in this process.
Why: Sphinx and MyST-Parser ask for the default settings of each page that is read, and Sphinx again before
    pages are written. docutils makes an object of each of some 140 options for that: a twentieth of what a
    variant does after an edit of one page.
Upstream: none; docutils is to replace its option parser (RELEASE-NOTES, "Future changes").
Versions: docutils 0.21 to 0.23.
Remove when: docutils gives default settings without making options. The test compares both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from functools import wraps
from typing import Any

from docutils.frontend import OptionParser, get_default_settings

_TABLES = ("_short_opt", "_long_opt")
"""The attributes in which optparse finds an option by its name."""
_KEPT = 32
"""Sets of components at once; a project has a few parsers and a writer."""


def populate_once() -> None:
    """Make docutils keep what it works out from its components; doing so twice does it once."""
    original = OptionParser.populate_from_components
    if not hasattr(original, "__wrapped__"):
        # Types do not allow that a method is replaced.
        OptionParser.populate_from_components = _keeping(original)  # type: ignore[assignment,method-assign]


def prepare_writer_options() -> None:
    """Work out the options of Sphinx's HTML writer, which a builder asks for when it begins to write."""
    from sphinx.writers.html import HTMLWriter

    get_default_settings(HTMLWriter)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Populated:
    """What a parser has after it was populated from components that declare ``declared``."""

    declared: tuple[tuple[Any, ...], ...]
    defaults: dict[str, Any]
    lists: dict[str, Any]
    relative_path_settings: Any  # a tuple; before docutils 0.22 a list
    options: list[Any]
    groups: list[Any]
    tables: tuple[dict[str, Any], ...]

    def give_to(self, parser: OptionParser) -> None:
        """Populate a parser that has nothing yet."""
        parser.defaults.update(self.defaults)
        parser.lists.update(self.lists)
        # Types say that all parsers share it; docutils gives each its own.
        parser.relative_path_settings = copy(self.relative_path_settings)  # type: ignore[misc]
        parser.option_list[:] = self.options
        parser.option_groups[:] = self.groups
        for name, table in zip(_TABLES, self.tables, strict=True):
            getattr(parser, name).update(table)


def _declared_by(component: Any) -> tuple[Any, ...]:
    """What ``component`` declares now, its specification first: extensions may change defaults later."""
    defaults = (component.settings_defaults, component.settings_default_overrides)
    copies = (dict(found) if found else None for found in defaults)
    # Before docutils 0.22 a parser adds those of its components to its own list.
    return (component.settings_spec, tuple(component.relative_path_settings), *copies)


def _keeping(
    original: Callable[[OptionParser, Iterable[Any]], None],
) -> Callable[[OptionParser, Iterable[Any]], None]:
    kept: dict[tuple[int, ...], _Populated] = {}

    @wraps(original)
    def populate_from_components(self: OptionParser, components: Iterable[Any]) -> None:
        components = tuple(components)
        if self.defaults or self.option_list or self.option_groups:
            original(self, components)
            return
        # What the parser itself declares is among them: it is its own first component.
        declared = tuple(_declared_by(component) for component in components if component is not None)
        # By identity: to compare specifications takes long, and what is kept keeps them.
        key = tuple(id(specification) for specification, *_ in declared)
        found = kept.get(key)
        if found is not None and found.declared == declared:
            found.give_to(self)
            return
        original(self, components)
        if len(kept) >= _KEPT:
            kept.clear()
        kept[key] = _Populated(
            declared=declared,
            defaults=dict(self.defaults),
            lists=dict(self.lists),
            relative_path_settings=copy(self.relative_path_settings),
            options=list(self.option_list),
            groups=list(self.option_groups),
            tables=tuple(dict(getattr(self, name)) for name in _TABLES),
        )

    return populate_from_components

"""The variants of a project, as plain values.

:mod:`variantdocs.config.load` makes them from ``variants.yaml``; every other stage only reads them.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

AbsentPolicy = Literal["error", "warn", "other-variant", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One edition of the docs."""

    name: str
    title: str
    vars: Mapping[str, Any] = field(default_factory=dict)
    conf: Mapping[str, Any] = field(default_factory=dict)

    @property
    def identifier(self) -> str:
        """The name as conditions write it: ``byoc-eu`` is ``byoc_eu``."""
        return self.name.replace("-", "_")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRule:
    """The variants of the pages whose docname matches a pattern.

    ``membership`` is a name, several names, or an expression, as written. ``line`` is the rule's
    line in ``variants.yaml``, counted from 1.
    """

    pattern: str
    membership: str | tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """What ``variantdocs publish`` adds; paths are relative to ``variants.yaml``.

    ``root_files`` is the folder of files for the root of the site, and ``root_files_line`` the line that
    names it. ``redirects`` is the file of redirects, which need not exist.
    """

    root_files: str | None = None
    root_files_line: int = 0
    redirects: str = "redirects"
    markdown: bool = True
    pagefind: bool = False
    host_limits: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantSet:
    """Everything that ``variants.yaml`` says."""

    variants: tuple[Variant, ...]
    default: str
    path: Path | None = None
    base_url: str | None = None
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    vars: Mapping[str, Any] = field(default_factory=dict)
    pages: tuple[PageRule, ...] = ()
    absent: AbsentPolicy = "error"
    lint_ignore: tuple[str, ...] = ()
    forbid: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    allow: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    publishing: Publishing = field(default_factory=Publishing)

    @property
    def names(self) -> tuple[str, ...]:
        """The variants' names, in the order of the file."""
        return tuple(variant.name for variant in self.variants)

    def __getitem__(self, name: str) -> Variant:
        """The variant of that name.

        :raises KeyError: there is none.
        """
        for variant in self.variants:
            if variant.name == name:
                return variant
        raise KeyError(name)

    def groups_of(self, name: str) -> tuple[str, ...]:
        """The groups of the variant ``name``, in the order of the file."""
        return tuple(group for group, members in self.groups.items() if name in members)

    def tags_of(self, name: str) -> tuple[str, ...]:
        """The Sphinx tags of the variant ``name``: its name and its groups', also with ``_`` for ``-``."""
        named = (name, *self.groups_of(name))
        return tuple(dict.fromkeys(tag for found in named for tag in (found, found.replace("-", "_"))))

    def unknown_variant(self, name: str) -> str:
        """What to tell the user who asks for the variant ``name``, which does not exist."""
        near = difflib.get_close_matches(name, self.names, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(self.names)}"
        return f"variant: there is no variant {name!r}; {hint}"

    def variables(self, name: str) -> dict[str, Any]:
        """The variables of the variant ``name``; its own win over those for all."""
        return {**self.vars, **self[name].vars}

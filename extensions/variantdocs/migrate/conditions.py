"""Translate a condition of ``only``, ``ifconfig`` or Jinja into one of a block."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from variantdocs.config.reserved import BUILDERS, FORMATS
from variantdocs.errors import VariantdocsError
from variantdocs.templating.expand import BrokenPage, prepare
from variantdocs.templating.names import Names
from variantdocs.templating.sandbox.environment import PageEnvironment
from variantdocs.templating.tags import QUOTED, Problem

_NAME = re.compile(rf"{QUOTED}|(?<![\w.])([A-Za-z_]\w*)(?!\w)", re.S)
_OPERATORS = frozenset({"and", "or", "not", "in", "is", "True", "False", "None"})


class Untranslatable(VariantdocsError):
    """A condition has no equal among blocks; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Translates conditions for one project.

    ``variant_name`` is the name that holds the variant's name in the text to be translated.
    """

    names: Names
    variant_name: str = "variant"
    environment: PageEnvironment = field(default_factory=PageEnvironment)

    def translate(self, expression: str) -> str:
        """The condition that is true in the same variants.

        :raises Untranslatable: it is about something else than variants, groups and variables.
        """
        names = _names_in(expression)
        if builders := sorted(names & (BUILDERS | FORMATS)):
            raise Untranslatable(f"`{builders[0]}` is the tag of a builder, which blocks cannot ask for")
        translated = self.renamed(" ".join(expression.split()))
        if problems := self.problems(f"{{@@ if {translated} @@}}x{{@@ endif @@}}"):
            raise Untranslatable(problems[0].message)
        return translated

    def renamed(self, expression: str) -> str:
        """``expression`` with ``variant.name`` in the place of the name that holds the variant's name."""

        def name_of(found: re.Match[str]) -> str:
            is_variant = found[1] == self.variant_name and expression[found.end() : found.end() + 1] != "."
            return "variant.name" if is_variant else found[0]

        return _NAME.sub(name_of, expression)

    def problems(self, text: str) -> tuple[Problem, ...]:
        """What is wrong with a text of blocks, in whatever variant."""
        try:
            page = prepare(text, self.names, self.environment)
            for variant in self.names.values:
                page.expand(variant, self.names)
        except BrokenPage as broken:
            return broken.problems
        return ()


def asks_builders_only(expression: str) -> bool:
    """Whether a condition names builders and nothing else; ``only`` goes on to be right for these."""
    names = _names_in(expression)
    return bool(names) and names <= BUILDERS | FORMATS


def _names_in(expression: str) -> set[str]:
    return {found[1] for found in _NAME.finditer(expression) if found[1]} - _OPERATORS

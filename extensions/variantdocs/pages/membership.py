"""Decide which variants a page belongs to: by its own declaration, else by the last matching rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from variantdocs.config.membership_expression import members
from variantdocs.config.patterns import compile_pattern
from variantdocs.config.variants import VariantSet
from variantdocs.env_store import EnvValue
from variantdocs.messages import Kind
from variantdocs.pages.declared import Declared, declared_variants
from variantdocs.templating.tags import Problem

MEMBERS: EnvValue[Mapping[str, frozenset[str]]] = EnvValue("members", dict)
"""docname → variants, for every page of the project; empty before the first reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memberships:
    """The variants of every page, and what is wrong with the declarations that cannot be used."""

    members: Mapping[str, frozenset[str]]
    problems: Mapping[str, Problem]

    def has(self, docname: str, variant: str) -> bool:
        """Whether the page ``docname`` exists and belongs to ``variant``."""
        return variant in self.members.get(docname, frozenset())


class MembershipRules:
    """The rules under ``pages:``, compiled once for many pages."""

    def __init__(self, variant_set: VariantSet) -> None:
        self.variant_set = variant_set
        self._all = frozenset(variant_set.names)
        self._rules = [
            (compile_pattern(rule.pattern), members(rule.membership, variant_set))
            for rule in variant_set.pages
        ]

    def by_rule(self, docname: str) -> frozenset[str]:
        """The variants that the rules give to ``docname``; the last match wins."""
        found = self._all
        for pattern, variants in self._rules:
            if pattern(docname):
                found = variants
        return found

    def of_page(self, docname: str, declared: Declared | Problem | None) -> frozenset[str] | Problem:
        """The variants of a page with the declaration ``declared``, or what is wrong with it."""
        if declared is None:
            return self.by_rule(docname)
        if isinstance(declared, Problem):
            return declared
        try:
            found = members(declared.membership, self.variant_set)
        except ValueError as error:
            return Problem(kind=Kind.UNKNOWN_NAME, message=f"`variants:` {error}", line=declared.line)
        if not found:
            return Problem(
                kind=Kind.SYNTAX,
                message="`variants:` leaves no variant for this page; "
                "remove the page or widen the expression",
                line=declared.line,
            )
        return found


def scan_memberships(files: Iterable[tuple[str, Path]], variant_set: VariantSet) -> Memberships:
    """Read the declarations of all pages and apply the rules.

    :param files: docname and path of every page.
    """
    rules = MembershipRules(variant_set)
    found: dict[str, frozenset[str]] = {}
    problems: dict[str, Problem] = {}
    for docname, path in files:
        data = path.read_bytes()
        declared = None
        if b"variants" in data:
            source = data.decode("utf-8", "replace")
            declared = declared_variants(source, markdown=path.suffix not in (".rst", ".txt"))
        result = rules.of_page(docname, declared)
        if isinstance(result, Problem):
            problems[docname] = result
            result = rules.by_rule(docname)
        found[docname] = result
    return Memberships(members=found, problems=problems)

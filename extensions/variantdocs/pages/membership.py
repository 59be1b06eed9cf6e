"""Decide which variants a page belongs to: by its own declaration, else by the last matching rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from variantdocs.config.membership_expression import members
from variantdocs.config.patterns import compile_pattern
from variantdocs.config.variants import PageRule, VariantSet
from variantdocs.env_store import AppValue, EnvValue
from variantdocs.file_values import FileValues
from variantdocs.messages import Kind
from variantdocs.pages.declarations.declared import Declaration, Declared, NotDeclared
from variantdocs.pages.declarations.field_list import declaration_in_rest
from variantdocs.pages.declarations.front_matter import declaration_in_markdown
from variantdocs.templating.tags import Problem

MEMBERS: EnvValue[Mapping[str, frozenset[str]]] = EnvValue("members", dict)
"""docname → variants, for every page of the project; empty before the first reading."""

DECLARATIONS: AppValue[Mapping[str, Declaration]] = AppValue("declarations", dict)
"""docname → what the page declared when the pages of this application were last found."""

DECLARATION_PROBLEMS: EnvValue[Mapping[str, Problem]] = EnvValue("declaration_problems", dict)
"""docname → why the page's declaration cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memberships:
    """The variants of every page, and what is wrong with declarations.

    A page in ``problems`` cannot be built; one in ``warnings`` has a line that only looks like a
    declaration. ``unmatched`` are the rules that match no page. ``declarations`` are those of the pages that
    have one.
    """

    members: Mapping[str, frozenset[str]]
    declarations: Mapping[str, Declaration]
    problems: Mapping[str, Problem]
    warnings: Mapping[str, Problem]
    unmatched: tuple[PageRule, ...]

    def has(self, docname: str, variant: str) -> bool:
        """Whether the page ``docname`` exists and belongs to ``variant``."""
        return variant in self.members.get(docname, frozenset())

    def without(self, not_found_by: Mapping[str, frozenset[str]]) -> Memberships:
        """The same without the pages that a variant does not find: docname → such variants."""
        return replace(
            self,
            members={
                docname: variants - not_found_by.get(docname, frozenset())
                for docname, variants in self.members.items()
            },
        )


class MembershipRules:
    """The rules under ``pages:``, compiled once for many pages."""

    def __init__(self, variant_set: VariantSet) -> None:
        self.variant_set = variant_set
        self._all = frozenset(variant_set.names)
        self._rules = [
            (compile_pattern(rule.pattern), members(rule.membership, variant_set), rule)
            for rule in variant_set.pages
        ]
        self._matched: set[str] = set()

    def by_rule(self, docname: str) -> frozenset[str]:
        """The variants that the rules give to ``docname``; the last match wins."""
        found: frozenset[str] | None = None
        for matching, variants, rule in reversed(self._rules):
            # Earlier rules are asked only to learn whether they match any page at all.
            if (found is None or rule.pattern not in self._matched) and matching(docname):
                found = variants if found is None else found
                self._matched.add(rule.pattern)
        return self._all if found is None else found

    def unmatched(self) -> tuple[PageRule, ...]:
        """The rules that matched none of the pages asked for so far."""
        return tuple(rule for _, _, rule in self._rules if rule.pattern not in self._matched)

    def declared_by(self, declaration: Declaration) -> frozenset[str] | Problem:
        """The variants that a page declares; a problem, or a warning, if it declares none."""
        if isinstance(declaration, Problem):
            return declaration
        try:
            found = members(declaration.membership, self.variant_set)
        except ValueError as error:
            if isinstance(declaration, NotDeclared) and declaration.certain:
                return _not_declared(declaration)
            return Problem(kind=Kind.UNKNOWN_NAME, message=f"`variants:` {error}", line=declaration.line)
        if isinstance(declaration, NotDeclared):
            return _not_declared(declaration)
        if not found:
            return Problem(
                kind=Kind.SYNTAX,
                message="`variants:` leaves no variant for this page; "
                "remove the page or widen the expression",
                line=declaration.line,
            )
        return found


def _not_declared(declaration: NotDeclared) -> Problem:
    return Problem(
        kind=Kind.NOT_DECLARED,
        message=f"`{declaration.written}`{declaration.note} does not choose the page's variants; "
        f"{declaration.cure}",
        line=declaration.line,
    )


def included_declaration(
    text: str, *, markdown: bool, variants: frozenset[str], variant_set: VariantSet
) -> Problem | None:
    """What is wrong with an included text that declares variants: it is shown in all of the page's.

    :param variants: Those of the page that includes it.
    """
    declaration = declaration_in(text, markdown=markdown)
    if not isinstance(declaration, Declared):
        return None
    declared = MembershipRules(variant_set).declared_by(declaration)
    if isinstance(declared, frozenset) and variants <= declared:
        return None
    return Problem(
        kind=Kind.NOT_DECLARED,
        message="`variants:` does not limit a text that is included; "
        "put the `include`, or this text, into a block",
        line=declaration.line,
    )


def declaration_in(source: str, *, markdown: bool) -> Declaration | None:
    """What a page declares in its front matter or field list; ``None`` if nothing."""
    source = source.removeprefix("\ufeff").replace("\r\n", "\n")
    return declaration_in_markdown(source) if markdown else declaration_in_rest(source)


def declaration_of(path: str) -> Declaration | None:
    """What the page at ``path`` declares; ``None`` if nothing.

    :raises OSError: it cannot be read.
    """
    source = Path(path).read_bytes().decode("utf-8", "replace")
    return declaration_in(source, markdown=not path.endswith((".rst", ".txt")))


_DECLARATIONS = FileValues(declaration_of)


def scan_memberships(files: Iterable[tuple[str, Path]], variant_set: VariantSet) -> Memberships:
    """Read the declarations of all pages and apply the rules.

    :param files: docname and path of every page.
    """
    rules = MembershipRules(variant_set)
    found: dict[str, frozenset[str]] = {}
    problems: dict[str, Problem] = {}
    warnings: dict[str, Problem] = {}
    declarations: dict[str, Declaration] = {}
    for docname, path in files:
        found[docname] = rules.by_rule(docname)
        try:
            declaration = _DECLARATIONS.of(path)
        except OSError:
            continue  # Sphinx reports a page that cannot be read
        if declaration is None:
            continue
        declarations[docname] = declaration
        declared = rules.declared_by(declaration)
        if not isinstance(declared, Problem):
            found[docname] = declared
        elif not isinstance(declaration, NotDeclared):
            problems[docname] = declared
        elif declared.kind is Kind.NOT_DECLARED:
            warnings[docname] = declared
    return Memberships(
        members=found,
        declarations=declarations,
        problems=problems,
        warnings=warnings,
        unmatched=rules.unmatched(),
    )

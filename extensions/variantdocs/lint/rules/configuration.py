"""Entries of ``variants.yaml`` that have no use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from variantdocs.config.marked_yaml import MarkedYaml, read_yaml
from variantdocs.lint.context import LintContext
from variantdocs.lint.finding import Finding
from variantdocs.messages import Kind
from variantdocs.pages.declarations.declared import Declared
from variantdocs.pages.unmatched_rules import unmatched_text
from variantdocs.sources.source_file import decode

_WORD = re.compile(r"[A-Za-z]\w*(?:-\w+)*")
_ONLY = re.compile(r"only(?:\}|::)[ \t]+(.*)")


def unmatched_rules(context: LintContext) -> Iterator[Finding]:
    """A rule under ``pages:`` that matches no page."""
    project = context.project
    for rule in project.unmatched:
        message = unmatched_text(
            rule.pattern, context.pages, suffixes=(".md", ".rst"), source_folder=project.source.name
        )
        yield _in_variants_file(context, ("pages", rule.pattern), Kind.UNMATCHED_RULE, message)


def unused_variables(context: LintContext) -> Iterator[Finding]:
    """A variable that no tag uses, in a page or in ``conf.py``."""
    variant_set = context.project.variant_set
    places: dict[str, tuple[Any, ...]] = {name: ("vars", name) for name in variant_set.vars}
    for variant in variant_set.variants:
        for name in variant.vars:
            places.setdefault(name, ("variants", variant.name, "vars", name))
    elsewhere = _words_of_conf(context)
    for name, place in places.items():
        if name not in context.used_names and name not in elsewhere:
            message = f"no page uses the variable `{name}`; remove it"
            yield _in_variants_file(context, place, Kind.UNUSED_VARIABLE, message)


def unused_groups(context: LintContext) -> Iterator[Finding]:
    """A group that no condition, page, rule or setting names."""
    groups = context.project.variant_set.groups
    unused = [name for name in groups if name.replace("-", "_") not in context.used_names]
    if not unused:
        return
    elsewhere = set(_names_beside_tags(context))
    for name in unused:
        if name not in elsewhere and name.replace("-", "_") not in elsewhere:
            message = f"no condition and no page names the group `{name}`; remove it"
            yield _in_variants_file(context, ("groups", name), Kind.UNUSED_GROUP, message)


def _names_beside_tags(context: LintContext) -> Iterator[str]:
    """The names in declarations, rules, ``only`` directives and ``conf.py``."""
    project = context.project
    for rule in project.variant_set.pages:
        yield from _words(rule.membership)
    yield from _words_of_conf(context)
    for file in project.files:
        if isinstance(file.declared, Declared):
            yield from _words(file.declared.membership)
        if "only" in file.text:
            for found in _ONLY.finditer(file.text):
                yield from _WORD.findall(found[1])


def _words_of_conf(context: LintContext) -> list[str]:
    return _WORD.findall((context.project.conf / "conf.py").read_text("utf-8", "replace"))


def _words(membership: str | tuple[str, ...]) -> Iterator[str]:
    for text in [membership] if isinstance(membership, str) else membership:
        yield from _WORD.findall(text)


def _in_variants_file(context: LintContext, place: tuple[Any, ...], kind: Kind, message: str) -> Finding:
    line, column = _marks(context).key(place)
    return Finding(path=context.project.variants_file, line=line, column=column, kind=kind, message=message)


def _marks(context: LintContext) -> MarkedYaml:
    marks, _ = read_yaml(decode(context.project.variants_file.read_bytes())[0])
    assert marks is not None  # it has been loaded
    return marks

"""Check that ``variants.yaml`` refers only to variants and groups that it has, in values that can be used."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from variantdocs.config.marked_yaml import MarkedYaml
from variantdocs.config.membership_expression import ExpressionError, members
from variantdocs.config.patterns import compile_pattern
from variantdocs.config.problem import Problem
from variantdocs.messages import Kind
from variantdocs.suggestions import did_you_mean

_CLOSED_SETTINGS = frozenset(
    {"extensions", "language", "locale_dirs", "needs_sphinx", "variant", "variants_file"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """The variants and groups of a file that may have other problems.

    ``complete`` says whether all names could be read, so that any other name is unknown.
    """

    names: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    complete: bool


def reference_problems(data: dict[str, Any], marks: MarkedYaml) -> list[Problem]:
    """The problems with names that refer to nothing, and with values that cannot be used.

    Skips values of a wrong type, which the model reports.
    """
    variants, groups = _mapping(data.get("variants")), _mapping(data.get("groups"))
    site = _mapping(data.get("site"))
    known = _Named(
        names=tuple(variants),
        groups={group: tuple(name for _, name in _texts(found)) for group, found in groups.items()},
        complete=bool(variants)
        and isinstance(data.get("groups", {}), dict)
        and all(isinstance(found, list) for found in groups.values()),
    )
    problems = [
        *_group_problems(groups, known, marks),
        *_rule_problems(_mapping(data.get("pages")), known, marks),
        *_text_rule_problems("forbid", _mapping(data.get("forbid")), known, marks),
        *_text_rule_problems("allow", _mapping(data.get("allow")), known, marks),
    ]
    for number, kind in _texts(_mapping(data.get("lint")).get("ignore")):
        known_kinds = [found.removeprefix("variants.") for found in Kind if found.startswith("variants.")]
        if kind.removeprefix("variants.") not in known_kinds:
            message = f"there is no kind of finding {kind!r}; {did_you_mean(kind, known_kinds)}"
            problems.append(marks.problem(("lint", "ignore", number), message))
    version = data.get("version")
    if version == 1 and type(version) is not int:  # true and 1.0 equal 1
        problems.append(marks.problem(("version",), f"the version must be 1, not {str(version).lower()}"))
    default, base_url = site.get("default"), site.get("base_url")
    if isinstance(default, str) and default:
        problems += _unknown(("site", "default"), default, known, marks)
    if isinstance(base_url, str) and base_url and (reason := _url_problem(base_url)):
        problems.append(marks.problem(("site", "base_url"), reason))
    for variant, settings in variants.items():
        for name in _mapping(_mapping(settings).get("conf")).keys() & _CLOSED_SETTINGS:
            message = "acts before a variant can set it; set it in conf.py for all variants"
            problems.append(marks.problem(("variants", variant, "conf", name), message, at_key=True))
    return problems


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> list[tuple[int, str]]:
    """The texts of a list, each with its index."""
    items = enumerate(value) if isinstance(value, list) else ()
    return [(number, item) for number, item in items if isinstance(item, str)]


def _unknown(
    place: Sequence[Any], name: str, known: _Named, marks: MarkedYaml, *, at_key: bool = False
) -> list[Problem]:
    if name in known.names or not known.names:  # without variants, that is the problem to report
        return []
    message = f"there is no variant {name!r}; {did_you_mean(name, known.names)}"
    return [marks.problem(place, message, at_key=at_key)]


def _group_problems(groups: dict[str, Any], known: _Named, marks: MarkedYaml) -> list[Problem]:
    problems: list[Problem] = []
    for group, found in groups.items():
        if found == []:
            message = "the group is empty; name its variants or remove it"
            problems.append(marks.problem(("groups", group), message))
        for number, name in _texts(found):
            problems += _unknown(("groups", group, number), name, known, marks)
    return problems


def _rule_problems(rules: dict[str, Any], known: _Named, marks: MarkedYaml) -> list[Problem]:
    problems: list[Problem] = []
    for pattern, rule in rules.items():
        place: tuple[Any, ...] = ("pages", pattern)
        try:
            compile_pattern(pattern)
        except re.error as error:
            problems.append(marks.problem(place, f"the pattern cannot be read: {error.msg}", at_key=True))
        if rule == []:
            message = "names no variant; write a name, a list of names or an expression"
            problems.append(marks.problem(place, message))
        items = [(place, rule)] if isinstance(rule, str) else []
        items += [((*place, number), item) for number, item in _texts(rule)]
        found: set[str] = set()
        for where, item in items if known.complete else ():
            try:
                found |= members(item, known)
            except ExpressionError as error:
                problems.append(marks.problem(where, str(error)))
                found.add("")
        if items and known.complete and not found:
            message = "leaves no variant for these pages; remove the pages or widen the expression"
            problems.append(marks.problem(place, message))
    return problems


def _text_rule_problems(key: str, rules: dict[str, Any], known: _Named, marks: MarkedYaml) -> list[Problem]:
    """The problems of ``forbid:`` or ``allow:``."""
    problems: list[Problem] = []
    for name, texts in rules.items():
        problems += _unknown((key, name), name, known, marks, at_key=True)
        for number, text in _texts(texts):
            if (reason := _pattern_problem(text)) is not None:
                problems.append(marks.problem((key, name, number), reason))
    return problems


def _pattern_problem(text: str) -> str | None:
    if not text.strip():
        return "must not be empty"
    if text.startswith("re:"):
        try:
            if re.search(text[3:], ""):
                return "the regular expression matches the empty text, so every page; make it match less"
        except re.error as error:
            return f"the regular expression cannot be read: {error}"
    return None


def _url_problem(url: str) -> str | None:
    try:
        found = urlsplit(url)
        port_is_usable = found.port is None or found.port > 0
    except ValueError as error:
        return f"is not an address: {error}"
    if found.scheme not in ("http", "https") or not found.hostname or not port_is_usable:
        return "must be an address such as https://docs.example.com/"
    if found.query or found.fragment:
        return "must be an address without `?` and `#`"
    return None

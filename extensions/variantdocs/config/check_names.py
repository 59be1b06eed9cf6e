"""Check the names of variants, groups and variables: form, reserved words, duplicates."""

from __future__ import annotations

import keyword
from typing import Any

from variantdocs.config.marked_yaml import MarkedYaml
from variantdocs.config.problem import Problem
from variantdocs.config.reserved import reserved


def name_problems(data: dict[str, Any], marks: MarkedYaml) -> list[Problem]:
    """The problems with the names of variants, groups and variables."""
    problems: list[Problem] = []
    owners: dict[str, tuple[str, str]] = {}  # identifier → what it is, name

    def check(name: str, what: str, place: tuple[Any, ...], *, hyphens: bool) -> None:
        identifier = name.replace("-", "_") if hyphens else name
        if not identifier.isidentifier() or not identifier.isascii() or identifier.startswith("_"):
            allowed = "letters, digits, `_`" + (" and `-`" if hyphens else "")
            message = f"a {what}'s name is made of {allowed}, and begins with a letter"
            problems.append(marks.problem(place, message, at_key=True))
            return
        if (reason := reserved(identifier)) or (reason := _python_keyword(identifier)):
            problems.append(marks.problem(place, f"{reason}; choose another name", at_key=True))
        first = owners.setdefault(identifier, (what, name))
        if first == (what, name):
            return
        if first[0] == what:
            message = (
                f"the {what}s {first[1]!r} and {name!r} are one name in conditions "
                f"(`{identifier}`); rename one"
            )
        else:
            message = f"{name!r} is the name of a {first[0]} already; rename one of them"
        problems.append(marks.problem(place, message, at_key=True))

    variants = data.get("variants")
    for name in variants if isinstance(variants, dict) else ():
        check(name, "variant", ("variants", name), hyphens=True)
    groups = data.get("groups")
    for name in groups if isinstance(groups, dict) else ():
        check(name, "group", ("groups", name), hyphens=True)
    shared = data.get("vars")
    for name in shared if isinstance(shared, dict) else ():
        check(name, "variable", ("vars", name), hyphens=False)
    for variant, found in variants.items() if isinstance(variants, dict) else ():
        own = found.get("vars") if isinstance(found, dict) else None
        for name in own if isinstance(own, dict) else ():
            check(name, "variable", ("variants", variant, "vars", name), hyphens=False)
    return problems


def _python_keyword(name: str) -> str | None:
    return f"`{name}` is a keyword of Python" if keyword.iskeyword(name) else None

"""Explain pydantic's errors about ``variants.yaml`` in an author's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError

from variantdocs.config.marked_yaml import MarkedYaml, dotted
from variantdocs.config.model import FileModel, LinksModel, SiteModel, VariantModel
from variantdocs.config.problem import Problem
from variantdocs.suggestions import did_you_mean, nearest

_KEYS: dict[str, Iterable[str]] = {
    "": FileModel.model_fields,
    "site": SiteModel.model_fields,
    "links": LinksModel.model_fields,
}


def model_problems(error: ValidationError, marks: MarkedYaml) -> list[Problem]:
    """One problem for each mistake in ``error``, at its place in the file."""
    errors = [found for found in error.errors() if not _is_redundant(found)]
    misspelt = {
        (*found["loc"][:-1], near)
        for found in errors
        if found["type"] == "extra_forbidden"
        for near in nearest(str(found["loc"][-1]), _known_keys(found["loc"][:-1]))
    }
    return [
        _problem(found, marks)
        for found in errors
        if found["type"] != "missing" or tuple(found["loc"]) not in misspelt
    ]


def _known_keys(parent: Sequence[Any]) -> list[str]:
    return list(_KEYS.get(dotted(parent), VariantModel.model_fields))


def _is_redundant(error: Any) -> bool:
    """Whether this only says that a rule, which is a list, is not text."""
    return bool(error["loc"][0] == "pages" and error["loc"][-1] == "str" and isinstance(error["input"], list))


def _problem(error: Any, marks: MarkedYaml) -> Problem:
    """The problem in an author's words."""
    kind = error["type"]
    place: list[Any] = []
    for part in error["loc"]:  # skip the names of the types that pydantic tried
        if marks.has((*place, part)) or kind == "missing":
            place.append(part)
    if kind == "extra_forbidden":
        hint = did_you_mean(str(place[-1]), _known_keys(place[:-1]))
        return marks.problem(place, f"there is no such key; {hint}", at_key=True)
    if kind == "missing":
        name = place[-1]
        advice = " write `version: 1`" if name == "version" else f" write `{name}: …`"
        return marks.problem(place[:-1], f"`{name}` is missing;{advice}", at_key=bool(place[:-1]))
    if place == ["version"]:
        return marks.problem(place, f"the version must be 1, not {error['input']!r}")
    if kind == "literal_error":
        expected = error["ctx"]["expected"].replace("'", "")
        given = error["input"]
        shown = repr(given) if isinstance(given, str) else _kind_of(given)
        return marks.problem(place, f"must be one of {expected}, not {shown}")
    if kind == "too_short":
        return marks.problem(place, "names no variant; write at least one")
    if kind == "string_too_short":
        return marks.problem(place, "must not be empty")
    wanted = {
        "string_type": "text",
        "dict_type": "a mapping",
        "model_type": "a mapping",
        "model_attributes_type": "a mapping",
        "list_type": "a list" if "pages" not in place[:1] else "a name, a list of names or an expression",
    }.get(kind)
    if place[:1] == ["pages"] and kind in ("string_type", "list_type"):
        wanted = "a name, a list of names or an expression"
    if wanted:
        return marks.problem(place, f"must be {wanted}, not {_kind_of(error['input'])}")
    return marks.problem(place, f"cannot be used here: {_kind_of(error['input'])}")


def _kind_of(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false (write it in quotes if it is meant as text)"
    if isinstance(value, int | float):
        return "a number (write it in quotes if it is meant as text)"
    if isinstance(value, str):
        return "text"
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "a date (write it in quotes)"

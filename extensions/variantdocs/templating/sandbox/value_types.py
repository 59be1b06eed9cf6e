"""Name the type of a value in the author's terms, and say how to make a condition of it."""

from __future__ import annotations

from collections.abc import ItemsView, KeysView, ValuesView
from typing import Any

TYPE_NAMES = {
    "bool": "true or false",
    "dict": "mapping",
    "float": "number",
    "int": "number",
    "LoopContext": "loop",
    "Markup": "text",
    "Namespace": "namespace",
    "NoneType": "null",
    "str": "text",
    "VariantFacts": "variant",
}
"""Python type → what an author calls a value of it."""


def type_name(value: Any) -> str:
    """What an author calls ``value``: ``mapping``, ``list``, ``text``."""
    if isinstance(value, list | tuple | set | range | KeysView | ValuesView | ItemsView):
        return "list"
    name = type(value).__name__
    return TYPE_NAMES.get(name, name)


def described(value: Any) -> str:
    """``value`` in a sentence: ``a mapping``, ``null``."""
    kind = type_name(value)
    return kind if kind in ("null", "true or false") else f"a {kind}"


def cure_for(value: object, written: str) -> str:
    """How to make a condition of ``value``, which is neither true nor false."""
    if isinstance(value, str):
        if value.lower() in ("true", "false", "yes", "no", "on", "off"):
            return "write `true` or `false` in variants.yaml, without quotes"
        return f'compare it: `{written} == "…"`'
    if value is None:
        return f"write `{written} is none` or `{written} is not none`"
    if isinstance(value, int | float):
        return f"compare it: `{written} != 0`"
    if isinstance(value, list | tuple | dict):
        return f"write `{written} | length > 0`"
    return "write a variant's or group's name, or a comparison"

"""Name the type of a value in the author's terms."""

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

"""Digests of Python values that are the same in every process and in every build."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from types import FunctionType
from typing import Any

from docutils import nodes


def digest(value: object) -> str:
    """A short digest of ``value``; different values get different digests."""
    return text_digest(stable_text(value))


def text_digest(text: str) -> str:
    """A short digest of ``text``."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def stable_text(value: object) -> str:
    """A text for ``value``; different values get different texts.

    Sets are sorted, and functions given by name. A node is given by its attributes, children and line,
    because some directives show the line; an object of an unknown class by its attributes.
    """
    return _text(value, ())


def node_text(node: nodes.Node | None) -> str:
    """The same for a node, but independent of its line and section number."""
    if isinstance(node, nodes.Element):
        children = "".join(map(node_text, node.children))
        shown = sorted(
            (name, stable_text(value))
            for name, value in node.attributes.items()
            if name != "secnumber" and value not in ([], None)
        )
        return f"<{type(node).__name__} {shown}>{children}</>"
    return repr(None if node is None else str(node))


def _text(value: object, above: tuple[int, ...]) -> str:
    if isinstance(value, str | int | float | bytes | None):
        return repr(value)
    if id(value) in above:
        return f"<{len(above) - above.index(id(value))} above>"
    above = (*above, id(value))
    if isinstance(value, nodes.Element):
        children = "".join(_text(child, above) for child in value.children)
        return f"<{type(value).__name__} {value.line} {_text(value.attributes, above)}>{children}</>"
    if isinstance(value, nodes.Node):
        return repr(str(value))
    if isinstance(value, Mapping):
        pairs = sorted(f"{_text(key, above)}:{_text(found, above)}" for key, found in value.items())
        return f"{{{','.join(pairs)}}}"
    if isinstance(value, set | frozenset):
        return f"{{{','.join(sorted(_text(found, above) for found in value))}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(_text(found, above) for found in value)}]"
    if isinstance(value, type | FunctionType):
        return f"{value.__module__}.{value.__qualname__}"
    if isinstance(value, os.PathLike):
        return repr(os.fspath(value))
    return _object(value, above)


def _object(value: object, above: tuple[int, ...]) -> str:
    kind = type(value)
    held: dict[str, Any] = dict(getattr(value, "__dict__", {}))
    if not held and " at 0x" not in (shown := repr(value)):
        return shown
    modules = {base.__module__ for base in kind.__mro__}
    # An application or environment holds everything.
    if kind.__module__.partition(".")[0] != "sphinx" and "sphinx.application" not in modules:
        for base in kind.__mro__:
            slots = getattr(base, "__slots__", ())
            names = (slots,) if isinstance(slots, str) else slots
            held |= {name: getattr(value, name) for name in names if hasattr(value, name)}
        return f"{kind.__qualname__}{_text(held, above)}"
    return kind.__qualname__

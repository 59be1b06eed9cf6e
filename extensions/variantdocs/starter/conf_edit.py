"""Add an extension to the source of a ``conf.py``, and read its plain settings without running it."""

from __future__ import annotations

import ast
from typing import Any

from variantdocs.errors import VariantdocsError

_EXTENSION = "variantdocs"


class CannotEdit(VariantdocsError):
    """``extensions`` cannot be edited; ``line`` is where it is set, 1 if nowhere."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason, line)
        self.reason = reason
        self.line = line


def literal_settings(source: bytes) -> dict[str, Any]:
    """The settings that stand in ``conf.py`` as plain values, by name; the last assignment counts."""
    found: dict[str, Any] = {}
    for name, value in _assignments(_parsed(source)):
        try:
            found[name] = ast.literal_eval(value)
        except ValueError:
            found.pop(name, None)
    return found


def with_extension(source: bytes) -> bytes:
    """``conf.py`` with ``"variantdocs"`` at the end of its ``extensions``; the same if it is there.

    :raises CannotEdit: ``extensions`` is no plain list, or the file cannot be read.
    """
    tree = _parsed(source)
    if _is_named(tree):
        return source
    values = [value for name, value in _assignments(tree) if name == "extensions"]
    if not values:
        if line := _set_elsewhere(tree):
            raise CannotEdit("`extensions` is not set by a plain assignment", line)
        return _appended(source)
    value = values[-1]
    if not isinstance(value, ast.List):
        raise CannotEdit("`extensions` is not a plain list", value.lineno)
    return _inserted(source, value)


def _is_named(tree: ast.Module) -> bool:
    """Whether a statement about ``extensions`` names the extension already."""
    for statement in tree.body:
        parts = list(ast.walk(statement))
        texts = {part.value for part in parts if isinstance(part, ast.Constant)}
        if _EXTENSION in texts and any(
            isinstance(part, ast.Name) and part.id == "extensions" for part in parts
        ):
            return True
    return False


def _set_elsewhere(tree: ast.Module) -> int:
    """The line that may set ``extensions`` in another way, such as an import of everything; else 0."""
    for part in ast.walk(tree):
        if isinstance(part, ast.Name) and part.id == "extensions":
            return part.lineno
        if isinstance(part, ast.ImportFrom) and any(
            alias.name in ("*", "extensions") for alias in part.names
        ):
            return part.lineno
    return 0


def _parsed(source: bytes) -> ast.Module:
    try:
        source.decode("utf-8-sig")
        return ast.parse(source)
    except UnicodeDecodeError:
        raise CannotEdit("the file is not UTF-8", 1) from None
    except (SyntaxError, ValueError) as error:
        raise CannotEdit("the file is not Python", getattr(error, "lineno", None) or 1) from None


def _assignments(tree: ast.Module) -> list[tuple[str, ast.expr]]:
    """Each name that the module's top level sets, and its value, in order."""
    found: list[tuple[str, ast.expr]] = []
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            found += [(node.id, statement.value) for node in statement.targets if isinstance(node, ast.Name)]
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            found += [(statement.target.id, statement.value)] if statement.value is not None else []
    return found


def _newline(source: bytes) -> bytes:
    return b"\r\n" if b"\r\n" in source else b"\n"


def _appended(source: bytes) -> bytes:
    newline = _newline(source)
    if source and not source.endswith(newline):
        source += newline
    return source + newline + f'extensions = ["{_EXTENSION}"]'.encode() + newline


def _inserted(source: bytes, value: ast.List) -> bytes:
    """``source`` with one more item at the end of the list ``value``, written as the last one is."""
    if not value.elts:
        start = _offset(source, value.lineno, value.col_offset) + 1
        return source[:start] + f'"{_EXTENSION}"'.encode() + source[start:]
    last = value.elts[-1]
    begin = _offset(source, last.lineno, last.col_offset)
    end = _offset(source, last.end_lineno or last.lineno, last.end_col_offset or 0)
    quote = source[begin : begin + 1] if source[begin : begin + 1] in (b"'", b'"') else b'"'
    item = quote + _EXTENSION.encode() + quote
    line_start = source.rfind(b"\n", 0, begin) + 1
    indent = source[line_start:begin]
    if indent.strip() or value.lineno == last.lineno or _closes_on_its_line(source, end):
        return source[:end] + b", " + item + source[end:]
    # An item a line. A comment behind the last item stays with it.
    line_end = source.find(_newline(source), end)
    if source[end:line_end].lstrip().startswith(b","):
        return source[:line_end] + _newline(source) + indent + item + b"," + source[line_end:]
    rest = source[end:line_end] + _newline(source) + indent + item
    return source[:end] + b"," + rest + source[line_end:]


def _closes_on_its_line(source: bytes, end: int) -> bool:
    """Whether the list's bracket stands on the line where its last item ends."""
    rest = source[end:].partition(b"\n")[0].lstrip()
    return rest.removeprefix(b",").lstrip().startswith(b"]")


def _offset(source: bytes, line: int, column: int) -> int:
    """The offset of a place as ``ast`` counts it: lines from 1, columns in bytes."""
    mark = b"\xef\xbb\xbf"
    lines = source.removeprefix(mark).splitlines(keepends=True)
    skipped = len(mark) if source.startswith(mark) else 0
    return skipped + sum(map(len, lines[: line - 1])) + column

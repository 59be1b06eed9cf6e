"""Read an output file: its text, names and addresses, whatever its format is."""

from __future__ import annotations

import gzip
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

from variantdocs.check.html_text import attributes_of, passages_of, whole_text, without_code

_MARKUP = (".html", ".htm", ".xhtml", ".svg", ".xml", ".ncx", ".opf")
_JSON = (".json", ".fjson", ".map")
_INDEX = re.compile(r"\s*Search\.setIndex\((.*)\)\s*;?\s*", re.S)
_INVENTORY_LINE = re.compile(r"(.+?)\s+(\S+)\s+(-?\d+)\s+?(\S*)\s+(.*)")
_IDS = frozenset({"id", "name", "for", "aria-labelledby", "aria-describedby", "aria-controls"})
_ADDRESS = re.compile(r"https?://[^\s\"]+")
_ADDRESSES = frozenset({"href", "src", "srcset", "action", "data-src", "poster", "xlink:href"})
_LARGEST_MEMBER = 50_000_000


class Role(Enum):
    """What a passage is."""

    TEXT = "text"
    CODE = "code"
    """Of a script or style."""
    NAME = "name"
    """An anchor or a label."""
    ADDRESS = "address"
    """Of a link in a page."""
    PAGE = "page"
    """Perhaps the name or address of a page of this site."""
    TERM = "term"
    """The stem of a word in a search index."""


class Passage(NamedTuple):
    """A piece of text of an output file; its words follow each other there."""

    role: Role
    text: str


def passages_in(name: str, data: bytes) -> Iterator[Passage]:
    """The passages of the output file ``name``; none for a binary format that is not known.

    Archives are opened: an e-book is one.
    """
    lower = name.lower()
    if lower.endswith(_MARKUP):
        yield from markup_passages(data.decode("utf-8", "replace"))
    elif lower.endswith("objects.inv"):
        yield from _inventory_passages(data)
    elif lower.endswith((".zip", ".epub")):
        yield from _archive_passages(data)
    elif lower.endswith(".gz"):
        yield from passages_in(name[:-3], _unpacked(data))
    elif b"\0" not in data[:4096]:
        text = data.decode("utf-8", "replace")
        values = _json_values(lower, text)
        if values is None:
            yield Passage(Role.CODE if lower.endswith((".js", ".css")) else Role.TEXT, text)
        else:
            yield from _json_passages(values)


def markup_passages(text: str) -> Iterator[Passage]:
    """The passages of HTML or XML; entities are replaced."""
    markup, comments, code = without_code(text)
    yield from (Passage(Role.TEXT, html.unescape(found)) for found in comments)
    yield from (Passage(Role.CODE, found) for found in code if found and not found.isspace())
    for found in dict.fromkeys(passages_of(markup)):
        if found and not found.isspace():
            yield Passage(Role.TEXT, html.unescape(found))
    for name, value in dict.fromkeys(attributes_of(markup, only_text=True)):
        if value:
            is_address = name in _ADDRESSES or (name == "content" and _ADDRESS.fullmatch(value))
            role = Role.NAME if name in _IDS else Role.ADDRESS if is_address else Role.TEXT
            yield Passage(role, html.unescape(value))


def _inventory_passages(data: bytes) -> Iterator[Passage]:
    head, text = _inventory(data)
    yield Passage(Role.TEXT, head)
    for line in text.splitlines():
        found = _INVENTORY_LINE.fullmatch(line)
        if found is None:
            yield Passage(Role.TEXT, line)
            continue
        name, _, _, address, title = found.groups()
        yield Passage(Role.NAME, name)
        yield Passage(Role.PAGE, address.replace("$", name))
        yield Passage(Role.TEXT, "" if title == "-" else title)


def _inventory(data: bytes) -> tuple[str, str]:
    """The head and the unpacked lines of an inventory."""
    head, _, rest = data.partition(b"zlib.\n")
    try:
        return head.decode("utf-8", "replace"), zlib.decompress(rest).decode("utf-8", "replace")
    except zlib.error:
        return data.decode("utf-8", "replace"), ""


def _archive_passages(data: bytes) -> Iterator[Passage]:
    for name, content in _members(data):
        yield Passage(Role.PAGE, name)
        yield from passages_in(name, content)


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if not member.is_dir() and member.file_size <= _LARGEST_MEMBER:
                    yield member.filename, archive.read(member)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):  # damaged, or with a password
        return


def _unpacked(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            return file.read(_LARGEST_MEMBER)
    except (OSError, EOFError, zlib.error):
        return b"\0"


def _json_values(name: str, text: str) -> Any:
    """The value of a JSON file or of Sphinx's search index; ``None`` if it is neither."""
    index = _INDEX.fullmatch(text) if name.endswith("searchindex.js") else None
    if index is None and not name.endswith(_JSON):
        return None
    try:
        return json.loads(index[1] if index else text)
    except ValueError:
        return None


def _json_passages(values: Any) -> Iterator[Passage]:
    waiting = [values]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            for key, item in value.items():
                if key in ("terms", "titleterms") and isinstance(item, dict):
                    yield from (Passage(Role.TERM, term) for term in item)
                else:
                    yield from _text_passages(key)
                    waiting.append(item)
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            yield from _text_passages(value)


def _text_passages(text: str) -> Iterator[Passage]:
    """The passages of a text in JSON, which may be HTML or the name of a page."""
    if "</" in text:
        yield from markup_passages(text)
    elif text:
        yield Passage(Role.TEXT, text)
        if " " not in text:
            yield Passage(Role.PAGE, text)


def texts_of(name: str, data: bytes) -> Iterator[str]:
    """The texts in the output file ``name``, each with single spaces; then the name itself.

    The text of HTML is joined, because highlighting splits a phrase into several elements.
    """
    if name.endswith(_MARKUP):
        markup, comments, code = without_code(data.decode("utf-8", "replace"))
        text = whole_text(markup) + "".join(f" {found} " for found in code)
        yield " ".join(html.unescape(text).split())
        yield from (html.unescape(value) for _, value in attributes_of(markup))
        yield from comments
    elif name.endswith("objects.inv"):
        yield from _inventory(data)
    elif name.endswith((".zip", ".epub")):
        for member, content in _members(data):
            yield from texts_of(member, content)
    elif b"\0" not in data[:4096]:
        yield re.sub(r"\s+", " ", data.decode("utf-8", "replace"))
    yield name

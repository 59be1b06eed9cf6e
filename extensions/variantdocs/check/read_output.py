"""Read an output file: its text, names and addresses, whatever its format is."""

from __future__ import annotations

import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from variantdocs.check.html_text import attributes_of, markup_passages, whole_text, without_code
from variantdocs.check.json_text import json_file_passages
from variantdocs.check.markdown_text import is_markdown_of_page, lists_pages, markdown_passages
from variantdocs.check.passage import Passage, Role

_MARKUP = (".html", ".htm", ".xhtml", ".svg", ".xml", ".ncx", ".opf")
_INVENTORY_LINE = re.compile(r"(.+?)\s+(\S+)\s+(-?\d+)\s+?(\S*)\s+(.*)")
_LARGEST_MEMBER = 50_000_000


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
        if is_markdown_of_page(lower):
            yield from markdown_passages(text, in_variant_folder=lists_pages(lower))
            return
        found = json_file_passages(lower, text)
        if found is None:
            yield Passage(Role.CODE if lower.endswith((".js", ".css")) else Role.TEXT, text)
        else:
            yield from found


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

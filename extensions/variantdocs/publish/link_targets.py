"""Collect where all links of a site lead, each target once."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Set
from functools import cache
from itertools import chain
from pathlib import Path
from urllib.parse import quote

from variantdocs.check.html_text import any_of
from variantdocs.check.page_parts import lines_and_code_of

_ATTRIBUTES = (
    *(
        "href",
        "src",
        "srcset",
        "poster",
        "action",
        "formaction",
        "cite",
        "data",
        "longdesc",
        "usemap",
        "icon",
    ),
    *("manifest", "background"),
)
_ADDRESS = re.compile(rf"\s{any_of(_ATTRIBUTES)}\s*+=\s*+(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)".encode())
_CODE_TAG = re.compile(rf"<{any_of(('script', 'style'))}\b[^>]*>".encode())
_WITHIN_PAGE = re.compile(rb"href=[\"']?#([^\s\"'>]+)")
_WITHOUT_FILE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")
_IMAGE_OF_SET = re.compile(r"(\S+) [\d.]+[wx](?:,|\Z)")


def link_targets(folder: Path, *, left_out: frozenset[str] = frozenset()) -> set[str]:
    """The targets of all links in the HTML files below ``folder``: URLs of files, or of other hosts.

    Most links stand in the navigation of every page, so each line is searched once.

    :param left_out: The names of files whose links do not count.
    """
    root = folder.resolve()
    folders: dict[Path, list[Path]] = {}
    for file in sorted(root.rglob("*.html")):
        if file.name not in left_out:
            folders.setdefault(file.parent, []).append(file)
    values_in = cache(_values_in)
    return {
        target for place, files in folders.items() for target in _targets_in(place, files, root, values_in)
    }


def _targets_in(
    place: Path, files: Iterable[Path], root: Path, values_in: Callable[[bytes], Set[bytes]]
) -> Iterator[str]:
    """The targets of the links in files of the folder ``place``.

    :param values_in: The values of the attributes with addresses in a line.
    """
    lines: set[bytes] = set()
    for file in files:
        page = file.read_bytes()
        found, code = lines_and_code_of(page)
        lines.update(found)
        lines.update(chain.from_iterable(map(_CODE_TAG.findall, code)))
        for anchor in set(_WITHIN_PAGE.findall(page)):
            yield f"{file.as_uri()}#{_text(anchor)}"
    root_uri, folder = root.as_uri(), f"/{quote(place.relative_to(root).as_posix())}"
    for value in frozenset[bytes]().union(*map(values_in, lines)):
        for address in _addresses_of(_text(value.strip(b"\"'"))):
            if address.startswith(("http:", "https:")):
                yield address
            elif address and not _WITHOUT_FILE.match(address):
                yield f"{root_uri}{_joined(folder, address)}"


def _values_in(line: bytes) -> Set[bytes]:
    """The values, as written, of attributes with addresses in a line, which may lack its last `>`."""
    return frozenset(_ADDRESS.findall(line))


def _joined(folder: str, address: str) -> str:
    """The path, query and anchor of an address in a page of ``folder``, without ``..``."""
    end = len(address)
    for mark in "?#":
        end = end if (found := address.find(mark, 0, end)) < 0 else found
    path = address[:end]
    joined = posixpath.normpath(posixpath.join(folder, path))
    slash = "/" if path.endswith(("/", "/.", "/..")) or path in (".", "..") else ""
    return f"{joined}{slash}{address[end:]}"


def _text(value: bytes) -> str:
    return html.unescape(value.decode("utf-8", "replace"))


def _addresses_of(value: str) -> list[str]:
    """The address in the value of an attribute, or those of a set of images."""
    return (" " in value and _IMAGE_OF_SET.findall(value)) or [value.strip()]

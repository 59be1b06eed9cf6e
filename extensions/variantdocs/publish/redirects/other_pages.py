"""Find the redirect pages in a built site that extensions or themes have written, and follow them."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

_LARGEST = 8192
"""Bytes; redirect pages are small, and other pages need not be read."""

_REFRESH = re.compile(
    r"""<meta\b(?=[^>]*http-equiv\s*=\s*["']?refresh)[^>]*content\s*=\s*(["'])\s*\d+\s*;\s*url\s*=\s*(?P<url>.*?)\s*\1""",
    re.I | re.S,
)


def redirect_pages(files: Iterable[Path]) -> dict[Path, str]:
    """file → the address to which it leads, for those of ``files`` that are redirect pages."""
    found = {}
    for file in files:
        if file.stat().st_size <= _LARGEST:
            match = _REFRESH.search(file.read_text("utf-8", "replace"))
            if match is not None:
                found[file] = html.unescape(match["url"]).strip("'\"")
    return found


def chained_pages(pages: Mapping[Path, str]) -> Iterator[tuple[Path, Path]]:
    """The redirect pages that lead to another redirect page, and that one."""
    for file, address in pages.items():
        path = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/", path):
            continue
        target = Path(posixpath.normpath(posixpath.join(file.parent.as_posix(), path)))
        for candidate in (target, target / "index.html"):
            if candidate in pages:
                yield file, candidate

"""Find links and redirects in a built site that lead to no file of it."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from variantdocs.check.html_text import attributes_of, without_code

_ATTRIBUTES = {"a": "href", "area": "href", "link": "href", "img": "src", "script": "src", "iframe": "src"}
_LINK = re.compile(rf"<({'|'.join((*_ATTRIBUTES, 'meta'))})\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.I)
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/|#|\?|$")
"""The beginning of an address that is not a path relative to the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLink:
    """An address in ``file`` that leads to no file."""

    variant: str
    file: Path
    address: str


def find_dead_links(output: Path, pages: Mapping[str, Iterable[str]]) -> Iterator[DeadLink]:
    """The relative links without a target below ``output``, each once per page.

    Absolute addresses are not looked at, nor are anchors.

    :param pages: variant → the addresses of its pages below its folder. Other HTML files, such as the
        templates that themes ship among their static files, are not checked.
    """
    is_there = cache(_exists)
    for variant, addresses in pages.items():
        for file in sorted(_file(output / variant, address) for address in addresses):
            if not file.is_file():  # another builder wrote something else
                continue
            folder = file.relative_to(output).parent.as_posix()
            for address in dict.fromkeys(_addresses(file.read_text("utf-8", "replace"))):
                path = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
                if not is_there(output / posixpath.normpath(posixpath.join(folder, path))):
                    yield DeadLink(variant=variant, file=file, address=address)


def _addresses(html_text: str) -> list[str]:
    found = []
    for tag, markup in _LINK.findall(without_code(html_text)[0]):
        address = html.unescape(_address(tag.lower(), dict(attributes_of(markup))))
        if not _ELSEWHERE.match(address):
            found.append(address)
    return found


def _address(tag: str, attributes: Mapping[str, str]) -> str:
    """Where the tag leads; empty if nowhere."""
    if tag != "meta":
        return attributes.get(_ATTRIBUTES[tag], "")
    if attributes.get("http-equiv", "").lower() != "refresh":
        return ""
    return attributes.get("content", "").partition("=")[2].strip(" '\"")


def _file(folder: Path, address: str) -> Path:
    """The file of a page; ``guide/`` is the file ``guide/index.html``."""
    path = unquote(address)
    return folder / f"{path}index.html" if path.endswith("/") or not path else folder / path


def _exists(target: Path) -> bool:
    return target.is_file() or (target / "index.html").is_file()

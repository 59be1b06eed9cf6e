"""Find links and redirects in a built site that lead to no file of it."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from urllib.parse import unquote

from variantdocs.check.html_text import any_of, attributes_of, without_code
from variantdocs.check.page_parts import NewParts

_ATTRIBUTES = {"a": "href", "area": "href", "link": "href", "img": "src", "script": "src", "iframe": "src"}
_LINK = re.compile(rf"<({any_of((*_ATTRIBUTES, 'meta'))})\b((?>[^<>\"']+|\"[^\"]*\"|'[^']*')*+)>")
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
    is_there = cache(partial(_is_there, output))
    for variant, addresses in pages.items():
        files = [_file(output / variant, address) for address in addresses]
        folders: dict[Path, list[Path]] = {}
        for file in sorted(file for file in files if file.is_file()):  # another builder writes something else
            folders.setdefault(file.parent, []).append(file)
        dead = {folder: _dead_in(folder, found, output, is_there) for folder, found in folders.items()}
        for file in sorted(file for folder, found in folders.items() if dead[folder] for file in found):
            for address in dict.fromkeys(_address(*link) for link in _links(file.read_bytes())):
                if address in dead[file.parent]:
                    yield DeadLink(variant=variant, file=file, address=address)


def _dead_in(folder: Path, pages: Iterable[Path], output: Path, is_there: Callable[[str], bool]) -> Set[str]:
    """The addresses in pages of one folder that lead to no file."""
    new_parts = NewParts()
    links = {link for page in pages for link in _links(new_parts.of(page.read_bytes()))}
    addresses = {_address(*link) for link in links}
    place = folder.relative_to(output).as_posix()
    return {
        address
        for address in addresses
        if not _ELSEWHERE.match(address) and not is_there(_target(address, place))
    }


def _target(address: str, place: str) -> str:
    """Where an address in a page of the folder ``place`` leads, as a path below the site's root."""
    path = unquote(address.partition("#")[0].partition("?")[0])
    return posixpath.normpath(f"{place}/{path}")


def _is_there(output: Path, target: str) -> bool:
    path = output / target
    return path.is_file() or (path / "index.html").is_file()


def _links(page: bytes) -> list[tuple[str, str]]:
    """The name and the attributes, as written, of each element that may be a link."""
    return _LINK.findall(without_code(page.decode("utf-8", "replace"))[0])


def _address(tag: str, markup: str) -> str:
    """Where the element leads; empty if nowhere."""
    tag = tag.lower()
    attributes = dict(attributes_of(markup))
    if tag != "meta":
        return html.unescape(attributes.get(_ATTRIBUTES[tag], ""))
    if attributes.get("http-equiv", "").lower() != "refresh":
        return ""
    return html.unescape(attributes.get("content", "").partition("=")[2]).strip(" '\"")


def _file(folder: Path, address: str) -> Path:
    """The file of a page; ``guide/`` is the file ``guide/index.html``."""
    path = unquote(address)
    return folder / f"{path}index.html" if path.endswith("/") or not path else folder / path

"""Find links and redirects in a built site that lead to no file of it."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from urllib.parse import unquote

from variantdocs.check.html_text import any_of, attributes_of, without_code
from variantdocs.check.page_parts import lines_and_code_of

_ATTRIBUTES = {"a": "href", "area": "href", "link": "href", "img": "src", "script": "src", "iframe": "src"}
_LINK = re.compile(rf"<({any_of((*_ATTRIBUTES, 'meta'))})\b((?>[^<>\"']+|\"[^\"]*\"|'[^']*')*+)>")
_MAY_HOLD_LINK = re.compile(rf"<{any_of((*_ATTRIBUTES, 'meta'))}\b".encode())
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
    addresses_in = cache(_addresses_in)  # pages have most lines in common
    for variant, addresses in pages.items():
        files = [_file(output / variant, address) for address in addresses]
        folders: dict[Path, list[Path]] = {}
        for file in sorted(file for file in files if file.is_file()):  # another builder writes something else
            folders.setdefault(file.parent, []).append(file)
        dead = {
            folder: _dead_among(
                _addresses_of(found, addresses_in), folder.relative_to(output).as_posix(), is_there
            )
            for folder, found in folders.items()
        }
        for file in sorted(file for folder, found in folders.items() if dead[folder] for file in found):
            for address in dict.fromkeys(_address(*link) for link in _links(file.read_bytes())):
                if address in dead[file.parent]:
                    yield DeadLink(variant=variant, file=file, address=address)


def _addresses_of(pages: Iterable[Path], addresses_in: Callable[[bytes], Set[str]]) -> Set[str]:
    """The relative addresses to which pages link."""
    lines: set[bytes] = set()
    code: set[bytes] = set()
    for page in pages:
        found_lines, found_code = lines_and_code_of(page.read_bytes())
        lines.update(found_lines)
        code.update(found_code)
    return frozenset(_relative(_links(b"".join(code)))).union(*map(addresses_in, lines))


def _addresses_in(line: bytes) -> Set[str]:
    """The relative addresses to which a line links that holds no script; it lacks the end of its last tag."""
    if not _MAY_HOLD_LINK.search(line):
        return frozenset()
    return frozenset(_relative(_LINK.findall(line.decode("utf-8", "replace") + ">")))


def _relative(links: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The addresses among those of elements that are paths relative to the page."""
    addresses = (_address(*link) for link in links)
    return (address for address in addresses if not _ELSEWHERE.match(address))


def _dead_among(addresses: Iterable[str], place: str, is_there: Callable[[str], bool]) -> Set[str]:
    """Those of the addresses in pages of the folder ``place`` that lead to no file."""
    return {address for address in addresses if not is_there(_target(address, place))}


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


@lru_cache(maxsize=1 << 16)  # lines have many links in common
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

"""Find links and redirects in a built site that lead to no file of it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

_ATTRIBUTES = {"a": "href", "area": "href", "link": "href", "img": "src", "script": "src", "iframe": "src"}
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
    for variant, addresses in pages.items():
        for file in sorted(_file(output / variant, address) for address in addresses):
            if not file.is_file():  # another builder wrote something else
                continue
            folder = file.relative_to(output).parent.as_posix()
            for address in dict.fromkeys(_addresses(file.read_text("utf-8", "replace"))):
                if not _exists(output, folder, address):
                    yield DeadLink(variant=variant, file=file, address=address)


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        value = values.get(_ATTRIBUTES.get(tag, ""))
        if tag == "meta" and (values.get("http-equiv") or "").lower() == "refresh":
            value = (values.get("content") or "").partition("=")[2].strip(" '\"")
        if value and not _ELSEWHERE.match(value):
            self.found.append(value)


def _addresses(html: str) -> list[str]:
    parser = _Addresses()
    parser.feed(html)
    parser.close()
    return parser.found


def _file(folder: Path, address: str) -> Path:
    """The file of a page; ``guide/`` is the file ``guide/index.html``."""
    path = unquote(address)
    return folder / f"{path}index.html" if path.endswith("/") or not path else folder / path


def _exists(output: Path, folder: str, address: str) -> bool:
    path = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
    target = output / posixpath.normpath(posixpath.join(folder, path))
    return target.is_file() or (target / "index.html").is_file()

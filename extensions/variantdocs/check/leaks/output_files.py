"""Read all files of a variant's output: each passage once, with the files that hold it."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from variantdocs.check.html_text import markup_passages
from variantdocs.check.page_parts import NewParts
from variantdocs.check.passage import Passage, Role
from variantdocs.check.read_output import passages_in

_REST_OF_TAG = re.compile(rb"(?:/[^\"]*)?\\?\"[^<>]*>")
_BEFORE_ADDRESS = (b"href=", b"value=", b"href=\\", b"value=\\")  # the latter in JSON
_MARKUP = (".html", ".htm", ".xhtml", ".fjson", ".json", ".xml")


@dataclass(slots=True)
class OutputFiles:
    """The passages of a folder.

    ``passages`` maps each to the files that hold it, or to nothing if only the passages were wanted.
    ``linked`` are the texts of links that lead to another variant: they may name its pages.
    """

    folder: Path
    passages: dict[Role, dict[str, list[Path]]] = field(default_factory=lambda: {role: {} for role in Role})
    linked: set[str] = field(default_factory=set)

    def add(self, passages: Iterable[Passage], path: Path) -> None:
        """Add passages of a file."""
        for role, text in passages:
            holders = self.passages[role].setdefault(text, [])
            if not holders or holders[-1] is not path:
                holders.append(path)

    def add_without_files(self, passages: Iterable[Passage]) -> None:
        """Add passages, and not where they are."""
        for role, text in passages:
            self.passages[role].setdefault(text, [])


def read_output_files(
    folder: Path, files: Iterable[Path], others: Iterable[str], *, base_url: str | None, with_files: bool
) -> OutputFiles:
    """Read ``files``, which are below ``folder``.

    :param others: The other variants.
    :param with_files: Whether the files of each passage are wanted. It takes several times as long: most of
        a site's lines are navigation that other pages have too.
    """
    found = OutputFiles(folder)
    others = tuple(others)
    new_parts = NewParts()
    for path in files:
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes()
        if name.endswith(_MARKUP):
            data = _without_links(data, _addresses_of(others, name.count("/") + 1, base_url), found.linked)
        if with_files:
            found.add(passages_in(name, data), path)
        else:
            new = new_parts.of(data) if name.endswith(".html") else data
            found.add_without_files(passages_in(name, new))
    return found


@functools.cache
def _addresses_of(variants: tuple[str, ...], depth: int, base_url: str | None) -> tuple[bytes, ...]:
    """How the addresses of variants begin in a file that is ``depth`` folders below the site's root."""
    roots = ["../" * depth, "/", *([base_url] if base_url else [])]
    return tuple(f'"{root}{name}'.encode() for root in roots for name in variants)


def _without_links(data: bytes, addresses: Iterable[bytes], linked: set[str]) -> bytes:
    """The page with an empty element in place of each link that holds one of the addresses."""
    kept: list[bytes] = []
    position = 0
    for start, end in sorted(span for address in addresses for span in _links_to(address, data)):
        start = data.rfind(b"<", position, start)
        if start < 0:
            continue
        if data[start : start + 2] == b"<a":
            closing = data.find(b"</a", end)
            end = end if closing < 0 else closing
        text = data[start:end].decode("utf-8", "replace")
        linked.update(passage.text for passage in markup_passages(text))
        kept += [data[position:start], b"<a>"]
        position = end
    return b"".join([*kept, data[position:]]) if kept else data


def _links_to(address: bytes, data: bytes) -> Iterator[tuple[int, int]]:
    """The spans from an attribute that begins with an address to the end of its tag."""
    start = data.find(address)
    while start >= 0:
        rest = _REST_OF_TAG.match(data, start + len(address))
        if rest and data[max(0, start - 8) : start].endswith(_BEFORE_ADDRESS):
            yield start, rest.end()
        start = data.find(address, start + 1)


def files_by_name(folders: Iterable[Path]) -> dict[str, list[Path]]:
    """The files below folders, by their names."""
    found: dict[str, list[Path]] = {}
    for root in folders:
        for folder, _, names in os.walk(root):
            for name in names:
                found.setdefault(name, []).append(Path(folder, name))
    return found


def copies_of(files: Iterable[Path], originals: Mapping[str, Sequence[Path]]) -> Iterator[Path]:
    """Those of ``files`` that are the same as one of ``originals``, which are there by their names."""
    for path in files:
        size = path.stat().st_size
        same_size = [file for file in originals.get(path.name, ()) if file.stat().st_size == size]
        if same_size and path.read_bytes() in [file.read_bytes() for file in same_size]:
            yield path

"""Read all files of a variant's output: each passage once, with the files that hold it."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from variantdocs.check.html_text import markup_passages
from variantdocs.check.passage import Passage, Role
from variantdocs.check.read_output import passages_in
from variantdocs.config.variants import VariantSet

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
        """Add passages, and not the files that hold them."""
        for role, text in passages:
            self.passages[role].setdefault(text, [])


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFolder:
    """The files of a variant's output that are to be searched.

    ``others`` are the other variants, to whose pages links may lead.
    """

    folder: Path
    files: Sequence[Path]
    others: tuple[str, ...]
    base_url: str | None

    @classmethod
    def of_variant(cls, output: Path, variant: str, variant_set: VariantSet) -> OutputFolder:
        """All files of a variant below ``output``."""
        return cls(
            folder=output / variant,
            files=sorted(path for path in (output / variant).rglob("*") if path.is_file()),
            others=tuple(name for name in variant_set.names if name != variant),
            base_url=variant_set.base_url,
        )

    @property
    def by_name(self) -> dict[str, Path]:
        """The files by their paths below the folder."""
        start = len(self.folder.as_posix()) + 1
        return {path.as_posix()[start:]: path for path in self.files}

    def all_passages(self) -> OutputFiles:
        """Each passage, with the files that hold it."""
        found = OutputFiles(self.folder)
        for name, path in self.by_name.items():
            found.add(passages_in(name, self.content(name, found.linked)), path)
        return found

    def content(self, name: str, linked: set[str]) -> bytes:
        """The content of a file, less links to other variants; the texts of these are added to ``linked``."""
        data = (self.folder / name).read_bytes()
        if not name.endswith(_MARKUP):
            return data
        addresses = _addresses_of(self.others, name.count("/") + 1, self.base_url)
        return _without_links(data, addresses, linked)


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

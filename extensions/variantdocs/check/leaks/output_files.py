"""Read all files of a variant's output: each passage once, with the files that hold it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from variantdocs.check.html_text import markup_passages
from variantdocs.check.passage import Role
from variantdocs.check.read_output import passages_in
from variantdocs.sources.assets import digest

_TAG_OF_LINES = re.compile(rb"<[^<>\n]*\n[^<>]*>")
_MARKUP = (".html", ".htm", ".xhtml", ".fjson", ".json", ".xml")


@dataclass(slots=True)
class OutputFiles:
    """The passages of a folder.

    ``passages`` maps each to the files that hold it, or to the first of them. ``linked`` are the texts of
    links that lead to another variant: they may name its pages.
    """

    folder: Path
    passages: dict[Role, dict[str, list[Path]]] = field(default_factory=lambda: {role: {} for role in Role})
    linked: set[str] = field(default_factory=set)


def read_output_files(
    folder: Path, files: Iterable[Path], others: Iterable[str], *, base_url: str | None, all_files: bool
) -> OutputFiles:
    """Read ``files``, which are below ``folder``.

    :param others: The other variants.
    :param all_files: Whether every file of a passage is wanted. It takes twice the time: half of a site's
        lines are navigation that other pages have too.
    """
    found = OutputFiles(folder)
    names = "|".join(map(re.escape, others))
    seen: set[bytes] = set()
    for path in files:
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes()
        if names and name.endswith(_MARKUP):
            data = _without_links(data, _links_out(name.count("/") + 1, names, base_url), found.linked)
        if not all_files and name.endswith(".html"):
            data = _without_seen_lines(data, seen)
        for role, text in passages_in(name, data):
            holders = found.passages[role].setdefault(text, [])
            if not holders or holders[-1] is not path:
                holders.append(path)
    return found


def _without_seen_lines(data: bytes, seen: set[bytes]) -> bytes:
    """The page with an empty element in place of the lines that another page had already."""
    lines: list[bytes] = []
    for line in _TAG_OF_LINES.sub(_on_one_line, data).split(b"\n"):
        if line not in seen:
            seen.add(line)
            lines.append(line)
        elif lines and lines[-1] != b"<hr>":
            lines.append(b"<hr>")
    return b"\n".join(lines)


def _on_one_line(found: re.Match[bytes]) -> bytes:
    return found[0].replace(b"\n", b" ")


@functools.cache
def _links_out(depth: int, names: str, base_url: str | None) -> re.Pattern[bytes]:
    """Addresses of one of ``names`` in a file that is ``depth`` folders below the site's root."""
    up = rf"(?:\.\./){{{depth}}}|/"
    base = "|" + re.escape(base_url) if base_url else ""
    return re.compile(rf"(?:href|value)=\\?\"(?:{up}{base})(?:{names})(?:/[^\"]*)?\"[^<>]*>".encode())


def _without_links(data: bytes, pattern: re.Pattern[bytes], linked: set[str]) -> bytes:
    """The page with an empty element in place of each link that holds one of the addresses."""
    kept: list[bytes] = []
    position = 0
    for found in pattern.finditer(data):
        start = data.rfind(b"<", position, found.start())
        if start < 0:
            continue
        end = data.find(b"</a", found.end()) if data[start : start + 2] == b"<a" else found.end()
        end = found.end() if end < 0 else end
        text = data[start:end].decode("utf-8", "replace")
        linked.update(passage.text for passage in markup_passages(text))
        kept += [data[position:start], b"<a>"]
        position = end
    return b"".join([*kept, data[position:]])


def copies_of(files: Iterable[Path], packages: Iterable[Path]) -> Iterator[Path]:
    """Those of ``files`` that are the same as a file of one of ``packages``."""
    by_name: dict[str, list[Path]] = {}
    for path in files:
        by_name.setdefault(path.name, []).append(path)
    for package in packages:
        for original in package.rglob("*") if package.is_dir() else ():
            for path in by_name.get(original.name, ()):
                if path.stat().st_size == original.stat().st_size and digest(path.read_bytes()) == digest(
                    original.read_bytes()
                ):
                    yield path

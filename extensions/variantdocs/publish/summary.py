"""Say what is in a published folder, as JSON for other programs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from variantdocs.publish.unfinished_site import UnfinishedSite


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFile:
    """A file of the site: its path below the folder, with slashes, its bytes, and their SHA-256."""

    name: str
    size: int
    sha256: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCounts:
    """The number of some files, their bytes, and a SHA-256 of all names and bytes."""

    files: int
    size: int
    sha256: str


def read_files(folder: Path) -> list[SiteFile]:
    """The files below ``folder``, in the order of their paths."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        found.append(SiteFile(name=name, size=len(data), sha256=hashlib.sha256(data).digest()))
    return found


def count_files(files: Sequence[SiteFile], below: str = "") -> FileCounts:
    """Count those of ``files`` whose path begins with ``below``.

    Equal folders have equal digests, wherever they are.
    """
    found = [file for file in files if file.name.startswith(below)]
    digest = hashlib.sha256()
    for file in found:
        name = file.name.removeprefix(below)
        digest.update(f"{len(name)} {name} {file.size} ".encode() + file.sha256)
    return FileCounts(files=len(found), size=sum(file.size for file in found), sha256=digest.hexdigest())


def summary_text(
    site: UnfinishedSite, files: Sequence[SiteFile], *, redirects: int, build: Mapping[str, Any] | None = None
) -> str:
    """The text of the summary; sizes are bytes.

    :param files: All files of the site.
    :param redirects: The number of addresses that lead on.
    :param build: What is known of the build: its messages, and its seconds.
    """
    counts = count_files(files)
    found = {
        "version": 1,
        "base_url": site.variant_set.base_url,
        "files": counts.files,
        "bytes": counts.size,
        "sha256": counts.sha256,
        "redirects": redirects,
        "variants": {name: _of_variant(site, files, name) for name in site.indexes},
        **({"build": dict(build)} if build else {}),
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _of_variant(site: UnfinishedSite, files: Sequence[SiteFile], name: str) -> dict[str, Any]:
    counts = count_files(files, f"{name}/")
    return {
        "title": site.variant_set[name].title,
        "pages": len(site.indexes[name].pages),
        "files": counts.files,
        "bytes": counts.size,
        "sha256": counts.sha256,
    }

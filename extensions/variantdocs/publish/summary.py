"""Say what is in a published folder, as JSON for other programs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from variantdocs.publish.unfinished_site import UnfinishedSite


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCounts:
    """The number of files below a folder, their bytes, and a SHA-256 of all names and bytes."""

    files: int
    size: int
    sha256: str


def count_files(folder: Path) -> FileCounts:
    """Count the files below ``folder``; equal folders have equal digests, wherever they are."""
    digest, files, size = hashlib.sha256(), 0, 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        digest.update(f"{len(name)} {name} {len(data)} ".encode() + hashlib.sha256(data).digest())
        files, size = files + 1, size + len(data)
    return FileCounts(files=files, size=size, sha256=digest.hexdigest())


def summary_text(
    site: UnfinishedSite, counts: FileCounts, *, redirects: int, build: Mapping[str, Any] | None = None
) -> str:
    """The text of the summary; sizes are bytes.

    :param redirects: The number of addresses that lead on.
    :param build: What is known of the build: its messages, and its seconds.
    """
    found = {
        "version": 1,
        "base_url": site.variant_set.base_url,
        "files": counts.files,
        "bytes": counts.size,
        "sha256": counts.sha256,
        "redirects": redirects,
        "variants": {name: _of_variant(site, name) for name in site.indexes},
        **({"build": dict(build)} if build else {}),
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _of_variant(site: UnfinishedSite, name: str) -> dict[str, Any]:
    counts = count_files(site.folder / name)
    return {
        "title": site.variant_set[name].title,
        "pages": len(site.indexes[name].pages),
        "files": counts.files,
        "bytes": counts.size,
        "sha256": counts.sha256,
    }

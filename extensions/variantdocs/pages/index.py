"""What the variants know of each other: pages, titles, anchors; as values and as a small file.

``build/index/<variant>.json`` is written when a variant has been read and before any variant is
written. It is how the stages and the variants meet.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedPage:
    """A page of one variant.

    ``uri`` is relative to the variant's folder. ``anchors`` maps every name by which a place in
    the page can be linked to (id, heading slug, label) to the id in the output; ``titles`` gives
    the title of an id that has one. ``broken`` marks a page that is a placeholder: what it holds
    is not known, so any anchor is taken to be there.
    """

    title: str
    uri: str
    anchors: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    broken: bool = False

    def anchor_id(self, name: str) -> str | None:
        """The id of the place called ``name``; ``None`` if there is none."""
        found = self.anchors.get(name)
        return name if found is None and self.broken else found


@dataclass(frozen=True, slots=True, kw_only=True)
class PageIndex:
    """All pages of one variant, by docname. ``labels`` are those of ``{ref}``: name → (docname, id);
    ``objects`` what domains describe: functions, options, terms.

    ``parents`` gives for a page the page whose toctree names it first. ``builder`` made the
    ``uri`` of the pages. ``sources`` are the files of which all this was read, relative to the
    source folder, with the hash of each.
    """

    variant: str
    title: str
    root: str
    pages: Mapping[str, IndexedPage]
    labels: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    objects: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    builder: str = "html"
    sources: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, docname: object) -> bool:
        return docname in self.pages

    def to_json(self) -> str:
        """The text of the index file; the same for the same index."""
        data = {
            "version": VERSION,
            "variant": self.variant,
            "title": self.title,
            "root": self.root,
            "labels": {name: list(place) for name, place in self.labels.items()},
            "objects": {name: list(place) for name, place in self.objects.items()},
            "parents": dict(self.parents),
            "builder": self.builder,
            "sources": dict(self.sources),
            "pages": {
                docname: {
                    "title": page.title,
                    "uri": page.uri,
                    "anchors": dict(page.anchors),
                    "titles": dict(page.titles),
                    **({"broken": True} if page.broken else {}),
                }
                for docname, page in self.pages.items()
            },
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"

    @classmethod
    def from_json(cls, text: str) -> PageIndex:
        """The index that ``text`` holds.

        :raises ValueError: it is no index, or one of another version.
        """
        data: Any = json.loads(text)
        if not isinstance(data, dict) or data.get("version") != VERSION:
            raise ValueError("not a page index of this version")
        try:
            return cls(
                variant=data["variant"],
                title=data["title"],
                root=data["root"],
                labels={name: (place[0], place[1]) for name, place in data["labels"].items()},
                objects={name: (place[0], place[1]) for name, place in data["objects"].items()},
                parents=data["parents"],
                builder=data["builder"],
                sources=data["sources"],
                pages={
                    docname: IndexedPage(
                        title=page["title"],
                        uri=page["uri"],
                        anchors=page["anchors"],
                        titles=page["titles"],
                        broken=page.get("broken", False),
                    )
                    for docname, page in data["pages"].items()
                },
            )
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise ValueError(f"a page index lacks {error}") from None


def index_path(folder: Path, variant: str) -> Path:
    """Where the index of ``variant`` lies."""
    return folder / f"{variant}.json"


def read_index(folder: Path, variant: str) -> PageIndex | None:
    """The index of ``variant``; ``None`` if there is none that can be used."""
    try:
        return PageIndex.from_json(index_path(folder, variant).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def source_hash(data: bytes) -> str:
    """What tells whether a source file is still the one that was read."""
    return hashlib.sha256(data).hexdigest()[:32]

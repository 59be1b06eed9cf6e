"""The page index of a variant: its pages, titles and anchors, as values and as a JSON file.

``build/index/<variant>.json`` is written after a variant is read and before any variant is written.
It is all that variants and stages know of each other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern
from typing import Any, TypeVar

from variantdocs.file_values import FileValues
from variantdocs.locale import ENGLISH, Language

VERSION = 1

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedPage:
    """A page of one variant.

    ``uri`` is relative to the variant's folder. ``anchors`` maps every name that a link can use
    (id, heading slug, label) to the id in the output; ``titles`` maps ids to titles. ``broken``
    marks a placeholder: its real anchors are unknown, so every anchor is accepted.
    """

    title: str
    uri: str
    anchors: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    broken: bool = False

    def anchor_id(self, name: str) -> str | None:
        """The id in the output of the anchor ``name``; ``None`` if there is none."""
        found = self.anchors.get(name)
        return name if found is None and self.broken else found


@dataclass(frozen=True, slots=True, kw_only=True)
class PageIndex:
    """All pages of one variant, by docname.

    ``labels`` are the labels of ``{ref}``: name → (docname, id). ``objects`` are what domains
    describe, such as functions, options and terms. ``generated`` are the addresses of output files
    that are made from no page. ``logo`` is the address of the logo; empty if there is none.
    ``parents`` maps a page to the first page whose toctree names it. ``builder`` is the builder
    that the addresses are of. ``language`` is that of the site. ``sources`` maps every file that was read,
    relative to the source folder, to its hash.
    """

    variant: str
    title: str
    root: str
    pages: Mapping[str, IndexedPage]
    labels: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    objects: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    builder: str = "html"
    generated: tuple[str, ...] = ()
    logo: str = ""
    language: Language = ENGLISH
    sources: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, docname: object) -> bool:
        return docname in self.pages

    @property
    def home(self) -> str:
        """The address of the start page; empty if that is what the variant's folder shows anyway."""
        page = self.pages.get(self.root)
        return "" if page is None or page.uri == "index.html" else page.uri

    @property
    def search(self) -> str:
        """The address of the search page; empty if there is none."""
        names = {f"search{self.link_suffix}", "search/"}
        return next((address for address in self.generated if address in names), "")

    @property
    def link_suffix(self) -> str:
        """What the addresses of HTML pages end with; ``.html`` if no page shows it."""
        page = self.pages.get(self.root)
        suffix = page.uri.removeprefix(self.root) if page is not None else ""
        return suffix if suffix.startswith(".") else ".html"

    def has_file(self, address: str) -> bool:
        """Whether the output has a file at ``address`` that is made from no page."""
        if address.startswith("_"):
            return True
        path = address.rstrip("/")
        return bool({address, path, f"{path}/index.html"} & set(self.generated))

    def to_json(self) -> str:
        """The text of the index file; equal for equal indexes."""
        data = {
            "version": VERSION,
            "variant": self.variant,
            "title": self.title,
            "root": self.root,
            "labels": {name: list(target) for name, target in self.labels.items()},
            "objects": {name: list(target) for name, target in self.objects.items()},
            "parents": dict(self.parents),
            "builder": self.builder,
            "generated": list(self.generated),
            "logo": self.logo,
            "language": self.language.name,
            "texts": dict(self.language.texts),
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
    def from_json(cls, text: str, like: Collection[PageIndex] = ()) -> PageIndex:
        """Parse the text of an index file.

        :param like: Indexes of other variants. The result holds their pages and labels where its own are the
            same: each process has the indexes of all variants, so they must not take memory for each.
        :raises ValueError: it is not an index, or one of another version.
        """
        try:
            data: Any = json.loads(text)
        except RecursionError:
            data = None
        if not isinstance(data, dict) or data.get("version") != VERSION:
            raise ValueError("not a page index of this version")
        try:
            return cls(
                variant=data["variant"],
                title=data["title"],
                root=data["root"],
                labels=_targets(data["labels"], [index.labels for index in like]),
                objects=_targets(data["objects"], [index.objects for index in like]),
                parents=_interned(data["parents"]),
                builder=data["builder"],
                generated=tuple(data["generated"]),
                logo=data["logo"],
                language=Language(name=data["language"], texts=data["texts"]),
                sources=_interned(data["sources"]),
                pages=_pages(data["pages"], [index.pages for index in like]),
            )
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise ValueError(f"a page index lacks {error}") from None


def _pages(data: Mapping[str, Any], others: Collection[Mapping[str, IndexedPage]]) -> dict[str, IndexedPage]:
    return {
        intern(docname): _known(
            IndexedPage(
                title=page["title"],
                uri=page["uri"],
                anchors=_interned(page["anchors"]),
                titles=_interned(page["titles"]),
                broken=page.get("broken", False),
            ),
            docname,
            others,
        )
        for docname, page in data.items()
    }


def _targets(
    data: Mapping[str, Any], others: Collection[Mapping[str, tuple[str, str]]]
) -> dict[str, tuple[str, str]]:
    return {
        intern(name): _known((intern(target[0]), intern(target[1])), name, others)
        for name, target in data.items()
    }


def _known(value: _T, name: str, others: Collection[Mapping[str, _T]]) -> _T:
    """What one of ``others`` has by that name, if it is the same."""
    return next((other[name] for other in others if other.get(name) == value), value)


def _interned(texts: Mapping[str, str]) -> dict[str, str]:
    """``texts`` made of strings that equal ones share: JSON's are one each."""
    return {intern(name): intern(text) for name, text in texts.items()}


def index_path(folder: Path, variant: str) -> Path:
    """The file that holds the index of ``variant``."""
    return folder / f"{variant}.json"


def read_index(folder: Path, variant: str, like: Collection[PageIndex] = ()) -> PageIndex | None:
    """The index of ``variant``; ``None`` if there is no usable one. An unchanged file is not read again.

    :param like: Indexes of other variants, to share what is the same.
    """
    try:
        return _READ.of(index_path(folder, variant), like)
    except (OSError, ValueError):
        return None


def read_indexes(
    folder: Path, variants: Iterable[str], known: Mapping[str, PageIndex] | None = None
) -> dict[str, PageIndex]:
    """The indexes of ``variants``; those that are not there or not usable are left out.

    :param known: variant → its index, of those that are not to be read.
    """
    known = known or {}
    found: dict[str, PageIndex] = {}
    for variant in variants:
        index = known.get(variant) or read_index(folder, variant, like={**known, **found}.values())
        if index is not None:
            found[variant] = index
    return found


def _read(path: str, like: Collection[PageIndex]) -> PageIndex:
    return PageIndex.from_json(Path(path).read_text("utf-8"), like)


_READ = FileValues(_read)


def source_hash(data: bytes) -> str:
    """The digest by which a changed source file is recognised."""
    return hashlib.sha256(data).hexdigest()[:32]

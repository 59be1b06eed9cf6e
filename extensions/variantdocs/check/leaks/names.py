"""The pages, anchors and labels that only other variants have."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from variantdocs.pages.index import PageIndex

_PATH = re.compile(r"[\w.~%+:/-]*\w\.(?:html?|md|rst|txt)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherNames:
    """Names that only other variants have: each maps to a variant and the page that it belongs to.

    ``anchors`` are ids, labels and objects; ``docnames`` are those of pages; ``pages`` are docnames and
    addresses that cannot be mistaken for words: with a folder or a suffix; ``titles`` are those of pages and
    sections.
    """

    anchors: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    docnames: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    pages: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def page_named(self, address: str, *, variant: str, base_url: str | None) -> tuple[str, str] | None:
        """The page to which an address in the variant's own folder leads, if only others have it."""
        root = f"{base_url}{variant}/" if base_url else None
        if "://" in address:
            if root is None or not address.startswith(root):
                return None
            address = address.removeprefix(root)
        path = re.split(r"[?#]", address, maxsplit=1)[0].removeprefix("./")
        return self.pages.get(path.rstrip("/")) or self.pages.get(path)

    def page_with_docname(self, name: str) -> tuple[str, str] | None:
        """The page that has a docname or source file, if only others have it."""
        return next((self.docnames[found] for found in _docnames_of(name) if found in self.docnames), None)


def names_of_others(indexes: Mapping[str, PageIndex], variant: str) -> OtherNames:
    """The names that are in another index, but not in that of the variant."""
    own = indexes.get(variant)
    if own is None:
        return OtherNames()
    own_anchors = _anchors(own)
    own_titles = {title for page in own.pages.values() for title in (page.title, *page.titles.values())}
    own_addresses = {name for docname, page in own.pages.items() for name in (docname, page.uri)}
    anchors: dict[str, tuple[str, str]] = {}
    docnames: dict[str, tuple[str, str]] = {}
    pages: dict[str, tuple[str, str]] = {}
    titles: dict[str, tuple[str, str]] = {}
    for other, index in indexes.items():
        if other == variant:
            continue
        for name, docname in _anchors(index).items():
            if name not in own_anchors:
                anchors.setdefault(name, (other, docname))
        for docname, page in index.pages.items():
            if docname not in own:
                docnames.setdefault(docname, (other, docname))
            for title in (page.title, *page.titles.values()):
                if title not in own_titles:
                    titles.setdefault(title, (other, docname))
            for name in {docname, page.uri} - own_addresses:
                if "/" in name or posixpath.splitext(name)[1]:
                    pages.setdefault(name.rstrip("/"), (other, docname))
    return OtherNames(anchors=anchors, docnames=docnames, pages=pages, titles=titles)


def own_names(index: PageIndex, base_url: str | None) -> Iterator[str]:
    """The names and addresses of a variant's pages, anchors, labels and objects.

    Its output may show them although they stand only in links of other variants.
    """
    for docname, page in index.pages.items():
        yield docname
        yield page.uri
        if base_url:
            yield f"{base_url}{index.variant}/{page.uri}"
        yield from page.anchors
        yield from page.anchors.values()
    yield from index.labels
    yield from index.objects


def _anchors(index: PageIndex) -> dict[str, str]:
    """name → docname of each anchor, label and object."""
    found: dict[str, str] = {}
    for docname, page in index.pages.items():
        for name, id_ in page.anchors.items():
            found.setdefault(name, docname)
            found.setdefault(id_, docname)
    for name, (docname, _) in [*index.labels.items(), *index.objects.items()]:
        found.setdefault(name, docname)
    return found


def paths_in(text: str) -> list[str]:
    """What looks like the path of a page in a text."""
    return _PATH.findall(text) if ".htm" in text or ".md" in text or ".rst" in text else []


def is_page_of(index: PageIndex, name: str) -> bool:
    """Whether a variant has the page of a docname or source file."""
    return any(found in index for found in _docnames_of(name))


def _docnames_of(name: str) -> Iterator[str]:
    """A name itself, and without each suffix that it may have: a source file may end with ``.rst.txt``."""
    yield name
    while "." in posixpath.basename(name):
        name = name.rpartition(".")[0]
        yield name

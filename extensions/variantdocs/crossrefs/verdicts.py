"""Judge a link in every variant: ok, absent or missing.

Works on the page indexes of all variants. No other stage decides whether a link is valid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from variantdocs.crossrefs.targets import PageTarget, VariantTarget
from variantdocs.pages.index import PageIndex
from variantdocs.suggestions import Candidates, Docnames

Indexes = Mapping[str, PageIndex]
"""variant → its index, in the order of ``variants:``."""


class KnownIndexes(Mapping[str, PageIndex]):
    """The indexes of all variants, and the names to suggest for a wrong one, which are prepared once."""

    def __init__(self, indexes: Indexes) -> None:
        self._indexes = indexes
        self._page_names: dict[tuple[str, ...], Docnames] = {}
        self._anchors: dict[tuple[tuple[str, ...], tuple[str, ...]], Candidates] = {}

    @classmethod
    def of(cls, indexes: Indexes) -> KnownIndexes:
        """``indexes`` as they are if they are of this class, else made into it."""
        return indexes if isinstance(indexes, cls) else cls(indexes)

    def __getitem__(self, variant: str) -> PageIndex:
        return self._indexes[variant]

    def __iter__(self) -> Iterator[str]:
        return iter(self._indexes)

    def __len__(self) -> int:
        return len(self._indexes)

    @cached_property
    def labels(self) -> Candidates:
        """The labels of all variants."""
        return Candidates(name for index in self._indexes.values() for name in index.labels)

    def page_names(self, variants: tuple[str, ...]) -> Docnames:
        """The pages of ``variants``."""
        if variants not in self._page_names:
            self._page_names[variants] = Docnames(
                {docname for variant in variants for docname in self._indexes[variant].pages}
            )
        return self._page_names[variants]

    def anchors(self, docnames: tuple[str, ...], variants: tuple[str, ...]) -> Candidates:
        """The anchors that the pages ``docnames`` have in ``variants``; a page may be in none of them."""
        key = docnames, variants
        if key not in self._anchors:
            pages = [
                self._indexes[variant].pages.get(docname) for variant in variants for docname in docnames
            ]
            self._anchors[key] = Candidates(name for page in pages if page for name in page.anchors)
        return self._anchors[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTarget:
    """Where a link leads in one variant: a page, and an id in it.

    ``is_assumed``: the page is a placeholder that does not show the id, and its text may have it.
    """

    variant: str
    docname: str
    id: str = ""
    is_assumed: bool = False

    def title(self, indexes: Indexes) -> str:
        """The title of the section or figure with that id, else of the page."""
        page = indexes[self.variant].pages[self.docname]
        return page.titles.get(self.id) or page.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a link leads to in each variant that has it.

    ``nearest`` are similar names of the same kind, for a message. ``page_is_there``: the page
    exists, only the anchor does not.
    """

    targets: Mapping[str, LinkTarget]
    nearest: tuple[str, ...] = ()
    page_is_there: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether no variant has what the link names."""
        return not self.targets


def find_target(docnames: Iterable[str], anchor: str, index: PageIndex) -> LinkTarget | None:
    """What the link leads to in one variant; ``None`` if the variant does not have it."""
    for docname in docnames:
        page = index.pages.get(docname)
        if page is None:
            continue
        if not anchor:
            return LinkTarget(variant=index.variant, docname=docname)
        found = page.anchor_id(anchor)
        if found is not None:
            is_assumed = anchor not in page.anchors
            return LinkTarget(variant=index.variant, docname=docname, id=found, is_assumed=is_assumed)
    return None


def judge_page_target(target: PageTarget, indexes: Indexes) -> Verdict:
    """What ``target`` leads to in each variant."""
    return _judge(target.docnames, target.anchor, indexes, KnownIndexes.of(indexes))


def judge_variant_target(target: VariantTarget, indexes: Indexes) -> Verdict:
    """What ``target`` leads to in the variant that it names."""
    index = indexes[target.variant]
    docnames = target.docnames or (index.root,)
    return _judge(docnames, target.anchor, {target.variant: index}, KnownIndexes.of(indexes))


def judge_label(label: str, indexes: Indexes) -> Verdict:
    """What the label of a ``{ref}`` leads to in each variant."""
    targets = {
        name: LinkTarget(variant=name, docname=index.labels[label][0], id=index.labels[label][1])
        for name, index in indexes.items()
        if label in index.labels
    }
    if targets:
        return Verdict(targets=targets)
    return Verdict(targets={}, nearest=KnownIndexes.of(indexes).labels.nearest(label, limit=2))


def _judge(docnames: tuple[str, ...], anchor: str, asked: Indexes, known: KnownIndexes) -> Verdict:
    targets = {}
    for name, index in asked.items():
        found = find_target(docnames, anchor, index)
        if found is not None:
            targets[name] = found
    if targets:
        return Verdict(targets=targets)
    names = tuple(asked)
    if anchor and any(docname in index.pages for index in asked.values() for docname in docnames):
        near = known.anchors(docnames, names).nearest(anchor, limit=2)
        return Verdict(targets={}, nearest=near, page_is_there=True)
    return Verdict(targets={}, nearest=known.page_names(names).nearest(docnames[0]) if docnames else ())


def pages_titled(title: str, indexes: Indexes) -> tuple[str, ...]:
    """The pages of all variants with the title ``title``; case and white space do not count."""
    wanted = " ".join(title.split()).casefold()
    found = {
        docname
        for index in indexes.values()
        for docname, page in index.pages.items()
        if " ".join(page.title.split()).casefold() == wanted
    }
    return tuple(sorted(found))

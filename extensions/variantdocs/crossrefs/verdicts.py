"""Judge a link in every variant at once: ok, absent or missing.

One pass over what is known of all variants; no other stage decides whether a link holds.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from variantdocs.crossrefs.targets import PageTarget, VariantTarget
from variantdocs.pages.index import PageIndex

Indexes = Mapping[str, PageIndex]
"""variant → its index, in the order of ``variants:``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a link leads: a page and an id in it, in one variant."""

    variant: str
    docname: str
    id: str = ""

    def title(self, indexes: Indexes) -> str:
        """The title of the place, or of its page."""
        page = indexes[self.variant].pages[self.docname]
        return page.titles.get(self.id) or page.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Where a target is in each variant; a variant that is not there lacks it.

    ``nearest`` are names of the same kind that there are, for a message. ``page_is_there`` says
    that the page exists where only the anchor does not.
    """

    places: Mapping[str, Place]
    nearest: tuple[str, ...] = ()
    page_is_there: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether no variant has the target."""
        return not self.places


def place_of(docnames: Iterable[str], anchor: str, index: PageIndex) -> Place | None:
    """The place in one variant, if it is there."""
    for docname in docnames:
        page = index.pages.get(docname)
        if page is None:
            continue
        if not anchor:
            return Place(variant=index.variant, docname=docname)
        found = page.anchor_id(anchor)
        if found is not None:
            return Place(variant=index.variant, docname=docname, id=found)
    return None


def judge_page_target(target: PageTarget, indexes: Indexes) -> Verdict:
    """Where ``target`` is in each variant."""
    return _judge(target.docnames, target.anchor, indexes, indexes)


def judge_variant_target(target: VariantTarget, indexes: Indexes) -> Verdict:
    """Whether ``target`` is in the variant that it names."""
    index = indexes[target.variant]
    docnames = target.docnames or (index.root,)
    return _judge(docnames, target.anchor, {target.variant: index}, indexes)


def judge_label(label: str, indexes: Indexes) -> Verdict:
    """Where the label of a ``{ref}`` is in each variant."""
    places = {
        name: Place(variant=name, docname=index.labels[label][0], id=index.labels[label][1])
        for name, index in indexes.items()
        if label in index.labels
    }
    nearest = () if places else _nearest(label, {name for index in indexes.values() for name in index.labels})
    return Verdict(places=places, nearest=nearest)


def judge_anchor_of_page(page: str, anchor: str, indexes: Indexes) -> Verdict:
    """Where ``#anchor`` of the page itself is in each variant."""
    return _judge((page,), anchor, indexes, indexes)


def _judge(docnames: tuple[str, ...], anchor: str, asked: Indexes, known: Indexes) -> Verdict:
    places = {}
    for name, index in asked.items():
        place = place_of(docnames, anchor, index)
        if place is not None:
            places[name] = place
    if places:
        return Verdict(places=places)
    pages = {
        docname: index.pages[docname]
        for index in asked.values()
        for docname in docnames
        if docname in index.pages
    }
    if pages and anchor:
        anchors = {name for page in pages.values() for name in page.anchors}
        return Verdict(places={}, nearest=_nearest(anchor, anchors), page_is_there=True)
    names = {docname for index in asked.values() for docname in index.pages}
    return Verdict(places={}, nearest=_nearest_docnames(docnames, names))


def _nearest(name: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(difflib.get_close_matches(name, sorted(names), n=2, cutoff=0.6))


def _nearest_docnames(docnames: tuple[str, ...], names: set[str]) -> tuple[str, ...]:
    if not docnames:
        return ()
    wanted = docnames[0]
    same_but_case = sorted(name for name in names if name.casefold() == wanted.casefold())
    if same_but_case:
        return tuple(same_but_case[:2])
    last = wanted.rpartition("/")[2]
    moved = sorted(name for name in names if name.rpartition("/")[2] == last and last != "index")
    return tuple(dict.fromkeys([*moved[:2], *_nearest(wanted, names)]))[:2]


def pages_titled(title: str, indexes: Indexes) -> tuple[str, ...]:
    """The pages of all variants whose title is ``title``, but for case and white space."""
    wanted = " ".join(title.split()).casefold()
    found = {
        docname
        for index in indexes.values()
        for docname, page in index.pages.items()
        if " ".join(page.title.split()).casefold() == wanted
    }
    return tuple(sorted(found))

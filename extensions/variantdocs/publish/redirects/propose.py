"""Propose a redirect for every page that a variant had and no longer has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from variantdocs.config.variants import VariantSet
from variantdocs.publish.redirects.entries import Entry

Memberships = Mapping[str, frozenset[str]]
"""docname → the variants that have the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A line for the file ``redirects``, for ``variants``.

    ``certain`` unless the page was removed: then ``new`` is only the nearest page above it.
    """

    old: str
    new: str
    variants: tuple[str, ...]
    certain: bool


def proposals(
    before: Memberships, after: Memberships, renamed: Mapping[str, str], variant_set: VariantSet
) -> list[Proposal]:
    """A proposal for each page that a variant has lost, by old page.

    :param renamed: old docname → new docname.
    """
    found: dict[tuple[str, str, bool], list[str]] = {}
    for docname in sorted(before):
        for variant in variant_set.names:
            if variant in before[docname] and variant not in after.get(docname, ()):
                new, certain = _new_page(docname, variant, after, renamed, variant_set.names)
                found.setdefault((docname, new, certain), []).append(variant)
    return [
        Proposal(old=old, new=new, variants=tuple(variants), certain=certain)
        for (old, new, certain), variants in found.items()
    ]


def without_written(
    found: Sequence[Proposal], entries: Sequence[Entry], after: Memberships
) -> list[Proposal]:
    """The proposals without the variants for which the file has the old address already."""
    written = {
        (_name(entry.old), variant)
        for entry in entries
        for variant in entry.variants
        # An entry for all holds only where the new page is.
        if not entry.for_all or variant in after.get(_name(entry.new.partition("#")[0]), entry.variants)
    }
    kept = []
    for proposal in found:
        variants = tuple(name for name in proposal.variants if (proposal.old, name) not in written)
        if variants:
            kept.append(
                Proposal(old=proposal.old, new=proposal.new, variants=variants, certain=proposal.certain)
            )
    return kept


def outdated_entries(found: Sequence[Proposal], entries: Sequence[Entry]) -> Iterator[tuple[Entry, Proposal]]:
    """The entries of the file that lead to a page which has moved itself, and where to."""
    for entry in entries:
        for proposal in found:
            if _name(entry.new.partition("#")[0]) == proposal.old and set(entry.variants) & set(
                proposal.variants
            ):
                yield entry, proposal


def as_lines(found: Sequence[Proposal], after: Memberships, variant_set: VariantSet) -> str:
    """The proposals as lines of the file: first those for all variants, then a section for each other set."""
    sections: dict[tuple[str, ...], list[Proposal]] = {(): []}
    for proposal in found:
        everywhere = proposal.old not in after and not proposal.new.startswith("variant:")
        had_by_all = set(proposal.variants) >= after.get(proposal.new, frozenset(variant_set.names))
        key = () if everywhere and had_by_all else proposal.variants
        sections.setdefault(key, []).append(proposal)
    width = max((len(proposal.old) for proposal in found), default=0)
    lines = []
    for variants, items in sections.items():
        if variants:
            lines.append(f"\n[{' or '.join(name.replace('-', '_') for name in variants)}]\n")
        for proposal in items:
            if not proposal.certain:
                lines.append("# The page was removed; choose where its readers go:\n")
            lines.append(f"{proposal.old:{width}}  {proposal.new}\n")
    return "".join(lines).lstrip("\n")


def _new_page(
    docname: str, variant: str, after: Memberships, renamed: Mapping[str, str], names: Sequence[str]
) -> tuple[str, bool]:
    """Where a lost page is now, as the file writes it, and whether that is certain."""
    new = renamed.get(docname, docname)
    if variant in after.get(new, ()):
        return new, True
    for other in names:
        if other in after.get(new, ()):
            return f"variant:{other}/{new}", True
    folder = docname
    while folder:
        folder = folder.rpartition("/")[0]
        home = f"{folder}/index" if folder else "index"
        if home != docname and variant in after.get(home, ()):
            return home, False
    return "index", False


def _name(address: str) -> str:
    """The docname of an address, judged by its form only."""
    name = address.removesuffix(".html")
    return f"{name}index" if name.endswith("/") else name

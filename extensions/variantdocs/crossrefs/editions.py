"""Resolve addresses that lead to another edition: ``variant:byoc/page.md``, or below ``site.base_url``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from variantdocs.config.variants import VariantSet
from variantdocs.crossrefs import wording
from variantdocs.crossrefs.targets import (
    UnusableTarget,
    VariantTarget,
    address_target,
    has_scheme,
    is_variant_link,
    variant_target,
)
from variantdocs.crossrefs.verdicts import LinkTarget, judge_variant_target
from variantdocs.pages.index import PageIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLink:
    """Where an address leads.

    ``address`` is ``None`` if there is nothing to link to; ``problem`` says why if the author can
    change it. ``title`` is that of the target, empty for a file that is not a page. ``is_assumed`` is that
    of the :class:`LinkTarget`.
    """

    address: str | None = None
    title: str = ""
    problem: str | None = None
    is_assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Editions:
    """Resolves addresses as seen from one page.

    :param page: The docname of the page.
    :param page_address: Its address below its variant's folder.
    :param makes_site: Whether the output is a web site, in which editions lie side by side.
    """

    variant_set: VariantSet
    indexes: Mapping[str, PageIndex]
    page: str
    page_address: str
    suffixes: tuple[str, ...]
    link_suffix: str
    makes_site: bool

    def resolve(self, written: str) -> EditionLink | None:
        """Where ``written`` leads; ``None`` if it is not the address of an edition."""
        target = self._target(written)
        if target is None:
            return None
        if isinstance(target, UnusableTarget):
            return EditionLink(problem=f"`{written}`: {target.reason}")
        if target.variant not in self.indexes:
            return EditionLink()
        if self._is_generated(target):
            return EditionLink(address=_with_query(self._from_here(target.variant, target.uri or ""), target))
        verdict = judge_variant_target(target, self.indexes)
        found = verdict.targets.get(target.variant)
        if found is None:
            return EditionLink(problem=wording.missing_in_variant_text(target, verdict))
        return EditionLink(
            address=_with_query(self.address_of(found), target),
            title=found.title(self.indexes),
            is_assumed=found.is_assumed,
        )

    def address_of(self, target: LinkTarget) -> str | None:
        """The address of ``target``; ``None`` if the output has none."""
        address = self._from_here(target.variant, self.indexes[target.variant].pages[target.docname].uri)
        return address and address + (f"#{target.id}" if target.id else "")

    def _target(self, written: str) -> VariantTarget | UnusableTarget | None:
        names = self.variant_set.names
        if is_variant_link(written):
            return variant_target(
                written,
                page=self.page,
                variants=names,
                groups=tuple(self.variant_set.groups),
                suffixes=self.suffixes,
            )
        if self.variant_set.base_url and has_scheme(written):
            return address_target(
                written, base_url=self.variant_set.base_url, variants=names, html_suffix=self.link_suffix
            )
        return None

    def _is_generated(self, target: VariantTarget) -> bool:
        """Whether ``target`` is a file that is made from no page."""
        index = self.indexes[target.variant]
        if not target.uri or any(name in index for name in target.docnames):
            return False
        return index.has_file(target.uri)

    def _from_here(self, variant: str, address: str) -> str | None:
        if self.makes_site:
            return f"{'../' * (self.page_address.count('/') + 1)}{variant}/{address}"
        base_url = self.variant_set.base_url
        return f"{base_url.rstrip('/')}/{variant}/{address}" if base_url else None


def _with_query(address: str | None, target: VariantTarget) -> str | None:
    if address is None or not target.query:
        return address
    path, mark, anchor = address.partition("#")
    return f"{path}?{target.query}{mark}{anchor}"

"""Resolve every internal link of a page, before Sphinx and MyST do.

A link to what this variant has is resolved, or left to Sphinx and MyST. Any other link is reported
once, and becomes plain text or a link to another edition.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from variantdocs.config.current import current_of
from variantdocs.crossrefs import wording
from variantdocs.crossrefs.fallback import known_to_sphinx
from variantdocs.crossrefs.indexes import indexes_of
from variantdocs.crossrefs.link_nodes import (
    add_variant_mark,
    as_reference,
    fill_empty_text,
    is_unresolved_link,
    replace_by_page_link,
    replace_by_text,
    set_address,
)
from variantdocs.crossrefs.outside_links import editions_from
from variantdocs.crossrefs.targets import (
    PageTarget,
    has_scheme,
    is_variant_link,
    output_addresses,
    page_target,
)
from variantdocs.crossrefs.unresolved import UNRESOLVED_PAGES
from variantdocs.crossrefs.verdicts import (
    LinkTarget,
    Verdict,
    find_target,
    judge_label,
    judge_page_target,
    pages_titled,
)
from variantdocs.messages import Kind, report
from variantdocs.pages.output_names import link_suffix, page_address
from variantdocs.pages.references import PAGE_REFERENCES
from variantdocs.pages.toctree_entries import edition_entry_address
from variantdocs.sphinx_patches.versions.older_sphinx import current_docname

if TYPE_CHECKING:
    from collections.abc import Mapping

    from variantdocs.crossrefs.editions import EditionLink
    from variantdocs.pages.index import PageIndex


class LinkResolver(SphinxPostTransform):
    """Resolves links by what all variants have."""

    default_priority = 5  # before MyST (9) and Sphinx (10)

    def run(self, **kwargs: Any) -> None:
        """Judge the links of the document."""
        current = current_of(self.app)
        self._set = current.variant_set
        self._variant = current.variant.name
        self._indexes: Mapping[str, PageIndex] = indexes_of(self.app)
        self._index = self._indexes[self._variant]
        self._suffixes = (*self.config.source_suffix, link_suffix(self.app))
        self._page = current_docname(self.env) or str(self.document.get("docname", ""))
        self._editions = editions_from(self.app, self._page)
        self._address = self._editions.page_address
        self._check_toctrees()
        for node in list(self.document.findall(is_unresolved_link)):
            if isinstance(node, addnodes.pending_xref):
                self._judge_pending(node)
            elif isinstance(node, nodes.reference):
                self._judge_reference(node)

    # Cross-references of MyST and Sphinx.

    def _judge_pending(self, node: addnodes.pending_xref) -> None:
        kind = (node.get("refdomain") or "", node.get("reftype", ""))
        page = node.get("refdoc") or self._page
        if kind[1] == "myst":
            if kind[0] == "doc":
                anchor = node.get("reftargetid") or ""
                written = node["reftarget"] + (f"#{anchor}" if anchor else "")
                target = PageTarget(written=written, docnames=(node["reftarget"],), anchor=anchor)
                self._resolve_page(node, target)
            else:
                self._judge_markdown(node, node["reftarget"], page)
        elif kind == ("std", "doc"):
            target = page_target(node["reftarget"], page=page, suffixes=self._suffixes)
            if target.docnames[:1] and target.docnames[0] in self._index:
                return  # Sphinx resolves it
            self._resolve_page(node, target)
        elif kind in (("std", "ref"), ("std", "numref"), ("std", "keyword")):
            self._judge_label(node)
        elif kind[1] == "any":
            self._judge_any(node, page)
        elif kind[0] and node.get("reftarget"):
            self._judge_object(node)

    def _judge_markdown(self, node: addnodes.pending_xref, written: str, page: str) -> None:
        """``[text](written)`` where MyST found no file."""
        if not written:
            text = node.astext()
            files = [self._file(docname) for docname in pages_titled(text, self._indexes)]
            message = wording.empty_text(text, files, page=self._file(page))
            self._report(Kind.EMPTY_LINK, message, node, ("myst", written))
            replace_by_text(node)
        elif is_variant_link(written):
            self._link_to_edition(node, written, page)
        else:
            target = page_target(written, page=page, suffixes=self._suffixes)
            here = find_target(target.docnames, target.anchor, self._index)
            if here is not None:
                self._replace_by_page_link(node, here, query=target.query, domain_class="doc")
                return
            if (address := self._generated_address(written)) is not None:
                set_address(as_reference(node), self._relative_in_variant(address, written))
                return
            verdict = judge_page_target(target, self._indexes)
            if written.removeprefix("#").lower() not in self._index.labels:
                self._record_unresolved()
            if not known_to_sphinx(node, self.document):
                self._judge_name(node, written, verdict)

    def _file(self, docname: str) -> str:
        return Path(self.env.doc2path(docname, base=False)).as_posix()

    def _judge_name(self, node: addnodes.pending_xref, written: str, verdict: Verdict) -> None:
        """A Markdown link to no page of this variant and to no name that Sphinx has."""
        name = written.removeprefix("#")
        labels = judge_label(name.lower(), self._indexes)
        here = page_target(f"#{name}", page=self._page, suffixes=self._suffixes)
        anchors = judge_page_target(here, self._indexes)
        for found in (verdict, labels, anchors):
            if found.targets:
                self._absent(node, written, found)
                return
        looks_like_page = "/" in written or "#" in written or written.endswith(self._suffixes)
        if looks_like_page:
            text = wording.missing_text(written, verdict)
        else:
            nearest = tuple(dict.fromkeys([*verdict.nearest, *labels.nearest, *anchors.nearest]))
            text = wording.missing_name_text(written, Verdict(targets={}, nearest=nearest[:2]))
        self._report(Kind.MISSING, text, node, ("myst", written))
        replace_by_text(node)

    def _resolve_page(self, node: addnodes.pending_xref, target: PageTarget) -> None:
        """A link to a page, or to an anchor in it."""
        here = find_target(target.docnames, target.anchor, self._index)
        if here is not None:  # as nearly all are: the other variants need not be asked
            self._replace_by_page_link(node, here, query=target.query)
            return
        verdict = judge_page_target(target, self._indexes)
        if verdict.targets:
            self._absent(node, target.written, verdict)
        elif node.get("reftype") == "doc" and known_to_sphinx(node, self.document):
            return
        else:
            kind = ("myst" if node.get("reftype") == "myst" else "std:doc", target.written)
            self._report(Kind.MISSING, wording.missing_text(target.written, verdict), node, kind)
            replace_by_text(node)

    def _judge_label(self, node: addnodes.pending_xref) -> None:
        label = node["reftarget"]
        verdict = judge_label(label, self._indexes)
        if self._variant in verdict.targets:
            return  # Sphinx resolves it, and warns where it has no title
        if verdict.targets:
            self._absent(node, label, verdict)
        elif not known_to_sphinx(node, self.document):
            kind = (f"std:{node['reftype']}", label)
            self._report(Kind.MISSING, wording.missing_label_text(label, verdict), node, kind)
            replace_by_text(node)

    def _judge_any(self, node: addnodes.pending_xref, page: str) -> None:
        self._record_unresolved()
        if known_to_sphinx(node, self.document):
            return
        written = node["reftarget"]
        target = page_target(written, page=page, suffixes=self._suffixes)
        for verdict in (
            judge_page_target(target, self._indexes),
            judge_label(written.lower(), self._indexes),
            self._judge_object_name(written),
        ):
            if verdict.targets:
                self._absent(node, written, verdict)
                return
        nearest = Verdict(targets={}, nearest=judge_label(written.lower(), self._indexes).nearest)
        self._report(Kind.MISSING, wording.missing_name_text(written, nearest), node, ("any", written))
        replace_by_text(node)

    def _judge_object(self, node: addnodes.pending_xref) -> None:
        """A reference to an object; reported if only other variants have it."""
        name = node["reftarget"]
        verdict = self._judge_object_name(name)
        if not verdict.targets or self._variant in verdict.targets:
            return
        if not known_to_sphinx(node, self.document):
            self._absent(node, name, verdict)

    def _judge_object_name(self, name: str) -> Verdict:
        targets = {
            variant: LinkTarget(variant=variant, docname=index.objects[name][0], id=index.objects[name][1])
            for variant, index in self._indexes.items()
            if name in index.objects
        }
        return Verdict(targets=targets)

    # Addresses.

    def _judge_reference(self, node: nodes.reference) -> None:
        address = str(node.get("refuri", ""))
        if is_variant_link(address) or has_scheme(address):
            self._link_to_edition(node, address, self._page)
        elif not address.startswith("#"):
            self._judge_path(node, address)

    def _judge_path(self, node: nodes.reference, address: str) -> None:
        """An address without a scheme, from reST or from a ``:link:`` option."""
        target = page_target(address, page=self._page, suffixes=self._suffixes)
        verdict = judge_page_target(target, self._indexes)
        if self._variant in verdict.targets:
            found = verdict.targets[self._variant]
            self._record_assumed(found)
            uri = self.app.builder.get_relative_uri(self._page, found.docname)
            set_address(node, uri + (f"#{found.id}" if found.id else ""), target.query)
            fill_empty_text(node, found.title(self._indexes))
        elif (generated := self._generated_address(address)) is not None:
            if generated != posixpath.normpath(posixpath.join(posixpath.dirname(self._address), address)):
                set_address(node, self._relative_in_variant(generated, address))
        elif verdict.targets:
            self._absent(node, address, verdict)
        else:
            self._report(Kind.MISSING, wording.missing_text(address, verdict), node, ("myst", address))
            replace_by_text(node)

    # Other editions.

    def _link_to_edition(self, node: nodes.Element, written: str, page: str) -> None:
        found = replace(self._editions, page=page).resolve(written)
        if found is None:
            return
        self._record_assumed(found)
        if found.problem is not None:
            self._report(Kind.MISSING, found.problem, node, ("myst", written))
            replace_by_text(node)
        elif found.address is None:
            self._record_unresolved()
            replace_by_text(node, found.title or None)
        else:
            reference = as_reference(node)
            set_address(reference, found.address)
            if found.title:
                fill_empty_text(reference, found.title)

    def _check_toctrees(self) -> None:
        """Report entries that lead nowhere; they are linked where the toctree is shown."""
        named = PAGE_REFERENCES.of(self.env).get(self._page)
        places = {entry: iter(found) for entry, found in named.addresses.items()} if named else {}
        for node in self.document.findall(addnodes.toctree):
            for _, entry in node["entries"]:
                address = edition_entry_address(entry)
                location = next(places.get(entry, iter(())), node)
                found = self._editions.resolve(address) if has_scheme(address) else None
                if found is None:
                    continue
                self._record_assumed(found)
                if found.problem is not None:
                    self._report(Kind.MISSING, found.problem, location, ("myst", address))

    # Files of the output that are made from no page.

    def _generated_address(self, written: str) -> str | None:
        """The address in this variant of the file that ``written`` names; ``None`` if there is none."""
        addresses = output_addresses(written, page=self._page, page_address=self._address)
        if (found := next(filter(self._index.has_file, addresses), None)) is not None:
            return found
        # `landing.html` is `landing/` if the builder says so.
        names = (address.removesuffix(".html") for address in addresses if address.endswith(".html"))
        pages = (page_address(self.app, name) for name in names)
        return next((address for address in pages if self._index.has_file(address)), None)

    def _relative_in_variant(self, address: str, written: str) -> str:
        """``address`` as seen from this page, with the query and anchor of the link as written."""
        rest = re.search(r"[?#].*", written)
        return "../" * self._address.count("/") + address + (rest[0] if rest else "")

    def _absent(self, node: nodes.Element, written: str, verdict: Verdict) -> None:
        """A link to what another variant has and this one does not."""
        self._record_unresolved()
        policy = self._set.absent
        if policy in ("error", "warn"):
            text = wording.absent_text(written, verdict, self._set.names)
            self._report(Kind.ABSENT, text, node, ("myst", written), error=policy == "error")
        elif policy == "other-variant":
            found = next(verdict.targets[name] for name in self._set.names if name in verdict.targets)
            address = self._editions.address_of(found)
            if address is not None:
                reference = as_reference(node)
                set_address(reference, address)
                fill_empty_text(reference, found.title(self._indexes))
                add_variant_mark(reference, self._set[found.variant].title)
                return
        replace_by_text(node)

    # Messages and replacements.

    def _record_unresolved(self) -> None:
        UNRESOLVED_PAGES.of(self.app).add(self._page)

    def _record_assumed(self, found: LinkTarget | EditionLink) -> None:
        """Record a link to an anchor that a broken page may have, to judge it again once that is mended."""
        if found.is_assumed:
            self._record_unresolved()

    def _report(
        self,
        kind: Kind,
        text: str,
        location: nodes.Element | str,
        ignored: tuple[str, str],
        *,
        error: bool | None = None,
    ) -> None:
        self._record_unresolved()
        if ignored in set(map(tuple, self.config.nitpick_ignore)):
            return
        for type_pattern, target_pattern in self.config.nitpick_ignore_regex:
            if re.fullmatch(type_pattern, ignored[0]) and re.fullmatch(target_pattern, ignored[1]):
                return
        report(kind, text, location=location, error=error)

    def _replace_by_page_link(
        self, node: addnodes.pending_xref, target: LinkTarget, *, query: str = "", domain_class: str = ""
    ) -> None:
        self._record_assumed(target)
        replace_by_page_link(
            node,
            builder=self.app.builder,
            page=self._page,
            docname=target.docname,
            anchor=target.id,
            query=query,
            title=target.title(self._indexes),
            domain_class=domain_class,
        )

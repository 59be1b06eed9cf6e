"""Judge and resolve every internal link of a page, before Sphinx and MyST do.

What this variant has is resolved, or left to Sphinx and MyST where they know how; what it does
not have is reported once, in our words, and becomes plain words or a link to another edition.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from variantdocs.config.current import current_of
from variantdocs.crossrefs import wording
from variantdocs.crossrefs.fallback import known_to_sphinx
from variantdocs.crossrefs.indexes import indexes_of
from variantdocs.crossrefs.targets import (
    PageTarget,
    UnusableTarget,
    VariantTarget,
    address_target,
    has_scheme,
    is_variant_link,
    page_target,
    variant_target,
)
from variantdocs.crossrefs.unresolved import UNRESOLVED_PAGES
from variantdocs.crossrefs.verdicts import (
    Place,
    Verdict,
    judge_label,
    judge_page_target,
    judge_variant_target,
    pages_titled,
    place_of,
)
from variantdocs.messages import Kind, report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from variantdocs.pages.index import PageIndex

_GENERATED = re.compile(r"_|(search|genindex|py-modindex|404)(\.html)?$|(objects\.inv|searchindex\.js)$")


class LinkResolver(SphinxPostTransform):
    """Resolves links whose verdict takes all variants to tell."""

    default_priority = 5  # before MyST (9) and Sphinx (10)

    def run(self, **kwargs: Any) -> None:
        """Judge the links of the document."""
        current = current_of(self.app)
        self._set = current.variant_set
        self._variant = current.variant.name
        self._indexes: Mapping[str, PageIndex] = indexes_of(self.app)
        self._index = self._indexes[self._variant]
        self._suffixes = tuple(self.config.source_suffix)
        self._page = self.env.current_document.docname or str(self.document.get("docname", ""))
        for node in list(self.document.findall(_is_link)):
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
                return  # Sphinx knows it
            self._resolve_page(node, target)
        elif kind in (("std", "ref"), ("std", "numref"), ("std", "keyword")):
            self._judge_label(node)
        elif kind[1] == "any":
            self._judge_any(node, page)
        elif kind[0] and node.get("reftarget"):
            self._judge_object(node)

    def _judge_markdown(self, node: addnodes.pending_xref, written: str, page: str) -> None:
        """``[text](written)`` that MyST has not found to be a file."""
        if not written:
            text = node.astext()
            self._report(
                Kind.EMPTY_LINK,
                wording.empty_text(text, pages_titled(text, self._indexes), page=page),
                node,
                ("myst", written),
            )
            self._replace_by_words(node)
        elif is_variant_link(written):
            self._judge_variant_link(node, written, page)
        else:
            target = page_target(written, page=page, suffixes=self._suffixes)
            here = place_of(target.docnames, target.anchor, self._index)
            if here is not None:
                self._replace_by_link(node, here)
                return
            verdict = judge_page_target(target, self._indexes)
            if written.removeprefix("#").lower() not in self._index.labels:
                self._note_unsettled()
            if not known_to_sphinx(node, self.document):
                self._judge_name(node, written, verdict)

    def _judge_name(self, node: addnodes.pending_xref, written: str, verdict: Verdict) -> None:
        """A Markdown link that is no page of this variant and no name that Sphinx knows."""
        name = written.removeprefix("#")
        labels = judge_label(name.lower(), self._indexes)
        here = page_target(f"#{name}", page=self._page, suffixes=self._suffixes)
        anchors = judge_page_target(here, self._indexes)
        for found in (verdict, labels, anchors):
            if found.places:
                self._absent(node, written, found)
                return
        looks_like_page = "/" in written or "#" in written or written.endswith(self._suffixes)
        if looks_like_page:
            text = wording.missing_text(written, verdict)
        else:
            nearest = tuple(dict.fromkeys([*verdict.nearest, *labels.nearest, *anchors.nearest]))
            text = wording.missing_name_text(written, Verdict(places={}, nearest=nearest[:2]))
        self._report(Kind.MISSING, text, node, ("myst", written))
        self._replace_by_words(node)

    def _resolve_page(self, node: addnodes.pending_xref, target: PageTarget) -> None:
        """A link to a page, or to a place in it."""
        here = place_of(target.docnames, target.anchor, self._index)
        if here is not None:  # as nearly all are: the other variants need not be asked
            self._replace_by_link(node, here)
            return
        verdict = judge_page_target(target, self._indexes)
        if verdict.places:
            self._absent(node, target.written, verdict)
        elif node.get("reftype") == "doc" and known_to_sphinx(node, self.document):
            return
        else:
            kind = ("myst" if node.get("reftype") == "myst" else "std:doc", target.written)
            self._report(Kind.MISSING, wording.missing_text(target.written, verdict), node, kind)
            self._replace_by_words(node)

    def _judge_label(self, node: addnodes.pending_xref) -> None:
        label = node["reftarget"]
        verdict = judge_label(label, self._indexes)
        if self._variant in verdict.places:
            return  # Sphinx knows it, and says so where it has no title
        if verdict.places:
            self._absent(node, label, verdict)
        elif not known_to_sphinx(node, self.document):
            kind = (f"std:{node['reftype']}", label)
            self._report(Kind.MISSING, wording.missing_label_text(label, verdict), node, kind)
            self._replace_by_words(node)

    def _judge_any(self, node: addnodes.pending_xref, page: str) -> None:
        self._note_unsettled()
        if known_to_sphinx(node, self.document):
            return
        written = node["reftarget"]
        target = page_target(written, page=page, suffixes=self._suffixes)
        for verdict in (
            judge_page_target(target, self._indexes),
            judge_label(written.lower(), self._indexes),
            self._judge_object_name(written),
        ):
            if verdict.places:
                self._absent(node, written, verdict)
                return
        nearest = Verdict(places={}, nearest=judge_label(written.lower(), self._indexes).nearest)
        self._report(Kind.MISSING, wording.missing_name_text(written, nearest), node, ("any", written))
        self._replace_by_words(node)

    def _judge_object(self, node: addnodes.pending_xref) -> None:
        """A reference to an object: reported when only other variants have it."""
        name = node["reftarget"]
        verdict = self._judge_object_name(name)
        if not verdict.places or self._variant in verdict.places:
            return
        if not known_to_sphinx(node, self.document):
            self._absent(node, name, verdict)

    def _judge_object_name(self, name: str) -> Verdict:
        places = {
            variant: Place(variant=variant, docname=index.objects[name][0], id=index.objects[name][1])
            for variant, index in self._indexes.items()
            if name in index.objects
        }
        return Verdict(places=places)

    # Addresses.

    def _judge_reference(self, node: nodes.reference) -> None:
        address = str(node.get("refuri", ""))
        if is_variant_link(address):
            self._judge_variant_link(node, address, self._page)
        elif has_scheme(address):
            if self._set.base_url:
                found = address_target(address, base_url=self._set.base_url, variants=self._set.names)
                if found is not None and not (found.uri and _GENERATED.match(found.uri)):
                    self._resolve_in_variant(node, found)
                elif found is not None:
                    self._point(node, self._relative(found.variant, found.uri or ""), found.query)
        elif not address.startswith("#") and not _GENERATED.match(address):
            self._judge_path(node, address)

    def _judge_path(self, node: nodes.reference, address: str) -> None:
        """An address without a scheme, as reST and ``:link:`` options hold them."""
        target = page_target(address, page=self._page, suffixes=self._suffixes)
        verdict = judge_page_target(target, self._indexes)
        if self._variant in verdict.places:
            place = verdict.places[self._variant]
            uri = self.app.builder.get_relative_uri(self._page, place.docname)
            node["refuri"] = uri + (f"#{place.id}" if place.id else "")
            node["internal"] = True
            self._fill(node, place)
        elif verdict.places:
            self._absent(node, address, verdict)
        elif "/_static/" not in f"/{address}":
            self._report(Kind.MISSING, wording.missing_text(address, verdict), node, ("myst", address))
            self._replace_by_words(node)

    # Other editions.

    def _judge_variant_link(self, node: nodes.Element, written: str, page: str) -> None:
        target = variant_target(
            written,
            page=page,
            variants=self._set.names,
            groups=tuple(self._set.groups),
            suffixes=self._suffixes,
        )
        if isinstance(target, UnusableTarget):
            self._report(Kind.MISSING, f"`{written}`: {target.reason}", node, ("myst", written))
            self._replace_by_words(node)
        else:
            self._resolve_in_variant(node, target)

    def _resolve_in_variant(self, node: nodes.Element, target: VariantTarget) -> None:
        if target.variant not in self._indexes:
            self._note_unsettled()
            self._replace_by_words(node)
            return
        verdict = judge_variant_target(target, self._indexes)
        place = verdict.places.get(target.variant)
        if place is None:
            text = wording.missing_in_variant_text(target, verdict)
            self._report(Kind.MISSING, text, node, ("myst", target.written))
            self._replace_by_words(node)
            return
        address = self._address_of(place)
        if address is None:
            self._note_unsettled()
            self._replace_by_words(node, place)
            return
        reference = self._as_reference(node)
        self._point(reference, address, target.query)
        self._fill(reference, place)

    def _address_of(self, place: Place) -> str | None:
        """Where ``place`` of another edition is, seen from this page; ``None`` if nowhere."""
        uri = self._indexes[place.variant].pages[place.docname].uri
        anchor = f"#{place.id}" if place.id else ""
        if self.app.builder.name in ("html", "dirhtml"):
            return self._relative(place.variant, uri) + anchor
        if self._set.base_url:
            return f"{self._set.base_url.rstrip('/')}/{place.variant}/{uri}{anchor}"
        return None

    def _relative(self, variant: str, uri: str) -> str:
        depth = self._index.pages[self._page].uri.count("/") if self._page in self._index else 0
        return f"{'../' * (depth + 1)}{variant}/{uri}"

    def _absent(self, node: nodes.Element, written: str, verdict: Verdict) -> None:
        """A link to what this variant does not have and another has."""
        self._note_unsettled()
        policy = self._set.absent
        if policy in ("error", "warn"):
            text = wording.absent_text(written, verdict, self._set.names)
            self._report(Kind.ABSENT, text, node, ("myst", written), error=policy == "error")
        elif policy == "other-variant":
            place = next(verdict.places[name] for name in self._set.names if name in verdict.places)
            address = self._address_of(place)
            if address is not None:
                reference = self._as_reference(node)
                self._point(reference, address, "")
                self._fill(reference, place)
                title = self._set[place.variant].title
                reference += nodes.inline("", f" ({title})", classes=["variant-mark"])
                return
        self._replace_by_words(node)

    # What becomes of the node.

    def _note_unsettled(self) -> None:
        UNRESOLVED_PAGES.of(self.app).add(self._page)

    def _report(
        self,
        kind: Kind,
        text: str,
        node: nodes.Element,
        ignored: tuple[str, str],
        *,
        error: bool | None = None,
    ) -> None:
        self._note_unsettled()
        if ignored in set(map(tuple, self.config.nitpick_ignore)):
            return
        for type_pattern, target_pattern in self.config.nitpick_ignore_regex:
            if re.fullmatch(type_pattern, ignored[0]) and re.fullmatch(target_pattern, ignored[1]):
                return
        report(kind, text, location=node, error=error)

    def _replace_by_link(self, node: addnodes.pending_xref, place: Place) -> None:
        """A link within this variant, as MyST makes them."""
        classes = ["std", "std-ref" if place.id else "std-doc"]
        inner = nodes.inline("", "", classes=classes)
        if node.get("refexplicit") and node.children:
            shown = node[0]
            inner.extend(shown.children if isinstance(shown, nodes.inline) else [shown])
        else:
            inner += nodes.Text(place.title(self._indexes))
        try:
            made: nodes.Element = make_refnode(self.app.builder, self._page, place.docname, place.id, inner)
        except NoUri:
            made = inner
        if "reftitle" in node and isinstance(made, nodes.reference):
            made["reftitle"] = node["reftitle"]
        node.replace_self(made)

    def _replace_by_words(self, node: nodes.Element, place: Place | None = None) -> None:
        """The link's text without the link."""
        words = _words(node)
        if not any(
            word.astext().strip() or not isinstance(word, nodes.Text | nodes.inline) for word in words
        ):
            text = (
                place.title(self._indexes) if place else str(node.get("reftarget") or node.get("refuri", ""))
            )
            words = [nodes.Text(text)]
        node.replace_self(nodes.inline("", "", *words, classes=["unlinked"]))

    def _as_reference(self, node: nodes.Element) -> nodes.reference:
        if isinstance(node, nodes.reference):
            return node
        reference = nodes.reference("", "", *_words(node))
        reference.source, reference.line = node.source, node.line
        if "reftitle" in node:
            reference["reftitle"] = node["reftitle"]
        classes: list[str] = node.get("classes", [])
        reference["classes"] = [name for name in classes if name not in ("xref", "myst")]
        node.replace_self(reference)
        return reference

    def _point(self, reference: nodes.reference, address: str, query: str) -> None:
        path, mark, anchor = address.partition("#")
        reference["refuri"] = path + (f"?{query}" if query else "") + mark + anchor
        reference["internal"] = True

    def _fill(self, reference: nodes.reference, place: Place) -> None:
        """Give a link without a text the title of the place to which it leads."""
        if not reference.astext().strip() and not any(reference.findall(nodes.image)):
            reference.children = []
            reference += nodes.Text(place.title(self._indexes))


def _is_link(node: nodes.Node) -> bool:
    if isinstance(node, addnodes.pending_xref):
        return True
    return isinstance(node, nodes.reference) and "refuri" in node and not node.get("internal")


def _words(node: nodes.Element) -> list[nodes.Node]:
    """What the link shows, as nodes of its own."""
    children = list(node.children)
    if isinstance(node, addnodes.pending_xref) and len(children) == 1:
        child = children[0]
        if isinstance(child, nodes.inline) and not child.get("ids"):
            return list(child.children)
    return children

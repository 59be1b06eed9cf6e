"""The addresses of a site, as the file ``redirects`` writes them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from urllib.parse import quote, unquote

from variantdocs.pages.index import PageIndex
from variantdocs.suggestions import Candidates, Docnames, did_you_mean


class AddressError(ValueError):
    """An address that cannot be used; the message says why."""


class NoSuchPageError(AddressError):
    """The new page is not in the variant whose address moved."""


def file_of(address: str) -> str:
    """The file that a host serves at an address below the root, given without ``#``."""
    path = unquote(address)
    return f"{path}index.html" if path.endswith("/") or not path else path


class VariantAddresses:
    """The pages of one variant, by every spelling of their addresses."""

    def __init__(self, index: PageIndex) -> None:
        self.index = index
        self._by_file = {file_of(page.uri): docname for docname, page in index.pages.items()}
        self._anchors: dict[str, Candidates] = {}

    def address_of(self, name: str) -> str:
        """The address, not percent-encoded, of a page that may be written without its suffix."""
        if name.endswith("/") or "." in name.rpartition("/")[2]:
            return name
        return f"{name}/" if self.index.builder == "dirhtml" else f"{name}{self.index.link_suffix}"

    def page(self, name: str) -> str | None:
        """The docname of a page, written as docname or address; ``None`` if there is none."""
        if not name:
            return self.index.root
        return name if name in self.index.pages else self._by_file.get(file_of(name))

    def page_in(self, file: str) -> str | None:
        """The docname of the page whose file is ``file``; ``None`` if it is of no page."""
        return self._by_file.get(file)

    def nearest_page(self, name: str) -> str:
        """A sentence about the page whose name is nearest."""
        near = self._docnames.nearest(name.removesuffix(self.index.link_suffix))
        return f"did you mean {near[0]}?" if near else "name a page that is there, or remove the redirect"

    def with_anchor(self, docname: str, anchor: str, written: str) -> str:
        """The address of an anchor of a page; of the page if ``anchor`` is empty.

        :param written: The address as its author wrote it, for the message.
        :raises AddressError: there is no such anchor.
        """
        page = self.index.pages[docname]
        if not anchor:
            return page.uri
        found = page.anchor_id(anchor)
        if found is not None:
            return f"{page.uri}#{quote(found)}"
        if docname not in self._anchors:
            self._anchors[docname] = Candidates(page.anchors)
        near = self._anchors[docname].nearest(anchor)
        hint = f"did you mean #{near[0]}?" if near else "leave it out"
        raise AddressError(f"{written}: the page has no such anchor; {hint}")

    @cached_property
    def _docnames(self) -> Docnames:
        """Prepared once for all redirects of the variant."""
        return Docnames(self.index.pages)


class SiteAddresses:
    """The addresses of all variants."""

    def __init__(self, indexes: Mapping[str, PageIndex]) -> None:
        self._variants = {name: VariantAddresses(index) for name, index in indexes.items()}

    def old(self, written: str, variant: str) -> str:
        """The address of ``written`` from the root, not percent-encoded.

        :param variant: Below whose folder it is; empty for an address from the root.
        :raises AddressError: something else is there.
        """
        addresses = self._variants[variant] if variant else next(iter(self._variants.values()))
        path = unquote(written).removeprefix("/")
        if not path:
            raise AddressError(f"{written}: is the start page, which the redirect would hide")
        address = addresses.address_of(path)
        below = f"{variant}/{address}" if variant else address
        self._check_free(written, file_of(quote(below)))
        return below

    def _check_free(self, written: str, file: str) -> None:
        """Make sure that a redirect at ``file`` hides nothing.

        :raises AddressError: it would.
        """
        first, _, address = file.partition("/")
        if first not in self._variants:
            return
        addresses = self._variants[first]
        docname = addresses.page_in(address)
        if docname is not None:
            raise AddressError(
                f"{written}: is a page ({docname}), which the redirect would hide; "
                "remove the redirect, or the page"
            )
        if addresses.index.has_file(address):
            raise AddressError(
                f"{written}: is a file of the site, which the redirect would hide; remove the redirect"
            )

    def new(self, written: str, variant: str, moved: Collection[str]) -> str:
        """The address of ``written`` from the root, or of another site; percent-encoded.

        :param variant: The one whose address moved; empty for an address from the root.
        :param moved: The files at which there are redirects.
        :raises AddressError: it leads to nothing.
        """
        if written.startswith(("https://", "http://")):
            return written
        target, path = variant, written
        if written.startswith("variant:"):
            target, _, path = written.removeprefix("variant:").partition("/")
        elif written.startswith("/"):
            target, _, path = written[1:].partition("/")
        elif not variant:
            raise AddressError(f"{written}: a redirect from the root leads to the root; write /{written}")
        if target not in self._variants:
            known = did_you_mean(target, self._variants)
            raise AddressError(f"{written}: there is no variant {target!r}; {known}")
        path, _, anchor = path.partition("#")
        addresses = self._variants[target]
        docname = addresses.page(unquote(path))
        if docname is not None:
            return f"{target}/{addresses.with_anchor(docname, unquote(anchor), written)}"
        address = quote(f"{target}/{addresses.address_of(unquote(path))}")
        if addresses.index.has_file(unquote(path)) or file_of(address) in moved:
            return f"{address}#{anchor}" if anchor else address
        near = addresses.nearest_page(unquote(path))
        if target == variant:
            raise NoSuchPageError(f"{written}: there is no such page in this variant; {near}")
        raise AddressError(f"{written}: {target} has no such page; {near}")

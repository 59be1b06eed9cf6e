"""Parse a link as its author wrote it: which page, anchor and variant it means."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTarget:
    """A page or anchor in the variant that the link is in.

    ``docnames`` are the pages that the spelling can mean, the most likely first. ``anchor`` is
    empty for the page itself. ``query`` is kept for scripts of the page.
    """

    written: str
    docnames: tuple[str, ...]
    anchor: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantTarget:
    """A page or anchor in the edition ``variant``.

    ``docnames`` is empty for the start page. ``same_page``: the author left out the path.
    ``uri`` is the path below the variant if the link was written as an address.
    """

    written: str
    variant: str
    docnames: tuple[str, ...] = ()
    anchor: str = ""
    same_page: bool = False
    uri: str | None = None
    query: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusableTarget:
    """A link that cannot lead anywhere; ``reason`` says why and what to write instead."""

    written: str
    reason: str


Target = PageTarget | VariantTarget | UnusableTarget


def page_target(written: str, *, page: str, suffixes: Collection[str]) -> PageTarget:
    """What ``written`` means in the page ``page``.

    Understands ``page.md``, ``../dir/page``, ``../dir/``, ``/from/the/root.md``, ``page.html``,
    each with or without ``#anchor``.
    """
    path, _, anchor = written.partition("#")
    path, _, query = path.partition("?")
    path = unquote(path)
    docnames = _docnames(path, page=page, suffixes=suffixes) if path else (page,)
    return PageTarget(written=written, docnames=docnames, anchor=unquote(anchor), query=query)


def output_addresses(written: str, *, page: str, page_address: str) -> tuple[str, ...]:
    """The addresses below the variant's folder that a path can mean, as a browser reads it first.

    :param page: The docname of the page that holds the link.
    :param page_address: Its address below the variant's folder.
    """
    path = unquote(re.split("[?#]", written, maxsplit=1)[0])
    if not path:
        return ()
    if path.startswith("/"):
        joined = [path[1:]]
    else:
        joined = [posixpath.join(posixpath.dirname(base), path) for base in (page_address, page)]
    slash = "/" if path.endswith("/") else ""
    normal = [posixpath.normpath(found) + slash for found in joined if found]
    return tuple(dict.fromkeys(found for found in normal if not found.startswith("../")))


def _docnames(path: str, *, page: str, suffixes: Collection[str]) -> tuple[str, ...]:
    joined = path[1:] if path.startswith("/") else posixpath.join(posixpath.dirname(page), path)
    normal = posixpath.normpath(joined) if joined else "."
    if normal.startswith(("../", "/")) or normal == "..":
        return ()
    normal = "" if normal == "." else normal
    for suffix in (*suffixes, ".html"):
        if normal.endswith(suffix):
            return (normal.removesuffix(suffix),)
    index = posixpath.join(normal, "index")
    return (index,) if path.endswith("/") or not normal else (normal, index)


def variant_target(
    written: str, *, page: str, variants: Collection[str], groups: Collection[str], suffixes: Collection[str]
) -> VariantTarget | UnusableTarget:
    """What ``variant:…`` means; ``written`` begins with ``variant:``."""
    rest = written.partition(":")[2]
    location, _, anchor = rest.partition("#")
    name, slash, path = location.partition("/")
    if name in groups and name not in variants:
        return UnusableTarget(
            written=written,
            reason=f"{name} is a group; a link leads to one variant: {', '.join(variants)}",
        )
    if name not in variants:
        return UnusableTarget(
            written=written, reason=f"there is no variant {name!r}; there are {', '.join(variants)}"
        )
    anchor = unquote(anchor)
    if not slash:
        return VariantTarget(written=written, variant=name, docnames=(page,), anchor=anchor, same_page=True)
    if not path:
        return VariantTarget(written=written, variant=name, anchor=anchor)
    docnames = _docnames("/" + unquote(path), page=page, suffixes=suffixes)
    if not docnames or ".." in path.split("/"):
        return UnusableTarget(
            written=written, reason="the path leads out of the variant; write it from the variant's root"
        )
    return VariantTarget(written=written, variant=name, docnames=docnames, anchor=anchor)


def address_target(
    written: str, *, base_url: str, variants: Collection[str], html_suffix: str = ".html"
) -> VariantTarget | None:
    """What an address below ``base_url`` means; ``None`` for any other address."""
    found, base = urlsplit(written), urlsplit(base_url)
    base_path = base.path if base.path.endswith("/") else base.path + "/"
    if found.netloc.lower() != base.netloc.lower() or found.scheme not in ("http", "https"):
        return None
    if not found.path.startswith(base_path):
        return None
    name, _, path = found.path[len(base_path) :].partition("/")
    if name not in variants:
        return None
    path = unquote(path)
    docnames: tuple[str, ...] = ()
    if path:
        if path.endswith(html_suffix):
            docnames = (path.removesuffix(html_suffix),)
        elif path.endswith("/"):
            docnames = (f"{path}index", path.rstrip("/"))
        else:
            docnames = (path, f"{path}/index")
    return VariantTarget(
        written=written,
        variant=name,
        docnames=docnames,
        anchor=unquote(found.fragment),
        uri=path,
        query=found.query,
    )


def has_scheme(written: str) -> bool:
    """Whether ``written`` is an address rather than a path: ``https:``, ``mailto:``, ``//host``."""
    return bool(_SCHEME.match(written)) or written.startswith("//")


def is_variant_link(written: str) -> bool:
    """Whether ``written`` leads to another edition: ``variant:…``."""
    return written[:8].lower() == "variant:"

"""Find the pages that link to given addresses, by searching the written files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path

from variantdocs.file_values import FileValues

_TO_ANCHOR = re.compile(r"""href\s*=\s*["']?([^"'\s>#]+)#""")
_TO_OTHER_VARIANT = r"""href\s*=\s*["']?((?:\.\./)+(?:{names})/[^"'\s>#]*)"""


def pages_linking_to(
    *,
    pages: Iterable[tuple[str, Path, str]],
    variants: Collection[str],
    addresses: Collection[str],
    with_anchors: Collection[str],
) -> Iterator[str]:
    """The docnames of ``pages`` that link to one of the addresses.

    A page without a written file counts as linking to them.

    :param pages: docname, file, and address of each page to look at. An address is the path of a
        file or folder below the folder of all variants: ``byoc/guide/start.html``.
    :param variants: The names of the other variants.
    :param addresses: Pages of other variants for which every link counts.
    :param with_anchors: Pages for which only a link to an anchor in them counts.
    """
    wanted = {_plain(address) for address in addresses}
    wanted_with_anchors = {_plain(address) for address in with_anchors}
    links_of = _links_of_files(tuple(sorted(variants)))
    for docname, file, address in pages:
        try:
            links = links_of.of(file)
        except OSError:
            yield docname
            continue
        folder = posixpath.dirname(address)
        if any(_address(folder, link) in wanted_with_anchors for link in links.to_anchors) or any(
            _address(folder, link) in wanted for link in links.to_other_variants
        ):
            yield docname


@dataclass(frozen=True, slots=True, kw_only=True)
class _Links:
    """The links of a written file, as they stand there: to anchors of pages, and to other variants."""

    to_anchors: frozenset[str]
    to_other_variants: frozenset[str]


@lru_cache(maxsize=8)
def _links_of_files(variants: tuple[str, ...]) -> FileValues[_Links]:
    """The links of files, kept for the next build of the same process."""
    to_other = re.compile(_TO_OTHER_VARIANT.format(names="|".join(map(re.escape, variants))))

    def links_in(path: str) -> _Links:
        text = Path(path).read_text("utf-8", "replace")
        return _Links(
            to_anchors=frozenset(_TO_ANCHOR.findall(text)),
            to_other_variants=frozenset(to_other.findall(text)) if variants else frozenset(),
        )

    return FileValues(links_in)


@lru_cache(maxsize=1 << 14)
def _address(folder: str, link: str) -> str:
    return _plain(posixpath.join(folder, unescape(link).partition("?")[0]))


def _plain(address: str) -> str:
    return posixpath.normpath(address)

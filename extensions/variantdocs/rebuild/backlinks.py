"""Find the pages that link to others, by what was written of them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from html import unescape
from pathlib import Path

_TO_PLACE = re.compile(r"""href\s*=\s*["']?([^"'\s>#]+)#""")
_TO_OTHER_VARIANT = r"""href\s*=\s*["']?((?:\.\./)+(?:{names})/[^"'\s>#]*)"""


def pages_linking_to(
    *,
    pages: Iterable[tuple[str, Path, str]],
    variants: Collection[str],
    addresses: Collection[str],
    with_places: Collection[str],
) -> Iterator[str]:
    """The docnames of ``pages`` that link to one of the addresses.

    A page of which there is no file is taken to link to them.

    :param pages: docname, file, and address of each page to look at. An address is that of a file
        or folder below the folder of all variants: ``byoc/guide/start.html``.
    :param variants: The names of the other variants.
    :param addresses: Pages of other variants to which any link counts.
    :param with_places: Pages to which a link counts when it leads to a place in them.
    """
    wanted = {_plain(address) for address in addresses}
    wanted_with_places = {_plain(address) for address in with_places}
    to_other = re.compile(_TO_OTHER_VARIANT.format(names="|".join(map(re.escape, variants))))
    for docname, file, address in pages:
        try:
            text = file.read_text("utf-8", "replace")
        except OSError:
            yield docname
            continue
        if (wanted_with_places and _leads_to(_TO_PLACE, text, address, wanted_with_places)) or (
            wanted and _leads_to(to_other, text, address, wanted)
        ):
            yield docname


def _leads_to(links: re.Pattern[str], text: str, address: str, wanted: Collection[str]) -> bool:
    folder = posixpath.dirname(address)
    return any(
        _plain(posixpath.join(folder, unescape(link).partition("?")[0])) in wanted
        for link in set(links.findall(text))
    )


def _plain(address: str) -> str:
    return posixpath.normpath(address)

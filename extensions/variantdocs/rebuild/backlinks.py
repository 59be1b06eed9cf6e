"""Find the pages that link to given addresses, by searching the written files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from html import unescape
from pathlib import Path

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
    to_other = re.compile(_TO_OTHER_VARIANT.format(names="|".join(map(re.escape, variants))))
    for docname, file, address in pages:
        try:
            text = file.read_text("utf-8", "replace")
        except OSError:
            yield docname
            continue
        if (wanted_with_anchors and _leads_to(_TO_ANCHOR, text, address, wanted_with_anchors)) or (
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

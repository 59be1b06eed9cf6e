"""Decide which entries of a toctree stay in a variant."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Sequence

from variantdocs.config.patterns import matches

_EXPLICIT = re.compile(r"^(.+?)\s*<([^<]*?)>$", re.S)
_URL = re.compile(r"(https?|ftp|mailto):")
_GLOB = re.compile(r"[*?\[]")


def kept_entries(
    entries: Sequence[str],
    *,
    page: str,
    glob: bool,
    suffixes: Iterable[str],
    present: Callable[[str], bool],
    elsewhere: Iterable[str],
) -> list[bool]:
    """For each line of a toctree, whether it stays.

    An entry that no variant has stays too: Sphinx reports it.

    :param page: The docname of the page that holds the toctree.
    :param present: Whether this variant has a docname.
    :param elsewhere: The docnames that only other variants have.
    """
    absent = set(elsewhere)
    return [
        _stays(entry, page=page, glob=glob, suffixes=tuple(suffixes), present=present, absent=absent)
        for entry in entries
    ]


def entry_targets(entries: Sequence[str], *, page: str, suffixes: Iterable[str]) -> set[str]:
    """The docnames and patterns that the lines of a toctree name."""
    found = (_target(entry, page, tuple(suffixes)) for entry in entries)
    return {target for target in found if target is not None}


def names_in_text(text: str, docnames: Iterable[str], *, page: str, suffixes: Iterable[str]) -> set[str]:
    """Those of ``docnames`` that a toctree in a page's text can name.

    Each line is taken for an entry, so this may give too many, and never too few of those that are
    written in the page itself.
    """
    if "toctree" not in text:
        return set()
    targets = entry_targets([line.strip() for line in text.splitlines()], page=page, suffixes=suffixes)
    # Prose is full of brackets; they are patterns only in a toctree that says so.
    patterns = [target for target in targets if _GLOB.search(target)] if "glob" in text else []
    return {
        docname
        for docname in docnames
        if docname in targets or any(matches(pattern, docname) for pattern in patterns)
    }


def _target(entry: str, page: str, suffixes: tuple[str, ...]) -> str | None:
    """The docname or pattern of one line; ``None`` for an address, ``self`` or a blank line."""
    explicit = _EXPLICIT.match(entry)
    target = explicit[2] if explicit else entry.strip()
    if not target or target == "self" or _URL.match(target):
        return None
    for suffix in suffixes:
        if target.endswith(suffix) and not _GLOB.search(target):
            target = target.removesuffix(suffix)
            break
    return joined_docname(page, target)


def _stays(
    entry: str,
    *,
    page: str,
    glob: bool,
    suffixes: tuple[str, ...],
    present: Callable[[str], bool],
    absent: set[str],
) -> bool:
    target = _target(entry, page, suffixes)
    if target is None:
        return True
    if glob and not _EXPLICIT.match(entry) and _GLOB.search(target):
        return present(target) or not any(matches(target, docname) for docname in absent)
    return target not in absent


def joined_docname(page: str, target: str) -> str:
    """The docname that ``target`` names in ``page``, as Sphinx joins them."""
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join("/" + page, "..", target))[1:]

"""Decide which entries of a toctree stay in a variant."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from variantdocs.config.patterns import matches

_EXPLICIT = re.compile(r"^(.+?)\s*<([^<]*?)>$", re.S)
_URL = re.compile(r"(https?|ftp|mailto|variant):")
_VARIANT = re.compile(r"^(?P<title>.+?\s*<)?variant:(?!//)(?P<rest>.*)$", re.S)
_GLOB = re.compile(r"[*?\[]")
_TOCTREE = re.compile(r"(?P<fence>`{3,}|~{3,}|:{3,})\s*\{toctree\}|\btoctree::")


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


def named_docname(entry: str, *, page: str, glob: bool, suffixes: Iterable[str]) -> str | None:
    """The docname that an entry names; ``None`` for an address, ``self``, a blank line or a pattern."""
    if glob and not _EXPLICIT.match(entry) and _GLOB.search(entry):
        return None
    return _target(entry, page, tuple(suffixes))


def is_address(target: str) -> bool:
    """Whether what an entry names is an address, and not a page."""
    return _URL.match(target) is not None


def entry_targets(entries: Sequence[str], *, page: str, suffixes: Iterable[str]) -> set[str]:
    """The docnames and patterns that the lines of a toctree name."""
    found = (_target(entry, page, tuple(suffixes)) for entry in entries)
    return {target for target in found if target is not None}


def with_edition_address(entry: str) -> str:
    """``entry`` with ``variant:…`` written as an address, which Sphinx takes for one."""
    found = _VARIANT.match(entry.strip())
    if found is None:
        return entry
    if found["title"]:
        return f"{found['title']}variant://{found['rest']}"
    return f"{entry.strip()} <variant://{found['rest']}>"  # themes expect a title


def edition_entry_address(address: str) -> str:
    """The address of an entry as its author wrote it: without the ``//`` of ``variant://``."""
    return address.replace("variant://", "variant:", 1) if address.startswith("variant://") else address


def names_in_text(text: str, docnames: Iterable[str], *, page: str, suffixes: Iterable[str]) -> set[str]:
    """Those of ``docnames`` that a toctree in a page's text can name.

    May give too many, and never too few of those that are written in the page itself.
    """
    entries: list[str] = []
    patterns: set[str] = set()
    known = tuple(suffixes)
    for block in _toctree_blocks(text):
        entries += block
        if any("glob" in line for line in block):
            targets = entry_targets(block, page=page, suffixes=known)
            patterns.update(target for target in targets if _GLOB.search(target))
    names = entry_targets(entries, page=page, suffixes=known)
    return {
        docname
        for docname in docnames
        if docname in names or any(matches(pattern, docname) for pattern in patterns)
    }


def _toctree_blocks(text: str) -> Iterator[list[str]]:
    """The lines below each toctree, options and entries, without their indentation."""
    if "toctree" not in text:
        return
    lines = text.splitlines()
    for number, line in enumerate(lines):
        opening = _TOCTREE.search(line)
        if opening is None:
            continue
        fence, indent = opening["fence"], len(line) - len(line.lstrip())
        block = []
        for following in lines[number + 1 :]:
            entry = following.strip()
            if fence and entry.startswith(fence) and not entry.strip(fence[0]):
                break
            if not fence and entry and len(following) - len(following.lstrip()) <= indent:
                break
            block.append(entry)
        yield block


def _target(entry: str, page: str, suffixes: tuple[str, ...]) -> str | None:
    """The docname or pattern of one line; ``None`` for an address, ``self`` or a blank line."""
    explicit = _EXPLICIT.match(entry)
    target = explicit[2] if explicit else entry.strip()
    if not target or target == "self" or is_address(target):
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

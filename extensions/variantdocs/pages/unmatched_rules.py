"""Suggest what a ``pages:`` pattern that matches no page was meant to be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from variantdocs.config.patterns import matches
from variantdocs.suggestions import nearest

_BRACES = re.compile(r"\{([^{}]*,[^{}]*)\}")
_WILDCARD = re.compile(r"[*?\[]")


def unmatched_text(
    pattern: str, docnames: Collection[str], *, suffixes: Iterable[str], source_folder: str
) -> str:
    """The message about ``pattern``, which matches none of ``docnames``.

    :param source_folder: The name of the folder that docnames are relative to.
    """
    said = f"pages: the pattern `{pattern}` matches no page"
    if (braces := _BRACES.search(pattern)) is not None:
        before, after = pattern[: braces.start()], pattern[braces.end() :]
        rules = ", ".join(f"`{before}{part.strip()}{after}`" for part in braces[1].split(","))
        return f"{said}, because braces have no meaning in it; write a rule for each: {rules}"
    meant = _without_path_marks(pattern, suffixes, source_folder)
    for candidate in dict.fromkeys((meant, f"{meant.rstrip('/')}/**" if meant else "**")):
        if any(matches(candidate, docname) for docname in docnames):
            return f"{said}; did you mean `{candidate}`?"
        if (respelled := _in_right_case(candidate, docnames)) is not None:
            return f"{said}; did you mean `{respelled}`?"
    similar = _similar(meant, docnames)
    return f"{said}; did you mean `{similar}`?" if similar else f"{said}; correct or remove the rule"


def _without_path_marks(pattern: str, suffixes: Iterable[str], source_folder: str) -> str:
    """``pattern`` as docnames are written: no ``./``, ``/`` or source folder before, no suffix after."""
    while (shorter := pattern.removeprefix("./").removeprefix("/")) != pattern:
        pattern = shorter
    pattern = pattern.removeprefix(f"{source_folder}/")
    for suffix in suffixes:
        if pattern.endswith(suffix):
            return pattern.removesuffix(suffix)
    return pattern


def _in_right_case(pattern: str, docnames: Collection[str]) -> str | None:
    folded = pattern.casefold()
    found = next((one for one in sorted(docnames) if matches(folded, one.casefold())), None)
    if found is None:
        return None
    parts = pattern.split("/")
    for number, (written, right) in enumerate(zip(parts, found.split("/"), strict=False)):
        if _WILDCARD.search(written):
            break
        parts[number] = right
    return "/".join(parts)


def _similar(pattern: str, docnames: Collection[str]) -> str | None:
    """A page or folder with a name like that of ``pattern``."""
    wildcard = _WILDCARD.search(pattern)
    if wildcard is None:
        found = nearest(pattern, docnames)
        return found[0] if found else None
    folder, slash, _ = pattern[: wildcard.start()].rpartition("/")
    folders = {docname.rpartition("/")[0] for docname in docnames} - {""}
    if slash and folder not in folders and (found := nearest(folder, folders)):
        return f"{found[0]}{pattern[len(folder) :]}"
    before, slash, last = pattern.rpartition("/")
    names = {docname.rpartition("/")[2] for docname in docnames}
    if slash and not _WILDCARD.search(last) and last not in names and (found := nearest(last, names)):
        return f"{before}/{found[0]}"
    return None

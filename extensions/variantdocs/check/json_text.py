"""The passages of JSON files and of Sphinx's search index."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from variantdocs.check.html_text import markup_passages
from variantdocs.check.passage import Passage, Role

_SUFFIXES = (".json", ".fjson", ".map")
_INDEX = re.compile(r"\s*Search\.setIndex\((.*)\)\s*;?\s*", re.S)
_NOT_OF_PAGES = frozenset({"envversion", "objtypes", "objnames"})
"""Keys of the search index: the versions of Sphinx's domains, and the names of their object types."""


def json_file_passages(name: str, text: str) -> Iterator[Passage] | None:
    """The passages of a file that is JSON or Sphinx's search index; ``None`` if it is neither."""
    index = _INDEX.fullmatch(text) if name.endswith("searchindex.js") else None
    if index is None and not name.endswith(_SUFFIXES):
        return None
    try:
        value = json.loads(index[1] if index else text)
    except (ValueError, RecursionError):
        return None
    if index and isinstance(value, dict):
        return _index_passages(value)
    return _json_passages(value)


def _index_passages(index: Mapping[str, Any]) -> Iterator[Passage]:
    """The passages of a search index, in the form that ``sphinx.search.IndexBuilder.freeze`` gives it."""
    for key, value in index.items():
        if key in _NOT_OF_PAGES:
            continue
        if key in ("terms", "titleterms") and isinstance(value, dict):
            yield from (Passage(Role.TERM, term) for term in value)
        elif key in ("docnames", "filenames") and isinstance(value, list):
            yield from (Passage(Role.OWN_PAGE, str(name)) for name in value)
        elif key == "objects" and isinstance(value, dict):
            yield from _object_passages(value)
        elif key in ("alltitles", "indexentries") and isinstance(value, dict):
            yield from _entry_passages(value)
        else:
            yield from _json_passages(value)


def _object_passages(objects: Mapping[str, Any]) -> Iterator[Passage]:
    """The names in ``prefix → [[page, type, priority, anchor, name]]``."""
    for prefix, found in objects.items():
        for entry in found if isinstance(found, list) else ():
            match entry:
                case [_, _, _, str(anchor), str(name)]:
                    yield Passage(Role.NAME, f"{prefix}.{name}" if prefix else name)
                    if anchor not in ("", "-"):
                        yield Passage(Role.NAME, anchor)
                case _:
                    yield from _json_passages(entry)


def _entry_passages(entries: Mapping[str, Any]) -> Iterator[Passage]:
    """The titles or index entries, and the anchors, in ``text → [[page, anchor, …]]``."""
    for text, found in entries.items():
        yield from _text_passages(text)
        for entry in found if isinstance(found, list) else ():
            match entry:
                case [_, str(anchor), *_]:
                    yield Passage(Role.NAME, anchor)


def _json_passages(values: Any) -> Iterator[Passage]:
    waiting = [values]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            for key, item in value.items():
                yield from _text_passages(key)
                waiting.append(item)
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            yield from _text_passages(value)


def _text_passages(text: str) -> Iterator[Passage]:
    """The passages of a text in JSON, which may be HTML or the name of a page."""
    if "</" in text:
        yield from markup_passages(text)
    elif text:
        yield Passage(Role.TEXT, text)
        if " " not in text:
            yield Passage(Role.PAGE, text)

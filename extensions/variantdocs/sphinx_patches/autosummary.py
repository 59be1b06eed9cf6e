"""Let autosummary find the entries that pages have in each variant, and say which pages they have.

Replaces: ``sphinx.ext.autosummary.generate.find_autosummary_in_files``, while autosummary makes pages.
Why: It reads pages as they are written, where a tag ends the list of entries, and the page that it makes for
    an entry of one variant is a page of every variant. All variants make pages in the same folder.
Upstream: none.
Versions: Sphinx 8.1 to 9.2; without the function, autosummary stays as it is.
Remove when: autosummary emits ``source-read`` for the pages in which it looks for entries.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from variantdocs.env_store import AppValue

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_EXTENSION = "sphinx.ext.autosummary"
_LOCK = ".autosummary-lock"

TextsOf = Callable[[Path], Mapping[str, str]]
"""A page's file → variant → its text there."""

ENTRIES = AppValue[dict[Path, Mapping[str, frozenset[str]]]]("autosummary_entries", dict)
"""A page's file → variant → the docnames of the pages that autosummary makes for its entries."""


def find_entries_by_variant(app: Sphinx, texts_of: TextsOf) -> None:
    """Make autosummary, if the project uses it, look for entries in the text of each variant."""
    if _EXTENSION not in app.extensions:
        return
    from sphinx.ext import autosummary
    from sphinx.ext.autosummary import generate

    if not hasattr(generate, "find_autosummary_in_files"):
        return

    def make_pages(app: Sphinx) -> None:
        def find(filenames: Iterable[str | os.PathLike[str]]) -> list[Any]:
            return _find(app, [Path(app.srcdir, filename) for filename in filenames], texts_of)

        found = generate.find_autosummary_in_files
        # Each variant makes the pages of all, so that each finds the same files.
        with FileLock(Path(app.doctreedir).parent / _LOCK):
            generate.find_autosummary_in_files = find
            try:
                autosummary.process_generate_options(app)
            finally:
                generate.find_autosummary_in_files = found

    listeners = app.events.listeners["builder-inited"]
    for position, listener in enumerate(listeners):
        if listener.handler is autosummary.process_generate_options:
            listeners[position] = listener._replace(handler=make_pages)


def _find(app: Sphinx, paths: Iterable[Path], texts_of: TextsOf) -> list[Any]:
    """The entries in all variants, each once."""
    from sphinx.ext.autosummary.generate import find_autosummary_in_lines

    entries: dict[Any, None] = {}
    for path in paths:
        texts = texts_of(path)
        found = {
            text: find_autosummary_in_lines(text.splitlines(), filename=str(path))
            for text in dict.fromkeys(texts.values())
        }
        entries |= dict.fromkeys(entry for each in found.values() for entry in each)
        ENTRIES.of(app)[path] = {
            variant: frozenset(_docname(app, entry) for entry in found[text] if entry.path is not None)
            for variant, text in texts.items()
        }
    return list(entries)


def _docname(app: Sphinx, entry: Any) -> str:
    """The page that autosummary makes for an entry."""
    name = app.config.autosummary_filename_map.get(entry.name, entry.name)
    return os.path.relpath(Path(entry.path, name), app.srcdir).replace(os.sep, "/")

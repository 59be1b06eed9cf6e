"""Make the search index of a variant from parts, each of which has been built with some of its pages.

Replaces: ``load_indexer`` and ``dump_search_index`` of the HTML builder, while a part is built.
Why: Sphinx makes the index when it has written all pages, from an environment. Where the parts are put
    together there is none.
Upstream: none.
Versions: Sphinx 8.1 to 9.2.
Remove when: Sphinx merges search indexes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from sphinx.search import js_index

from variantdocs.sphinx_patches.search_index import CompleteIndexBuilder, load_index

if TYPE_CHECKING:
    from sphinx.builders import Builder

SEARCH_INDEX = "searchindex.js"
"""The file, in the folder of its variant."""


class ForeignIndexError(Exception):
    """The index is that of another extension; its text is the name of the class."""


def index_only(builder: Builder, docnames: Collection[str]) -> None:
    """Make ``builder`` collect the terms of ``docnames``, and write no index."""
    html: Any = builder
    if hasattr(builder, "load_indexer"):
        html.load_indexer = partial(load_index, html, pages=docnames)
        html.dump_search_index = _write_nothing


def index_of_part(builder: Builder) -> dict[str, Any] | None:
    """What the pages of a part add to the index, as values for JSON; ``None`` if there is no index.

    :raises ForeignIndexError: it is another extension's.
    """
    index = getattr(builder, "indexer", None)
    if index is None:
        return None
    if not isinstance(index, CompleteIndexBuilder):
        raise ForeignIndexError(f"{type(index).__module__}.{type(index).__qualname__}")
    return index.as_data()


def merged_index(parts: Sequence[Mapping[str, Any]]) -> str:
    """The text of the file :data:`SEARCH_INDEX`.

    :param parts: Those of :func:`index_of_part`, of all parts of one variant.
    """
    text: str = js_index.dumps(CompleteIndexBuilder.from_data(parts).freeze())
    return text


def _write_nothing() -> None:
    """Stands for writing the index."""

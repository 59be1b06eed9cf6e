"""Keep the search index complete from build to build.

Replaces: ``load_indexer`` and ``indexer`` of the HTML builder, with an index that keeps per page what was
    fed.
Why: Sphinx takes what it does not write again from the last ``searchindex.js``. That file holds no index
    entries by page, and keeps words that no page has any longer, so it differs from a clean build's.
Upstream: https://github.com/sphinx-doc/sphinx/issues/12599
Versions: Sphinx 8.1 to 9.2.
Remove when: the test that compares the search indexes of a clean and an incremental build passes without
    it.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.search import IndexBuilder

from variantdocs.output import write_bytes
from variantdocs.sphinx_patches.versions.older_sphinx import (
    indexed_environment,
    indexed_title,
    of_environment,
    resolved_doctree,
)

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

_BY_PAGE = ("_titles", "_filenames", "_all_titles", "_index_entries")
_BY_WORD = ("_mapping", "_title_mapping")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTerms:
    """What the index holds of one page: its own titles and index entries, and its words."""

    by_page: Mapping[str, Any]
    """The attribute of the index → its value for the page."""
    words: Mapping[str, tuple[str, ...]]
    """The attribute of the index → the words that lead to the page."""


class CompleteIndexBuilder(IndexBuilder):
    """Sphinx's index without the entries of removed pages, and always in the same order.

    Takes over the attributes of an :class:`~sphinx.search.IndexBuilder`.
    """

    def __init__(self, made: IndexBuilder) -> None:
        # The base class has initialized the index that this one replaces.
        self.__dict__.update(made.__dict__)
        for name in (*_BY_PAGE, *_BY_WORD, "_objtypes", "_objnames"):
            setattr(self, name, {})
        self.last_terms: dict[str, PageTerms] = {}
        """docname → its terms, of the page that was fed last."""

    def feed(self, docname: str, filename: Any, title: str, doctree: nodes.document) -> None:
        """Add a page, and note its terms."""
        before = self.state()
        for name in _BY_WORD:
            setattr(self, name, {})
        super().feed(docname, filename, title, doctree)
        terms = PageTerms(
            by_page={name: getattr(self, name)[docname] for name in _BY_PAGE},
            words={name: tuple(getattr(self, name)) for name in _BY_WORD},
        )
        self.restore(before)
        self.add_terms(docname, terms)
        self.last_terms = {docname: terms}

    def add_terms(self, docname: str, terms: PageTerms) -> None:
        """Add a page that was fed into another index, or in another build."""
        for name in _BY_PAGE:
            getattr(self, name)[docname] = terms.by_page[name]
        for name in _BY_WORD:
            found = getattr(self, name)
            for word in terms.words[name]:
                found.setdefault(word, set()).add(docname)

    def state(self) -> dict[str, Any]:
        """Everything that has been added."""
        return {name: getattr(self, name) for name in (*_BY_PAGE, *_BY_WORD)}

    def restore(self, state: dict[str, Any]) -> None:
        """Start from the state of another index."""
        self.__dict__.update(state)

    def add(self, state: dict[str, Any]) -> None:
        """Add what has been fed into another, of pages that are not in this one."""
        for name in _BY_PAGE:
            getattr(self, name).update(state[name])
        for name in _BY_WORD:
            found = getattr(self, name)
            for word, pages in state[name].items():
                found.setdefault(word, set()).update(pages)

    def prune(self, docnames: Iterable[str]) -> None:
        """Remove all pages but ``docnames``."""
        kept = set(docnames)
        for name in _BY_PAGE:
            found = getattr(self, name)
            setattr(self, name, {docname: found[docname] for docname in sorted(kept & found.keys())})
        for name in _BY_WORD:
            # Sets that stay as they are are not copied: all together are the largest part of an index.
            pruned = {
                word: pages if pages <= kept else pages & kept for word, pages in getattr(self, name).items()
            }
            setattr(self, name, {word: pages for word, pages in pruned.items() if pages})

    def as_data(self) -> dict[str, Any]:
        """All that the file needs, as values for JSON."""
        domains, version = indexed_environment(self)
        return {
            **{name.lstrip("_"): getattr(self, name) for name in _BY_PAGE},
            **{
                name.lstrip("_"): {word: sorted(pages) for word, pages in getattr(self, name).items()}
                for name in _BY_WORD
            },
            "domains": [
                {
                    "name": domain.name,
                    "types": {
                        name: str(domain.get_type_name(type_)) for name, type_ in domain.object_types.items()
                    },
                    # Names for readers may be translated when they are asked for.
                    "objects": [
                        (*map(str, texts), priority) for *texts, priority in sorted(domain.get_objects())
                    ],
                }
                for domain in domains.sorted()
            ],
            "versions": version,
        }

    @classmethod
    def from_data(cls, parts: Sequence[Mapping[str, Any]]) -> CompleteIndexBuilder:
        """An index of all pages of ``parts``, each from :meth:`as_data`, that can be frozen.

        The parts are of the same environment, so its objects come from the first.
        """
        index = cls.__new__(cls)
        index.__dict__.update(
            {name: {} for name in (*_BY_PAGE, *_BY_WORD)},
            **of_environment(_RecordedDomains(parts[0]["domains"]), parts[0]["versions"]),
        )
        for part in parts:
            state = {name: part[name.lstrip("_")] for name in (*_BY_PAGE, *_BY_WORD)}
            index.add(state)
        return index

    def freeze(self) -> dict[str, Any]:
        """The data to write for the browser."""
        self._index_entries = dict(sorted(self._index_entries.items()))
        # Numbered again, in the order in which the domains list their objects.
        self._objtypes, self._objnames = {}, {}
        return super().freeze()


class _RecordedDomains:
    """The domains of an environment that is not here, with what the index asks them."""

    def __init__(self, domains: Sequence[Mapping[str, Any]]) -> None:
        self._domains = [_RecordedDomain(**domain) for domain in domains]

    def sorted(self) -> Sequence[_RecordedDomain]:
        """All domains, by name."""
        return self._domains


class _RecordedDomain:
    """One of them. Its types of objects stand for themselves: each is its name for readers."""

    def __init__(self, name: str, types: Mapping[str, str], objects: Sequence[Sequence[Any]]) -> None:
        self.name, self.object_types = name, types
        self._objects = objects

    def get_objects(self) -> Sequence[Sequence[Any]]:
        """What the domain describes."""
        return self._objects

    def get_type_name(self, type_: str) -> str:
        """The name of a type for readers."""
        return type_


def complete_search_index(app: Sphinx, builder: Any) -> None:
    """Make the builder load the state that was saved here (event ``write-started``)."""
    if hasattr(builder, "load_indexer") and "load_indexer" not in vars(builder):
        builder.load_indexer = partial(load_index, builder)


def load_index(
    builder: StandaloneHTMLBuilder, docnames: Set[str], *, pages: Collection[str] | None = None
) -> None:
    """Replace ``builder.load_indexer``: load all pages but those that will be written.

    :param pages: All pages of the index, if not those of the environment.
    """
    made = builder.indexer
    if type(made) is not IndexBuilder:
        # Another extension's index, which loads itself.
        type(builder).load_indexer(builder, docnames)
        return
    index = builder.indexer = CompleteIndexBuilder(made)
    keep = set(builder.env.all_docs if pages is None else pages).difference(docnames)
    path = _state_file(builder)
    if keep:
        index.restore(_read(path))
    index.prune(keep)
    if docnames:
        # If this build is killed, the pages that it has written would be missing.
        path.unlink(missing_ok=True)
    for docname in sorted(keep - index.state()["_titles"].keys()):
        title = builder.env.longtitles.get(docname)
        if title is not None and title.astext():
            doctree = resolved_doctree(builder, docname)
            builder.index_page(docname, doctree, indexed_title(builder, title))


def load_index_later(builder: Any) -> Callable[[], None]:
    """Make ``builder`` feed the pages that it writes into an index of their own.

    :returns: Loads the other pages, and adds these; to be called before the index is written.
    """
    begun: list[tuple[IndexBuilder, Set[str]]] = []

    def begin(docnames: Set[str]) -> None:
        made = builder.indexer
        if type(made) is not IndexBuilder:
            type(builder).load_indexer(builder, docnames)
            return
        begun.append((made, docnames))
        builder.indexer = CompleteIndexBuilder(made)

    def complete() -> None:
        for made, docnames in begun:
            state = builder.indexer.state()
            builder.indexer = made
            load_index(builder, docnames)
            builder.indexer.add(state)

    if hasattr(builder, "load_indexer"):
        builder.load_indexer = begin
    return complete


def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = pickle.loads(path.read_bytes())
    except (OSError, ValueError, EOFError, pickle.UnpicklingError):
        return {}
    return found


def save_index(app: Sphinx, exception: Exception | None) -> None:
    """Save the state of the index (event ``build-finished``)."""
    index = getattr(app.builder, "indexer", None)
    if exception is None and isinstance(index, CompleteIndexBuilder):
        path = _state_file(app.builder)
        data = pickle.dumps(index.state(), pickle.HIGHEST_PROTOCOL)
        if not path.exists():
            write_bytes(path, data)


def _state_file(builder: Any) -> Path:
    return Path(builder.doctreedir, f"search-{builder.name}.pickle")

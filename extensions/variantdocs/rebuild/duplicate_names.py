"""Know which pages give the same name to two places, so that they are read together.

Sphinx keeps one of the two places, that of the page read last, and says so while it reads that
page. Were one of the two read alone, the message would be said of the other, or of none; and when one
loses the name, the other, which is not read again, would have lost it as well.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterable, Iterator
from logging.handlers import BufferingHandler
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.logging import NAMESPACE, get_node_location

from variantdocs.env_store import AppValue, PageValues
from variantdocs.rebuild.reading_order import forget_pages
from variantdocs.sphinx_patches.viewcode import documented_objects

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

OF_TWO_PAGES = "variantdocs_of_two_pages"
"""The attribute of a log record that is about a page and another."""

_Name = tuple[str, str, Any]
SHARED_NAMES: PageValues[set[str]] = PageValues("shared_names")
"""docname → the pages that define a name which that page defines too."""
_WORDS = re.compile(r"[^\s,;'\"`()\[\]]+")


def together_with(env: BuildEnvironment, docnames: Iterable[str]) -> set[str]:
    """The pages that are to be read because ``docnames`` are; without those."""
    known = SHARED_NAMES.of(env)
    start, found = set(docnames), set[str]()
    waiting = list(start)
    while waiting:
        for docname in known.get(waiting.pop(), ()):
            if docname not in found:
                found.add(docname)
                waiting.append(docname)
    return found - start


def note_same_names(env: BuildEnvironment, one: str, other: str) -> None:
    """Remember that the two pages give the same name."""
    SHARED_NAMES.of(env).setdefault(one, set()).add(other)
    SHARED_NAMES.of(env).setdefault(other, set()).add(one)


def forget_page(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget what the page shares with others (event ``env-purge-doc``): they will be read with it."""
    known = SHARED_NAMES.of(env)
    for other in known.pop(docname, ()):
        known.get(other, set()).discard(docname)


def read_together(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    """The pages to be read because others are (event ``env-get-outdated``)."""
    return together_with(env, {*added, *changed, *removed})


def before_merging(app: Sphinx) -> None:
    """To be called before pages that another process has read are merged, if some were read here."""
    DUPLICATES.of(app).remember(app.env)


class DuplicateNames(logging.Handler):
    """Finds the pages that give the same names while an application reads.

    Where one process reads both, Sphinx and its domains say so. What they say differs from domain to
    domain, and is translated; but all of them name the other page: by its path, or, some of
    Sphinx's own, by its docname.
    Where another process has read one of them, Sphinx says nothing; so names are compared, and
    both pages are read again.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__(logging.WARNING)
        self._app = app
        self._paths: dict[str, str] = {}
        self._given: dict[_Name, str] = {}
        self._unsaid: set[str] = set()
        self._said: list[tuple[str, logging.LogRecord]] = []

    def start(self, app: Sphinx, env: BuildEnvironment, docnames: object) -> None:
        """Listen while pages are read (event ``env-before-read-docs``)."""
        self._paths = {str(env.doc2path(docname)): docname for docname in env.found_docs}
        self.remember(env)
        logging.getLogger(NAMESPACE).addHandler(self)

    def stop(self, app: Sphinx, env: object) -> None:
        """Listen no longer (event ``env-updated``)."""
        logging.getLogger(NAMESPACE).removeHandler(self)

    def remember(self, env: BuildEnvironment) -> None:
        """Know the names that pages have given until now."""
        self._given = _names_of(env, env.all_docs)

    def compare(
        self, app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment
    ) -> None:
        """Look whether another process has read a page that gives a known name (``env-merge-info``)."""
        names = _names_of(other, docnames)
        for name, docname in names.items():
            before = self._given.get(name, docname)
            if before != docname:
                note_same_names(env, before, docname)
                self._unsaid |= {before, docname}
        self._given |= names

    def compare_documented(self, app: Sphinx, doctree: nodes.document) -> None:
        """Look whether a page that was just read documents what another does (``doctree-read``).

        Of that viewcode says nothing, but leads back from the code to the page read last.
        """
        env = app.env
        for name, docname in _documented(env, {env.current_document.docname}).items():
            before = self._given.get(name, docname)
            if before != docname:
                note_same_names(env, before, docname)
                if docname < before:  # which should have been read later
                    self._unsaid |= {before, docname}
            self._given[name] = docname

    def read_again(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Have Sphinx see pages of which it does not know that they give the same names, in their order."""
        docnames = sorted(self._unsaid | together_with(env, self._unsaid))
        self._take_back(docnames)
        forget_pages(app, env, docnames)
        for docname in docnames:
            app.builder.read_doc(docname)
        self._unsaid.clear()
        return docnames

    def _take_back(self, docnames: Collection[str]) -> None:
        """Drop what was said of the pages, which is kept until all are read, and will be said anew."""
        dropped = {id(record) for docname, record in self._said if docname in docnames}
        for handler in logging.getLogger(NAMESPACE).handlers:
            if isinstance(handler, BufferingHandler):
                handler.buffer[:] = [record for record in handler.buffer if id(record) not in dropped]

    def emit(self, record: logging.LogRecord) -> None:
        """Note the pages that a message names."""
        env = self._app.env
        here = env.current_document.docname or self._page_at(getattr(record, "location", None))
        if here and not record.name.startswith(f"{NAMESPACE}.variantdocs"):
            for other in set(self._named(record)) - {here}:
                note_same_names(env, here, other)
                self._said.append((here, record))
                setattr(record, OF_TWO_PAGES, True)
                if here < other:  # which should have been read later
                    self._unsaid |= {here, other}

    def _page_at(self, location: object) -> str:
        """The page of a message that another process has said."""
        if isinstance(location, tuple | list) and location:
            return str(location[0])
        shown = get_node_location(location) if isinstance(location, nodes.Node) else location
        path = str(shown or "").partition(":")[0]
        return self._paths.get(path, path if path in self._app.env.found_docs else "")

    def _named(self, record: logging.LogRecord) -> Iterator[str]:
        text = record.getMessage()
        yield from (docname for path, docname in self._paths.items() if path in text)
        if record.name.startswith(f"{NAMESPACE}.sphinx.domains."):  # elsewhere, "index" is just a word
            yield from (word for word in _WORDS.findall(text) if word in self._app.env.found_docs)


def _names_of(env: BuildEnvironment, docnames: Collection[str]) -> dict[_Name, str]:
    """(domain, kind, name) → which of ``docnames`` has given it."""
    found: dict[_Name, str] = {
        (domain, kind, name): place[0]
        for domain, data in env.domaindata.items()
        for kind, names in data.items()
        if isinstance(names, dict)
        for name, place in names.items()
        if isinstance(place, tuple) and place and isinstance(place[0], str) and place[0] in docnames
    }
    return found | _documented(env, docnames)


def _documented(env: BuildEnvironment, docnames: Collection[str]) -> dict[_Name, str]:
    """("viewcode", module, name) → the page to which the code leads back."""
    return {
        ("viewcode", module, name): docname
        for (module, name), docname in documented_objects(env, docnames).items()
    }


DUPLICATES = AppValue[DuplicateNames]("duplicate_names")
"""What finds duplicate names while an application reads."""

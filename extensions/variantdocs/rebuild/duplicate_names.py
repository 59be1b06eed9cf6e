"""Find pages that define the same name twice, and re-read them together.

Sphinx keeps the definition of the page that it reads last, and reports the duplicate there. If only one of
the two pages were read, the message would name the wrong page or be missing; and when one page drops the
name, the other page, which is not read again, would lose it as well.
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
from variantdocs.rebuild.reading_order import purge_pages
from variantdocs.sphinx_patches.versions.older_sphinx import current_docname
from variantdocs.sphinx_patches.viewcode import documented_objects

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

IS_DUPLICATE_NAME = "variantdocs_is_duplicate_name"
"""The attribute of log records about a name that two pages define."""

_Name = tuple[str, str, Any]
SHARED_NAMES: PageValues[set[str]] = PageValues("shared_names")
"""docname → the pages that define a name which that page defines too."""
_WORDS = re.compile(r"[^\s,;'\"`()\[\]]+")


def pages_sharing_names_with(env: BuildEnvironment, docnames: Iterable[str]) -> set[str]:
    """The pages to read because ``docnames`` are read; without ``docnames``."""
    known = SHARED_NAMES.of(env)
    start, found = set(docnames), set[str]()
    waiting = list(start)
    while waiting:
        for docname in known.get(waiting.pop(), ()):
            if docname not in found:
                found.add(docname)
                waiting.append(docname)
    return found - start


def record_duplicate_name(env: BuildEnvironment, one: str, other: str) -> None:
    """Record that two pages define the same name."""
    SHARED_NAMES.of(env).setdefault(one, set()).add(other)
    SHARED_NAMES.of(env).setdefault(other, set()).add(one)


def forget_page(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Remove a page's duplicate names (event ``env-purge-doc``); the other pages are read with it."""
    known = SHARED_NAMES.of(env)
    for other in known.pop(docname, ()):
        known.get(other, set()).discard(docname)


def pages_to_reread(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    """The pages to read because others are read (event ``env-get-outdated``)."""
    return pages_sharing_names_with(env, {*added, *changed, *removed})


def before_merging(app: Sphinx) -> None:
    """Record the names that were read here, before the pages of another process are merged."""
    DUPLICATES.of(app).remember(app.env)


class DuplicateNames(logging.Handler):
    """Finds pages that define the same name, while an application reads.

    If one process reads both pages, Sphinx or its domain reports the duplicate. The messages differ and are
    translated, but all name the other page: by its path, or, in some of Sphinx's domains, by its docname.
    If another process has read one of the pages, Sphinx reports nothing; so names are compared here, and both
    pages are read again.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__(logging.WARNING)
        self._app = app
        self._paths: dict[str, str] = {}
        self._defined: dict[_Name, str] = {}
        self._unreported: set[str] = set()
        self._reported: list[tuple[str, logging.LogRecord]] = []

    def start(self, app: Sphinx, env: BuildEnvironment, docnames: object) -> None:
        """Listen while pages are read (event ``env-before-read-docs``)."""
        self._paths = {str(env.doc2path(docname)): docname for docname in env.found_docs}
        self.remember(env)
        logging.getLogger(NAMESPACE).addHandler(self)

    def stop(self, app: Sphinx, env: object) -> None:
        """Stop listening (event ``env-updated``)."""
        logging.getLogger(NAMESPACE).removeHandler(self)

    def remember(self, env: BuildEnvironment) -> None:
        """Record the names that all pages define so far."""
        self._defined = _names_of(env, env.all_docs)

    def compare(
        self, app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment
    ) -> None:
        """Find known names that a page read by another process defines too (event ``env-merge-info``)."""
        names = _names_of(other, docnames)
        for name, docname in names.items():
            before = self._defined.get(name, docname)
            if before != docname:
                record_duplicate_name(env, before, docname)
                self._unreported |= {before, docname}
        self._defined |= names

    def compare_documented(self, app: Sphinx, doctree: nodes.document) -> None:
        """Find objects that another page documents as well (event ``doctree-read``).

        viewcode does not report these, but links back from the code to the page that is read last.
        """
        env = app.env
        for name, docname in _documented(env, {current_docname(env)}).items():
            before = self._defined.get(name, docname)
            if before != docname:
                record_duplicate_name(env, before, docname)
                if docname < before:  # the order in which Sphinx would have read them is the other one
                    self._unreported |= {before, docname}
            self._defined[name] = docname

    def read_again(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Read the pages with unreported duplicate names again, in order, so that Sphinx reports them."""
        docnames = sorted(self._unreported | pages_sharing_names_with(env, self._unreported))
        self._drop_reported(docnames)
        purge_pages(app, env, docnames)
        for docname in docnames:
            app.builder.read_doc(docname)
        self._unreported.clear()
        return docnames

    def _drop_reported(self, docnames: Collection[str]) -> None:
        """Drop the buffered messages about the pages, which will be reported again."""
        dropped = {id(record) for docname, record in self._reported if docname in docnames}
        for handler in logging.getLogger(NAMESPACE).handlers:
            if isinstance(handler, BufferingHandler):
                handler.buffer[:] = [record for record in handler.buffer if id(record) not in dropped]

    def emit(self, record: logging.LogRecord) -> None:
        """Record the pages that a message names."""
        env = self._app.env
        here = current_docname(env) or self._page_at(getattr(record, "location", None))
        if here and not record.name.startswith(f"{NAMESPACE}.variantdocs"):
            for other in set(self._named(record)) - {here}:
                record_duplicate_name(env, here, other)
                self._reported.append((here, record))
                setattr(record, IS_DUPLICATE_NAME, True)
                if here < other:  # the order in which Sphinx would have read them is the other one
                    self._unreported |= {here, other}

    def _page_at(self, location: object) -> str:
        """The page of a message that another process has logged."""
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
    """(domain, kind, name) → which of ``docnames`` defines it."""
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
    """("viewcode", module, name) → the page that the code links back to."""
    return {
        ("viewcode", module, name): docname
        for (module, name), docname in documented_objects(env, docnames).items()
    }


DUPLICATES = AppValue[DuplicateNames]("duplicate_names")
"""What finds duplicate names while an application reads."""

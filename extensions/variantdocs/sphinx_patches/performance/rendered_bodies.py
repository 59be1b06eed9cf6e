"""Write pages whose bodies have been rendered before, and see what the others are rendered to.

Replaces: ``get_and_resolve_doctree`` of the environment, and ``write_doc_serialized``, ``write_doc``,
    ``create_translator`` and ``_write_serial`` of the HTML builder, while one builder writes.
Why: Most pages come out the same in several variants, and in the next build. To render a body again is two
    thirds of writing its page; what stands around it differs.
Upstream: none; Sphinx keeps nothing between a doctree and a page.
Versions: Sphinx 9.0 to 9.2. With any other, every page is rendered.
Remove when: Sphinx keeps rendered bodies, or offers to write a page around one.
"""

from __future__ import annotations

import logging as std_logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

import sphinx
from docutils import nodes
from sphinx import addnodes, highlighting
from sphinx.util import logging
from sphinx.util.docutils import new_document
from sphinx.util.osutil import relative_uri

from variantdocs.sphinx_patches.search_index import CompleteIndexBuilder, PageTerms

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.transforms.post_transforms import SphinxPostTransform

_VERSIONS = ((9, 0), (9, 1), (9, 2))
_REPLACED = ("write_doc_serialized", "write_doc", "create_translator", "_write_serial")
_OWN = frozenset(("__class__", "__dict__", "walkabout"))
"""What is known of a document that has not been resolved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedBody:
    """What rendering a page has given, beside messages.

    ``fragment`` and ``meta`` are HTML. ``images`` are the paths of those that the page shows, as in the
    environment. ``terms`` are for the search index.
    """

    fragment: str
    meta: str
    has_maths: bool
    images: tuple[str, ...]
    terms: PageTerms | None


class Bodies(Protocol):
    """Where rendered bodies come from and go to."""

    def in_turn(self, docnames: Iterable[str], render_only: Callable[[Iterable[str]], None]) -> Iterator[str]:
        """``docnames`` in the order in which they are best written.

        :param render_only: Renders bodies in a process that writes no page after this.
        """

    def begin(self, docname: str) -> RenderedBody | nodes.document | None:
        """The body of a page that is about to be written; else its doctree, if that has been loaded."""

    def end(self, docname: str, body: RenderedBody | None) -> None:
        """The page has been rendered; ``None`` if there was something to report."""


def is_supported(builder: Builder) -> bool:
    """Whether pages of ``builder`` can be written around bodies that were rendered before."""
    indexer = getattr(builder, "indexer", None)
    return sphinx.version_info[:2] in _VERSIONS and (
        indexer is None or isinstance(indexer, CompleteIndexBuilder)
    )


def write_rendered_bodies(builder: StandaloneHTMLBuilder, prepare: Callable[[], Bodies | None]) -> None:
    """Make ``builder`` write pages around the bodies that were rendered before.

    :param prepare: Called before the first page is written; gives ``None`` if all are to be rendered.
    """
    write_documents = builder.write_documents

    def write(docnames: Any) -> None:
        bodies = prepare()
        if bodies is None:
            write_documents(docnames)
            return
        _PageWriter(builder, bodies).write(write_documents, docnames)

    builder.write_documents = write  # type: ignore[method-assign]


def resolve_nodes(
    builder: Builder,
    docname: str,
    links: Iterable[nodes.Element],
    transforms: Iterable[type[SphinxPostTransform]],
) -> list[nodes.Node] | None:
    """What becomes of ``links`` of the page ``docname``, which do not change.

    :param transforms: Those that resolve links, in their order.
    :returns: ``None`` if there is something to report.
    """
    env = builder.env
    document = new_document(str(env.doc2path(docname)))
    document.settings.env = env
    document.extend(nodes.container("", link.deepcopy()) for link in links)
    current, before = env.current_document, env.current_document.docname
    current.docname = docname
    try:
        with logging.suppress_logging() as records:
            for transform in transforms:
                transform(document).apply()
            for toctree in document.findall(addnodes.toctree):
                found = env.resolve_toctree(docname, builder, toctree)
                toctree.replace_self([] if found is None else found)
            if any(record.levelno >= std_logging.WARNING for record in records.buffer):
                return None
    finally:
        current.docname = before
    return document.children


def load_doctree(builder: Builder, docname: str) -> nodes.document:
    """The doctree of a page as it was read, for :meth:`Bodies.begin`."""
    cached: nodes.document | None = builder.env._write_doc_doctree_cache.get(docname)
    return builder.env.get_doctree(docname) if cached is None else cached


def custom_lexers() -> dict[str, object]:
    """The lexers that extensions have added."""
    return {**highlighting.lexers, **highlighting.lexer_classes}


class _PageWriter:
    """Stands for what one builder calls for each page."""

    def __init__(self, builder: StandaloneHTMLBuilder, bodies: Bodies) -> None:
        self._builder = builder
        self._bodies = bodies
        self._resolve = builder.env.get_and_resolve_doctree
        self._serialize = builder.write_doc_serialized
        self._write = builder.write_doc
        self._create_translator = builder.create_translator
        self._write_serial = builder._write_serial
        self._begun: WeakKeyDictionary[nodes.document, _Known | _Rendering] = WeakKeyDictionary()
        """A document that has been resolved → what becomes of it. It may be written in another process."""

    def write(self, write_documents: Callable[[Any], None], docnames: Any) -> None:
        """Have ``docnames`` written."""
        own = vars(self._builder)
        before = dict(own)
        own |= {
            "write_doc_serialized": self.write_doc_serialized,
            "write_doc": self.write_doc,
            "create_translator": self.create_translator,
            "_write_serial": self.write_serial,
        }
        env: Any = self._builder.env
        env.get_and_resolve_doctree = self.resolve
        try:
            write_documents(docnames)
        finally:
            env.get_and_resolve_doctree = self._resolve
            for name in _REPLACED:
                own.pop(name)
                if name in before:
                    own[name] = before[name]

    def write_serial(self, docnames: Sequence[str]) -> None:
        """Write the pages in the order that the bodies ask for."""
        in_turn = self._bodies.in_turn(docnames, self.render_only)
        self._write_serial(_Pages(in_turn, len(docnames)))  # type: ignore[arg-type]

    def render_only(self, docnames: Iterable[str]) -> None:
        """Render bodies; nothing is put around them, and this process writes no page after this."""
        builder: Any = self._builder
        builder.get_doc_context = _empty_context
        builder.handle_page = _write_nothing
        self._write_serial(_Pages(docnames))  # type: ignore[arg-type]

    def resolve(
        self, docname: str, builder: Builder, *, doctree: nodes.document | None = None, **options: Any
    ) -> nodes.document:
        """The resolved doctree of a page, or what stands for it."""
        if doctree is not None:
            return self._resolve(docname, builder, doctree=doctree, **options)
        found = self._bodies.begin(docname)
        if isinstance(found, RenderedBody):

            def render_after_all() -> nodes.document:
                document = self._resolve(docname, builder, **options)
                self._builder.post_process_images(document)
                return document

            document: nodes.document = RenderedDocument(render_after_all)
            self._begun[document] = _Known(body=found)
            page = new_document(str(builder.env.doc2path(docname)))
            builder._app.events.emit("doctree-resolved", page, docname)
            return document
        reports = _Reports()
        with reports:
            if docname in builder.env._write_doc_doctree_cache:
                document = self._resolve(docname, builder, **options)
            else:
                document = self._resolve(docname, builder, doctree=found, **options)
        self._begun[document] = _Rendering(reports=reports)
        return document

    def write_doc_serialized(self, docname: str, doctree: nodes.document) -> None:
        """Note the images of a page, and feed the search index."""
        builder, begun = self._builder, self._begun.get(doctree)
        if isinstance(begun, _Known):
            builder.imgpath = relative_uri(builder.get_target_uri(docname), builder.imagedir)
            builder.images.update({path: builder.env.images[path][1] for path in begun.body.images})
            if begun.body.terms is not None:
                _index(builder).add_terms(docname, begun.body.terms)
        elif begun is None:
            self._serialize(docname, doctree)
        else:
            with begun.reports:
                self._serialize(docname, doctree)
            begun.images = _images_of(builder, doctree)
            begun.terms = _index(builder).last_terms.get(docname) if builder.indexer is not None else None

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write a page, around its body."""
        begun = self._begun.get(doctree)
        with begun.reports if isinstance(begun, _Rendering) else nullcontext():
            self._write(docname, doctree)
        self._begun.pop(doctree, None)
        if isinstance(begun, _Rendering):
            self._bodies.end(docname, begun.result())

    def create_translator(self, *arguments: Any) -> Any:
        """The translator of a document; of a page, one whose result is kept or known."""
        begun = self._begun.get(arguments[0])
        if isinstance(begun, _Known):
            return _KnownResult(begun.body)
        translator = self._create_translator(*arguments)
        if begun is not None:
            begun.translator = translator
        return translator


@dataclass(slots=True, kw_only=True)
class _Known:
    """A page with a body that was rendered before."""

    body: RenderedBody


@dataclass(slots=True, kw_only=True)
class _Rendering:
    """A page that is being rendered."""

    reports: _Reports
    images: tuple[str, ...] = ()
    terms: PageTerms | None = None
    translator: Any = None

    def result(self) -> RenderedBody | None:
        """What has been rendered; ``None`` if something was reported."""
        if self.reports.any or self.translator is None:
            return None
        return RenderedBody(
            fragment="".join(self.translator.fragment),
            meta="".join(self.translator.meta[2:]),
            has_maths=getattr(self.translator, "_has_maths_elements", False),
            images=self.images,
            terms=self.terms,
        )


class _KnownResult:
    """Stands for a translator that has walked through a page."""

    def __init__(self, body: RenderedBody) -> None:
        self.fragment = [body.fragment]
        self.meta = ["", "", body.meta]
        self._has_maths_elements = body.has_maths


class RenderedDocument(nodes.document):
    """Stands for the doctree of a page that need not be rendered, and becomes it when it is looked at.

    :param resolve: Gives the doctree.
    """

    def __init__(self, resolve: Callable[[], nodes.document]) -> None:
        self.__dict__["_resolve_now"] = resolve

    def __getattribute__(self, name: str) -> Any:
        if name not in _OWN:
            given = self.__dict__
            resolve = given.pop("_resolve_now")
            made = resolve()
            self.__class__ = nodes.document  # type: ignore[assignment]
            self.__dict__ = {**made.__dict__, **given, "document": self}
            for child in made.children:
                child.parent = self
        return object.__getattribute__(self, name)  # `super()` asks for the class that this was

    def __repr__(self) -> str:
        """A name for debug messages, which show the arguments of every event."""
        return "<document>"

    def walkabout(self, visitor: Any) -> bool:
        """Do nothing for a translator that has its result."""
        if isinstance(visitor, _KnownResult):
            return False
        self.children  # noqa: B018  # makes this the doctree
        return self.walkabout(visitor)


class _Pages:
    """Pages that are not all known from the start.

    :param count: About how many they are, for Sphinx's progress.
    """

    def __init__(self, docnames: Iterable[str], count: int = 0) -> None:
        self._docnames, self._count = docnames, count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        return iter(self._docnames)


def _empty_context(*arguments: object) -> dict[str, Any]:
    """Used instead of the context of a page for the theme."""
    return {}


def _write_nothing(*arguments: object, **options: object) -> None:
    """Used instead of writing a page around its body."""


class _Reports(std_logging.Handler):
    """Notes whether anything is reported in a ``with`` block."""

    def __init__(self) -> None:
        super().__init__(std_logging.WARNING)
        self.any = False

    def emit(self, record: std_logging.LogRecord) -> None:
        """Note the report."""
        self.any = True

    def __enter__(self) -> None:
        std_logging.getLogger(logging.NAMESPACE).addHandler(self)

    def __exit__(self, *error: object) -> None:
        std_logging.getLogger(logging.NAMESPACE).removeHandler(self)


def _index(builder: Builder) -> CompleteIndexBuilder:
    index = getattr(builder, "indexer", None)
    assert isinstance(index, CompleteIndexBuilder)
    return index


def _images_of(builder: Builder, document: nodes.document) -> tuple[str, ...]:
    paths = (image.get("uri", "") for image in document.findall(nodes.image))
    return tuple(dict.fromkeys(path for path in paths if path in builder.images))

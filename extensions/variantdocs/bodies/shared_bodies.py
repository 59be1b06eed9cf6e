"""Take over the bodies that were rendered before, and keep those that are rendered now."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from variantdocs import events
from variantdocs.bodies.known_code import KnownNodes, obstacle
from variantdocs.bodies.signature import link_transforms, rendering_settings, signature
from variantdocs.bodies.store import BodyStore, Claim
from variantdocs.bodies.variant_parts import VariantParts, variant_parts
from variantdocs.config.current import current_of
from variantdocs.env_store import AppValue
from variantdocs.rebuild.stable_digest import text_digest
from variantdocs.sphinx_patches.performance.rendered_bodies import (
    RenderedBody,
    is_supported,
    load_doctree,
    write_rendered_bodies,
)
from variantdocs.sphinx_patches.versions.tested import untested_versions

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.transforms.post_transforms import SphinxPostTransform


@dataclass(slots=True, kw_only=True)
class _Begun:
    """A page that is about to be written.

    ``name`` is that of its body; empty if the body is not shared. ``body`` is there if it was rendered
    before, ``claim`` if it is to be rendered here.
    """

    name: str = ""
    files: tuple[str, ...] = ()
    doctree: nodes.document | None = None
    body: RenderedBody | None = None
    claim: Claim | None = None


RENDERED_HERE: AppValue[frozenset[str]] = AppValue("rendered_here", frozenset)
"""The pages whose bodies are rendered without a look at what other variants have.

For a few pages that takes less time, and no variant waits for another.
"""


class Helpers(Protocol):
    """Has pages rendered ahead of the process that writes them."""

    def help_with(
        self, docnames: Sequence[str], render: Callable[[Iterable[str]], None]
    ) -> AbstractContextManager[Callable[[int, bool], None]]:
        """Render some of ``docnames`` elsewhere, as long as the block lasts.

        :param render: Renders bodies, and writes no page.
        :returns: To be called with the index of each page before it is written, and with whether it has to be
            rendered.
        """


class SharedBodies:
    """The bodies that the build of one variant shares with other variants, and with the next builds.

    :param folder: The folder that all variants share.
    :param helpers: Render bodies ahead of this process; ``None`` if it renders all itself.
    """

    def __init__(self, app: Sphinx, folder: Path, *, helpers: Helpers | None = None) -> None:
        self._app = app
        self._helpers = helpers
        self._variant = current_of(app).variant.name
        self._store = BodyStore(folder, self._variant)
        self._begun: dict[str, _Begun] = {}
        self._used: dict[str, tuple[str, ...]] = {}
        self._declared: tuple[str, ...] = ()
        self._settings = ""
        self._transforms: tuple[type[SphinxPostTransform], ...] = ()
        self._known: KnownNodes | None = None

    def connect(self, *, fresh: bool) -> None:
        """Make the builder write pages around shared bodies.

        :param fresh: Without those of earlier builds. Then no process may have begun to write.
        """
        if fresh:
            self._store.clear()
        events.connect(self._app, self.share_rendering)

    def share_rendering(self, app: Sphinx, builder: Builder) -> None:
        """Share what is rendered from here on (event ``write-started``)."""
        if untested_versions():
            return
        if hasattr(builder, "write_doc_serialized") and hasattr(builder, "handle_page"):
            write_rendered_bodies(builder, self.prepare)  # type: ignore[arg-type]  # checked by its methods

    def prepare(self) -> SharedBodies | None:
        """Get ready to write pages; ``None`` if all are to be rendered."""
        app = self._app
        declared = tuple(app.config.variants_pure_extensions)
        if not is_supported(app.builder) or obstacle(app, declared):
            return None
        if self._helpers is not None:
            app.builder.parallel_ok = False  # Sphinx's processes would share no body with each other
        self._declared = declared
        return self

    def _get_ready(self) -> KnownNodes:
        """Find out on what all bodies depend, before the first that may be shared."""
        if self._known is None:
            self._settings = rendering_settings(self._app, self._declared)
            self._known = KnownNodes(self._app, self._declared)
            self._transforms = link_transforms(self._app)
        return self._known

    def finish(self) -> None:
        """Remove bodies that no variant uses any longer."""
        pages = self._app.env.all_docs
        used = {name: files for name, files in self._store.used().items() if name in pages}
        self._store.keep_only_used(used | self._used, now=time.time())

    # What the builder asks, page by page.

    def in_turn(self, docnames: Iterable[str], render_only: Callable[[Iterable[str]], None]) -> Iterator[str]:
        """The pages, those last that another process is rendering at the moment.

        Each variant has another order, so that they seldom come to the same page at the same time.
        """
        postponed = []
        order = sorted(docnames, key=lambda name: text_digest(f"{self._variant} {name}"))

        def render(docnames: Iterable[str]) -> None:
            render_only(self._to_render(docnames))

        helpers = self._helpers
        with helpers.help_with(order, render) if helpers else nullcontext(_no_help) as on_page:
            for index, docname in enumerate(order):
                begun = self._begin(docname)
                on_page(index, begun is not None and begun.claim is not None)
                if begun is None:
                    postponed.append(docname)
                else:
                    self._begun[docname] = begun
                    yield docname
            for docname in postponed:
                begun = self._begin(docname, wait=True)
                assert begun is not None
                self._begun[docname] = begun
                yield docname

    def _to_render(self, docnames: Iterable[str]) -> Iterator[str]:
        """Those of ``docnames`` whose bodies are shared, and are neither there nor in the making."""
        for docname in docnames:
            begun = self._begin(docname)
            if begun is not None and begun.claim is not None:
                self._begun[docname] = begun
                yield docname

    def begin(self, docname: str) -> RenderedBody | nodes.document | None:
        """The body of a page that is about to be written; else its doctree, if that has been loaded."""
        begun = self._begun.get(docname) or self._begin(docname, claims=False)
        assert begun is not None
        self._begun[docname] = begun
        doctree, begun.doctree = begun.doctree, None
        if begun.body is not None:
            del self._begun[docname]
            return begun.body
        return doctree

    def end(self, docname: str, body: RenderedBody | None) -> None:
        """The page has been rendered; ``None`` if there was something to report."""
        begun = self._begun.pop(docname)
        if begun.name and body is not None:
            self._store.write(begun.name, body)
        if begun.claim is not None:
            begun.claim.release()

    def _begin(self, docname: str, *, claims: bool = True, wait: bool = False) -> _Begun | None:
        """Look a page's body up, or claim it; ``None`` if another process is rendering it.

        :param claims: Whether to claim it; a process that resolves many pages before it writes one must not.
        :param wait: Wait for the other process.
        """
        if docname in RENDERED_HERE.of(self._app):
            return _Begun()
        known = self._get_ready()
        key = self._key(docname)
        doctree, parts = None, self._parts(key)
        if parts is _UNREAD:
            doctree = load_doctree(self._app.builder, docname)
            parts = variant_parts(doctree, known)
            self._store.write(f"{key}.links", parts)
        assert parts is None or isinstance(parts, VariantParts)
        found = signature(self._app, docname, parts, self._transforms) if parts is not None else None
        if found is None:
            self._used[docname] = (f"{key}.links",)
            return _Begun(doctree=doctree)
        name = f"{text_digest(f'{key} {found}')}.body"
        self._used[docname] = (f"{key}.links", name)
        claim = None
        if claims and not self._store.has(name):
            claim = self._store.claim(name, wait=wait)
            if claim is None:
                return None
        try:
            body = self._store.read(name)  # if it has been claimed, another process may just have rendered it
        except LookupError:
            return _Begun(name=name, doctree=doctree, claim=claim)
        if claim is not None:
            claim.release()
        return _Begun(name=name, body=body)

    def _key(self, docname: str) -> str:
        data = Path(self._app.doctreedir, f"{docname}.doctree").read_bytes()
        return text_digest(f"{docname} {self._settings} {hashlib.blake2b(data).hexdigest()}")

    def _parts(self, key: str) -> object:
        try:
            found: object = self._store.read(f"{key}.links")
        except LookupError:
            return _UNREAD
        return found


def _no_help(index: int, is_rendered: bool) -> None:
    """Used where there are no helpers."""


_UNREAD = object()
"""Stands for parts that have not been collected."""

"""Record which pages a build reads, checks, writes and removes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from variantdocs import events
from variantdocs.build_messages import Message
from variantdocs.paths import shown_path
from variantdocs.rebuild.build_state import repeated_messages

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass(slots=True)
class BuildRecorder:
    """The docnames of the pages that were read and written, and what else happened."""

    read: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    checked: bool = False
    removed: bool = False

    def connect(self, app: Sphinx) -> None:
        """Record the build of ``app``."""
        events.connect(
            app,
            self.record_removed,
            self.record_outdated,
            self.record_read,
            self.record_check,
            self.record_written,
        )

    @property
    def changed(self) -> bool:
        """Whether anything was read, written or removed."""
        return bool(self.read or self.written or self.removed)

    def record_outdated(self, app: Sphinx, env: object, docnames: list[str]) -> None:
        """Record the pages that are about to be read (event ``env-before-read-docs``)."""
        self.read.update(docnames)

    def record_read(self, app: Sphinx, doctree: object) -> None:
        """Record a page that was read (event ``doctree-read``)."""
        self.read.add(app.env.current_document.docname)

    def record_check(self, app: Sphinx, env: object) -> None:
        """Record that Sphinx checks all pages (event ``env-check-consistency``)."""
        self.checked = True

    def record_written(self, app: Sphinx, doctree: object, docname: str) -> None:
        """Record a page that is written (event ``doctree-resolved``)."""
        self.written.add(docname)

    def record_removed(
        self, app: Sphinx, env: object, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
        """Record whether pages are gone (event ``env-get-outdated``)."""
        self.removed = bool(removed)
        return []


def messages_to_repeat(app: Sphinx, recorder: BuildRecorder, last: Iterable[Message]) -> tuple[Message, ...]:
    """The messages of the last build about files that this one has not processed again."""
    env = app.env
    paths = {docname: shown_path(str(env.doc2path(docname))) for docname in env.all_docs}

    def files_of(docnames: Iterable[str]) -> set[str]:
        included = (name for docname in docnames for name in env.dependencies.get(docname, ()))
        return {*map(paths.__getitem__, docnames), *(shown_path(str(name)) for name in included)}

    def pages(docnames: Iterable[str]) -> set[str]:
        return {paths[docname] for docname in docnames if docname in paths}

    everything = set(paths)
    unread, unwritten = sorted(everything - recorder.read), sorted(everything - recorder.written)
    return repeated_messages(
        last,
        processed={
            "reading": pages(recorder.read),
            "checking": pages(everything) if recorder.checked else (),
            "writing": pages(recorder.written),
        },
        skipped={
            "reading": files_of(unread),
            "checking": pages(everything),
            "writing": files_of(unwritten),
        },
    )

"""Record which pages a build reads, checks, writes and removes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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
        app.connect("env-before-read-docs", self._record_outdated, priority=900)
        app.connect("doctree-read", self._record_read)
        app.connect("env-check-consistency", self._record_check)
        app.connect("doctree-resolved", self._record_written)
        app.connect("env-get-outdated", self._record_removed, priority=900)

    @property
    def changed(self) -> bool:
        """Whether anything was read, written or removed."""
        return bool(self.read or self.written or self.removed)

    def _record_outdated(self, app: Sphinx, env: object, docnames: list[str]) -> None:
        self.read.update(docnames)

    def _record_read(self, app: Sphinx, doctree: object) -> None:
        self.read.add(app.env.current_document.docname)

    def _record_check(self, app: Sphinx, env: object) -> None:
        self.checked = True

    def _record_written(self, app: Sphinx, doctree: object, docname: str) -> None:
        self.written.add(docname)

    def _record_removed(
        self, app: Sphinx, env: object, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
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

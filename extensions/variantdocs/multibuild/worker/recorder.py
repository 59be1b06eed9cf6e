"""Record which pages a build reads, checks, writes and removes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from variantdocs import events
from variantdocs.build_messages import Message, Phase
from variantdocs.rebuild.build_state import repeated_messages
from variantdocs.sphinx_patches.versions.older_sphinx import current_docname

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
        self.read.add(current_docname(app.env))

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
    """The messages of the last build about pages that this one has not processed again."""
    pages = app.env.all_docs.keys()
    done: dict[Phase, bool] = {
        "reading": bool(recorder.read),
        "checking": recorder.checked,
        "writing": recorder.changed,
    }
    return repeated_messages(
        last,
        pages=pages,
        processed={
            "reading": recorder.read,
            "checking": pages if recorder.checked else (),
            "writing": recorder.written,
        },
        repeated=[phase for phase, anything in done.items() if anything],
    )

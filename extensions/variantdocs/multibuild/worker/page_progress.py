"""Count the pages of a variant while its worker reads and writes them."""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import TYPE_CHECKING

from variantdocs import events
from variantdocs.multibuild.progress.page_counts import BuildStep, SharedPageCounts
from variantdocs.sphinx_patches.builder_steps import around_writing_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class PageProgress:
    """Shows the coordinator, through ``counts``, what the build of one application is doing."""

    def __init__(self, counts: SharedPageCounts) -> None:
        self._counts = counts
        self._process = os.getpid()
        self._is_counting = True
        counts.reset()

    def connect(self, app: Sphinx) -> None:
        """Follow the build of ``app``."""
        events.connect(
            app,
            self.begin_reading,
            self.count_read,
            self.count_read_elsewhere,
            self.end_reading,
            self.count_written,
        )
        around_writing_pages(app.builder, self.begin_writing, self.end_writing)

    def begin_reading(self, app: Sphinx, env: object, docnames: Collection[str]) -> None:
        """The pages to read here are known (event ``env-before-read-docs``)."""
        self._counts.expect_reading(len(docnames))
        self._counts.enter(BuildStep.READING)

    def count_read(self, app: Sphinx, doctree: object) -> None:
        """A page has been read (event ``doctree-read``)."""
        if os.getpid() == self._process:  # else it is counted when this process merges it
            self._counts.add_read()

    def count_read_elsewhere(
        self, app: Sphinx, env: object, docnames: Collection[str], other: object
    ) -> None:
        """A process of Sphinx's own has read pages (event ``env-merge-info``)."""
        if self._counts.now().step is BuildStep.READING:  # else another variant has read them
            self._counts.add_read(len(docnames))

    def end_reading(self, app: Sphinx, env: object) -> None:
        """All pages of this process are read (event ``env-updated``)."""
        self._counts.enter(BuildStep.WAITING)

    def begin_writing(self, docnames: Collection[str]) -> None:
        """These pages are about to be written."""
        self._counts.expect_writing(len(docnames))
        self._counts.enter(BuildStep.WRITING)

    def count_written(self, app: Sphinx, doctree: object, docname: str) -> None:
        """A page is written (event ``doctree-resolved``)."""
        if self._is_counting:
            self._counts.add_written()

    def stop(self) -> None:
        """Count no page that this process writes from here on: another writes it as well."""
        self._is_counting = False

    def end_writing(self) -> None:
        """All pages are written."""
        self._counts.enter(BuildStep.FINISHING)

    def end(self) -> None:
        """The variant is built."""
        self._counts.enter(BuildStep.DONE)

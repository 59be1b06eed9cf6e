"""Exchange read pages with the other workers, and wait until all variants have been read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from variantdocs import events
from variantdocs.build_messages import Message
from variantdocs.multibuild.protocol import (
    Channel,
    MergeShares,
    ReadDone,
    ReadPlan,
    ShareReady,
    Stop,
    WritePlan,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from variantdocs.multibuild.worker.message_collector import MessageCollector

_Answer = TypeVar("_Answer")


class BuildStoppedError(BaseException):
    """The coordinator wants no output. Not an Exception: Sphinx would wrap that in one of its own."""


class SharingSteps:
    """The worker's side of :mod:`variantdocs.multibuild.protocol`, up to the permission to write."""

    def __init__(self, app: Sphinx, channel: Channel, collector: MessageCollector) -> None:
        from variantdocs.multibuild.sharing.merge import PageMerger

        self._channel = channel
        self._collector = collector
        self._plan = ReadPlan()
        self._merger = PageMerger(app)
        self.messages: tuple[Message, ...] = ()
        """What other workers have reported about the pages merged here."""

    def connect(self, app: Sphinx) -> None:
        """Make ``app`` share its reading, and wait before it writes."""
        events.connect(app, self.leave_pages_to_others, self.merge_pages, self.wait_for_all)

    @property
    def merged(self) -> tuple[str, ...]:
        """The pages that another variant has read for this one."""
        return self._merger.docnames

    def leave_pages_to_others(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Leave the pages that others read out of ``docnames`` (event ``env-before-read-docs``)."""
        from variantdocs.multibuild.sharing.merge import outdated_pages
        from variantdocs.rebuild.reading_order import purge_pages
        from variantdocs.templating.sphinx_hooks import keep_ahead

        self._channel.send(outdated_pages(app, docnames))
        self._plan = self._answer(ReadPlan)
        left = {docname for pages in self._plan.from_others.values() for docname in pages}
        purge_pages(app, env, left)
        docnames[:] = [docname for docname in docnames if docname not in left]
        keep_ahead(app, docnames)

    def merge_pages(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Merge the pages that others have read (event ``env-updated``)."""
        from variantdocs.multibuild.sharing.merge import write_share
        from variantdocs.rebuild.reading_order import purge_pages

        if not self._plan.from_others and not self._plan.is_shared:
            return []
        self._channel.send(ShareReady(environment=write_share(app) if self._plan.is_shared else None))
        shares = self._answer(MergeShares)
        rest = self._merger.merge(self._plan.from_others, shares.environments)
        purge_pages(app, env, rest)
        for docname in rest:
            app.builder.read_doc(docname)
        # As if they had been read: Sphinx is to save the environment, and write the pages.
        return [*self._merger.docnames, *rest]

    def wait_for_all(self, app: Sphinx, env: object) -> list[str]:
        """Wait until every variant has written its index (event ``env-get-updated``)."""
        from variantdocs.multibuild.sharing.merge import remove_share

        messages = tuple(self._collector.messages)
        self._channel.send(ReadDone(pages=len(app.env.all_docs), messages=messages))
        plan = self._answer(WritePlan)
        remove_share(Path(app.doctreedir))
        self.messages = self._merger.messages(plan.messages)
        return []

    def _answer(self, kind: type[_Answer]) -> _Answer:
        """Wait for the coordinator.

        :raises BuildStoppedError: the coordinator wants no output, or is gone.
        """
        try:
            answer = self._channel.recv()
        except EOFError:
            raise BuildStoppedError from None
        if isinstance(answer, Stop):
            raise BuildStoppedError
        assert isinstance(answer, kind)
        return answer

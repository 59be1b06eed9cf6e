"""Fork processes that render bodies of pages that this process has yet to write, while processors are idle.

A helper only puts bodies where every variant finds them. The process that it helps writes each page itself,
and renders those that the helper has not, for whatever reason. So nothing depends on a helper, and nothing of
it is left but bodies.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess

from variantdocs.multibuild.idle_processors import IdleProcessors
from variantdocs.multibuild.worker.pages_ahead import PagesAhead

_WORTH_A_HELPER = 8
"""Pages left for each process: to fork one takes as long as to render one or two."""


class RenderHelpers:
    """The helpers of one process.

    :param idle: Where processors for helpers come from.
    :param on_fork: Called in each helper before it renders.
    """

    def __init__(self, idle: IdleProcessors, on_fork: Callable[[], None]) -> None:
        self._idle = idle
        self._on_fork = on_fork
        self._helpers: list[BaseProcess] = []

    @contextmanager
    def help_with(
        self, docnames: Sequence[str], render: Callable[[Iterable[str]], None]
    ) -> Iterator[Callable[[int, bool], None]]:
        """Let helpers render while the caller writes ``docnames``, until it leaves the block.

        :param render: Renders bodies, and writes no page.
        :returns: To be called with the index of each page before it is written, and with whether it has to be
            rendered: if not, helpers may have nothing to do either.
        """
        ahead = PagesAhead(docnames)

        def on_page(index: int, is_rendered: bool) -> None:
            ahead.begin(index)
            while (
                is_rendered
                and ahead.left_after(index) >= _WORTH_A_HELPER * (len(self._helpers) + 1)
                and self._idle.take()
            ):
                self._fork(ahead, render)

        try:
            yield on_page
        finally:
            ahead.stop()
            for helper in self._helpers:
                helper.join()
            self._helpers.clear()
            ahead.close()

    def _fork(self, ahead: PagesAhead, render: Callable[[Iterable[str]], None]) -> None:
        context = multiprocessing.get_context("fork")
        helper = context.Process(target=self._help, args=(ahead, render))
        helper.start()
        self._helpers.append(helper)

    def _help(self, ahead: PagesAhead, render: Callable[[Iterable[str]], None]) -> None:
        """What a helper runs."""
        gc.freeze()  # so that its collector does not copy the memory that the processes share
        self._on_fork()
        # The process that writes the page meets the same error, and reports it.
        with suppress(Exception):
            render(_taken(ahead, os.getppid()))
        self._idle.offer()


def _taken(ahead: PagesAhead, parent: int) -> Iterator[str]:
    while os.getppid() == parent and (docname := ahead.take()) is not None:
        yield docname

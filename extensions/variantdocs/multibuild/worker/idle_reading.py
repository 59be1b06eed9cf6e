"""Read the pages of one variant in several processes as soon as other variants leave processors idle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variantdocs.sphinx_patches.builder_steps import read_rest_in_parallel

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from variantdocs.multibuild.idle_processors import IdleProcessors

_WORTH_A_PROCESS = 12
"""Pages left for each process: to merge what another has read takes as long as to read a few."""


class IdleReading:
    """Has an application read in as many processes as are idle.

    :param idle: Where processors come from.
    """

    def __init__(self, idle: IdleProcessors) -> None:
        self._idle = idle
        self._taken = 0

    def connect(self, app: Sphinx) -> None:
        """Make ``app`` read so, unless an extension has to read all pages in one process."""
        if all(extension.parallel_read_safe for extension in app.extensions.values()):
            read_rest_in_parallel(app.builder, self.processes, self.end)

    def processes(self, left: int) -> int:
        """How many processes read the pages that are ``left``."""
        while left >= _WORTH_A_PROCESS * (self._taken + 2) and self._idle.take():
            self._taken += 1
        return self._taken + 1

    def end(self) -> None:
        """All pages are read: let others have the processors."""
        self._idle.offer(self._taken)
        self._taken = 0

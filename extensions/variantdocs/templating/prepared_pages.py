"""Keep pages that are prepared before they are expanded, for all variants.

Preparing is most of the work of expanding. What a process has prepared, the processes that it forks
afterwards share.
"""

from __future__ import annotations

from variantdocs.templating.expand import BrokenPage, PreparedPage, prepare
from variantdocs.templating.names import Names
from variantdocs.templating.sandbox.environment import PageEnvironment


class PreparedPages:
    """Prepared pages by their source.

    :param names: The names that the pages may use; with other names they would have to be prepared anew.
    """

    def __init__(self, names: Names) -> None:
        self.names = names
        self._environment = PageEnvironment()
        self._pages: dict[str, PreparedPage | BrokenPage] = {}

    def __len__(self) -> int:
        return len(self._pages)

    def add(self, source: str) -> None:
        """Prepare the page ``source``, its lines ending in a line feed."""
        try:
            self._pages[source] = prepare(source, self.names, self._environment)
        except BrokenPage as broken:
            self._pages[source] = BrokenPage(broken.problems)  # without the traceback and what it refers to

    def get(self, source: str) -> PreparedPage | None:
        """The page ``source``; ``None`` if it has not been prepared.

        :raises BrokenPage: it cannot be expanded in any variant.
        """
        found = self._pages.get(source)
        if isinstance(found, BrokenPage):
            raise BrokenPage(found.problems)
        return found

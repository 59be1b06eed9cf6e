"""Have the pages made again that are made of no source, when all others are.

Extensions make such pages, as :mod:`sphinx.ext.viewcode` does of modules. They may leave out one that
is newer than what it shows; but the navigation in it grows old as in any other, and nobody removes
one that is made no longer.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs import events

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class GeneratedPages:
    """The pages of no source that there are in the output of an application.

    :param known: Those that earlier builds have made.
    """

    def __init__(self, app: Sphinx, known: Iterable[str]) -> None:
        self._app = app
        self.names = set(known)
        events.connect(app, self.note)

    def remove(self) -> None:
        """Remove them all."""
        for name in self.names:
            Path(self._app.builder.get_output_path(name)).unlink(missing_ok=True)  # type: ignore[attr-defined]
        self.names.clear()

    def note(self, app: Sphinx, pagename: str, template: str, context: object, doctree: object) -> None:
        """Note a page without a source (event ``html-page-context``)."""
        if doctree is None and pagename not in app.env.all_docs:
            self.names.add(pagename)

"""Regenerate the pages without a source when all other pages are rewritten.

Extensions generate such pages, as :mod:`sphinx.ext.viewcode` does for modules. They may skip one that is
newer than the module; but its navigation goes stale like that of any page, and nothing removes a page that
is no longer generated.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from variantdocs import events
from variantdocs.sphinx_patches.versions.older_sphinx import output_path_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class GeneratedPages:
    """The pages without a source in the output of an application.

    :param known: Those that earlier builds have generated.
    """

    def __init__(self, app: Sphinx, known: Iterable[str]) -> None:
        self._app = app
        self.names = set(known)
        events.connect(app, self.record)

    def remove(self) -> None:
        """Remove them all, so that extensions generate them again."""
        output_path = output_path_of(self._app.builder)
        if output_path is not None:
            for name in self.names:
                output_path(name).unlink(missing_ok=True)
        self.names.clear()

    def record(self, app: Sphinx, pagename: str, template: str, context: object, doctree: object) -> None:
        """Record a page without a source (event ``html-page-context``)."""
        if doctree is None and pagename not in app.env.all_docs:
            self.names.add(pagename)

"""Purge what extensions stored for pages that are not merged.

When Sphinx reads in parallel, the environment to merge holds only the pages to merge, so not every extension
checks which pages these are: :mod:`sphinx.ext.viewcode` merges all modules. The environment of another
variant also holds pages that belong to that variant alone. If they were merged, one variant would publish
what belongs to the other.

Made for Sphinx 8.1 to 9.2, whose own domains and collectors merge only the pages that they are told to.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from variantdocs.sphinx_patches.loaded_environment import attach

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_CAREFUL = ("sphinx.domains.", "sphinx.environment.", "variantdocs.")
"""The modules whose domains and handlers merge only the pages that they are told to."""


def purge_other_pages(app: Sphinx, other: BuildEnvironment, docnames: Collection[str]) -> None:
    """Make the extensions of ``app`` purge all pages but ``docnames`` from the environment ``other``.

    :param other: A freshly loaded environment that nothing else uses.
    """
    listeners = sorted(app.events.listeners["env-purge-doc"], key=lambda listener: listener.priority)
    handlers = [listener.handler for listener in listeners if _is_foreign(listener.handler)]
    if not handlers and not any(_is_foreign(type(domain)) for domain in app.env.domains.values()):
        return
    mine, purged = app.env, sorted(other.all_docs.keys() - set(docnames))
    attach(other, app)
    domains = [domain for domain in other.domains.values() if _is_foreign(type(domain))]
    app.env = other  # as handlers expect
    try:
        for docname in purged:
            for handler in handlers:
                handler(app, other, docname)
            for domain in domains:
                domain.clear_doc(docname)
    finally:
        app.env = mine


def _is_foreign(owner: Any) -> bool:
    # Handlers of collectors are methods; those that conf.py defines have no module.
    module = getattr(owner, "__module__", None) or ""
    return not module.startswith(_CAREFUL)

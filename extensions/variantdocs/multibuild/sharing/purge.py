"""Let extensions forget what pages that are not taken over have left in another variant's environment.

Where Sphinx reads in parallel, the environment that is merged holds nothing new but the pages that
are merged, and not every extension looks which these are: :mod:`sphinx.ext.viewcode` takes all
modules. The environment of another variant holds the other's own pages as well. Were they merged,
one variant would publish what belongs to the other.

Made for Sphinx 9.0, whose own domains and collectors take the pages that are merged, and no more.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from variantdocs.sphinx_patches.loaded_environment import attach

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_CAREFUL = ("sphinx.domains.", "sphinx.environment.", "variantdocs.")
"""The modules of those that merge only what they should."""


def forget_other_pages(app: Sphinx, other: BuildEnvironment, docnames: Collection[str]) -> None:
    """Make the extensions of ``app`` forget all pages but ``docnames`` in the environment ``other``.

    :param other: As it was loaded; nobody else may use it.
    """
    listeners = sorted(app.events.listeners["env-purge-doc"], key=lambda listener: listener.priority)
    handlers = [listener.handler for listener in listeners if _is_foreign(listener.handler)]
    if not handlers and not any(_is_foreign(type(domain)) for domain in app.env.domains.values()):
        return
    mine, forgotten = app.env, sorted(other.all_docs.keys() - set(docnames))
    attach(other, app)
    domains = [domain for domain in other.domains.values() if _is_foreign(type(domain))]
    app.env = other  # as handlers expect
    try:
        for docname in forgotten:
            for handler in handlers:
                handler(app, other, docname)
            for domain in domains:
                domain.clear_doc(docname)
    finally:
        app.env = mine


def _is_foreign(owner: Any) -> bool:
    # The handlers of collectors are methods; what conf.py defines has no module.
    module = getattr(owner, "__module__", None) or ""
    return not module.startswith(_CAREFUL)

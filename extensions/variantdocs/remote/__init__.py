"""Show code from other repositories in a page: the ``rli`` directive.

``rli`` is all of the installed Sphinx's ``literalinclude``, for a URL. What it shows is fetched before
the pages are read, kept by content, and pinned by ``remote.lock``.

Takes a directive's argument and options, and the settings; gives text, from a folder, the cache or the
network. Must not know variants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive, its settings and what keeps its pages current to Sphinx."""
    from variantdocs.remote.sphinx_hooks import connect

    return connect(app)

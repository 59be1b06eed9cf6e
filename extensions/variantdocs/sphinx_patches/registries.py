"""Let a second Sphinx application start in a process where one has started before.

docutils keeps directives, roles and node classes in module globals, and Sphinx warns about
each that is registered twice. A process forked from a running application (`sphinx-build -b
variants`) forgets them before it makes its own. To be removed when Sphinx keeps them per
application. Made for Sphinx 9.0 and docutils 0.22; a test compares the warnings.
"""

from __future__ import annotations

from docutils.parsers.rst import directives, roles


def forget_registrations() -> None:
    """Empty the registries that applications fill; what docutils registers itself stays."""
    from sphinx.util import docutils

    directives._directives.clear()  # type: ignore[attr-defined]
    roles._roles.clear()  # type: ignore[attr-defined]
    for node in list(docutils.additional_nodes):
        docutils.unregister_node(node)

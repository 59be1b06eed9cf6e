"""Let a second Sphinx application start in a process where one has started before.

Replaces: nothing; empties the private registries of directives and roles in docutils, and Sphinx's node
    classes.
Why: docutils keeps them in module globals, and Sphinx warns about each that is registered twice. A process
    forked from a running application (``sphinx-build -b variants``) empties them before it makes its own.
Upstream: https://github.com/sphinx-doc/sphinx/issues/13608
Versions: Sphinx 8.1 to 9.2, docutils 0.21 to 0.23.
Remove when: two applications in one process give no warning; the test of ``-b variants`` compares the
    warnings.
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

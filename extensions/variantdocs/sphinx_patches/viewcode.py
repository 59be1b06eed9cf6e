"""Know which objects ``sphinx.ext.viewcode`` has found documented on which page.

Replaces: nothing; reads viewcode's private attribute of the environment.
Why: viewcode leads from the code back to one page. Where two pages document an object, that is the page
    read last, and viewcode says nothing of it; so incremental builds would differ from clean ones.
Upstream: https://github.com/sphinx-doc/sphinx/pull/8935 made the back links survive parallel reading.
Versions: Sphinx 8.1 to 9.2; without the attribute nothing is found.
Remove when: viewcode reports or orders duplicates itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from sphinx.environment import BuildEnvironment


def documented_objects(env: BuildEnvironment, docnames: Collection[str]) -> dict[tuple[str, str], str]:
    """(module, name) → which of ``docnames`` the code of the object leads back to."""
    modules: dict[str, Any] = getattr(env, "_viewcode_modules", {})
    return {
        (module, name): docname
        for module, entry in modules.items()
        if entry  # code, tags, name → page, name of the module
        for name, docname in entry[2].items()
        if docname in docnames
    }

"""Track message catalogs: which files a page is translated from, and that one process compiles them.

Sphinx records the compiled catalog as a dependency of the page before it reads the page, and drops the
record when it reads. All variants use the same compiled files.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock
from sphinx.util.i18n import docname_to_domain

from variantdocs.locale import DOMAIN, with_parent

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.util.i18n import CatalogInfo

_LOCK = ".catalogs-lock"


def catalog_files(app: Sphinx, docname: str) -> set[Path]:
    """The catalogs that the page is translated from, whether or not they exist yet.

    Among them is the one with the project's own translations of our texts, which are on every page.
    """
    config = app.config
    if not config.language or not app.builder.use_message_catalog:
        return set()
    names = [(config.language, docname_to_domain(docname, config.gettext_compact))]
    names += [(language, DOMAIN) for language in with_parent(config.language)]
    return {
        Path(app.srcdir, folder, language, "LC_MESSAGES", f"{domain}{suffix}")
        for folder in config.locale_dirs
        for language, domain in names
        for suffix in (".po", ".mo")
    }


def compile_catalogs_once(builder: Builder, folder: Path) -> None:
    """Make ``builder`` compile only the catalogs that no other process has compiled meanwhile.

    :param folder: A folder that all these processes use.
    """
    compile_all = builder.compile_catalogs

    def compile_outdated(catalogs: set[CatalogInfo], message: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / _LOCK):
            compile_all({catalog for catalog in catalogs if catalog.is_outdated()}, message)

    builder.compile_catalogs = compile_outdated  # type: ignore[method-assign]

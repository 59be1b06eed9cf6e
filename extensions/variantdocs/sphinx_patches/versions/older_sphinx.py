"""Call what older versions of Sphinx and docutils have under another name, or with other types or meanings.

Replaces: nothing.
Why: Before Sphinx 8.2 the page at hand is in ``temp_data``, ``eval_config_file`` takes a text,
    ``get_output_path`` is called ``get_outfilename``, an environment finds the registry of domains itself,
    the message about an orphan has no type, a search index refers to its environment, and a build without
    outdated pages ends after reading.
    Before 9.0 the application of a builder and of an environment is a public attribute, the files that a
    page depends on have relative names, doctrees are resolved with the builder's tags alone, and the search
    index has titles in HTML.
    An empty ``start-after`` or ``end-before`` of ``include`` means the next blank line since docutils 0.23,
    and nothing before.
Upstream: https://github.com/sphinx-doc/sphinx/pull/13151 (``current_document``)
Versions: Sphinx 8.1 to 9.2, docutils 0.21 to 0.23.
Remove when: the oldest version that is supported is newer; each branch names the version.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import docutils
import sphinx

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable, Iterable, MutableMapping

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment


def current_docname(env: BuildEnvironment) -> str:
    """The docname of the page that is read or written; empty if there is none."""
    if hasattr(env, "current_document"):  # Sphinx 8.2
        return env.current_document.docname
    values: Any = env.temp_data
    return str(values.get("docname", ""))


def current_values(env: BuildEnvironment) -> MutableMapping[str, Any]:
    """What is kept while a page is read; it begins empty for each page."""
    # Sphinx 8.2
    values: Any = env.current_document if hasattr(env, "current_document") else env.temp_data
    found: MutableMapping[str, Any] = values
    return found


def application_of(builder: Builder) -> Sphinx:
    """The application that made ``builder``."""
    app: Sphinx = builder._app if hasattr(builder, "_app") else builder.app  # Sphinx 9.0
    return app


def set_application(env: BuildEnvironment, app: Sphinx) -> None:
    """Make ``env`` the environment of ``app``."""
    setattr(env, "_app" if hasattr(type(app.env), "app") else "app", app)  # Sphinx 9.0


def output_path_of(builder: Builder) -> Callable[[str], Path] | None:
    """The function from a docname to the file that ``builder`` writes; ``None`` if it is no HTML builder."""
    if found := getattr(builder, "get_output_path", None):  # Sphinx 8.2
        return found  # type: ignore[no-any-return]
    found = getattr(builder, "get_outfilename", None)
    return None if found is None else lambda docname: Path(found(docname))


def make_dependencies_absolute(env: BuildEnvironment) -> None:
    """Name the files that pages depend on by absolute paths, as Sphinx does itself since 9.0."""
    if sphinx.version_info < (9, 0):
        for docname, paths in env.dependencies.items():
            # Joined to the source folder, a path that is absolute stays what it is.
            env.dependencies[docname] = {env.srcdir / path for path in paths}


def resolved_doctree(builder: Builder, docname: str) -> nodes.document:
    """The doctree of a page as ``builder`` writes it."""
    # Before Sphinx 9.0 the tags are always the builder's.
    options: dict[str, Any] = {"tags": builder.tags} if sphinx.version_info >= (9, 0) else {}
    return builder.env.get_and_resolve_doctree(docname, builder, **options)


def indexed_title(builder: StandaloneHTMLBuilder, title: nodes.Node) -> str:
    """The title of a page as ``builder`` enters it into the search index."""
    if sphinx.version_info >= (9, 0):
        return title.astext()
    return builder.render_partial(title)["title"]


def make_domains(env: BuildEnvironment, app: Sphinx) -> Any:
    """The domains of ``app``, with the data of ``env``."""
    container: Any = type(app.env.domains)
    if sphinx.version_info >= (8, 2):
        return container._from_environment(env, registry=app.registry)
    return container._from_environment(env)


def is_orphan_message(record: logging.LogRecord) -> bool:
    """Whether Sphinx says in ``record`` that no toctree reaches a page."""
    if sphinx.version_info >= (8, 2):
        return (getattr(record, "type", None), getattr(record, "subtype", None)) == ("toc", "not_included")
    from sphinx.locale import __

    return record.msg == __("document isn't included in any toctree")


def ends_without_outdated_pages() -> bool:
    """Whether a build in which no page is outdated copies no static files."""
    return sphinx.version_info < (8, 2)


def run_conf_file(file: Path, tags: Iterable[str]) -> dict[str, Any]:
    """Run ``conf.py``.

    :returns: The names that it defines.
    :raises sphinx.errors.ConfigError: it cannot be run.
    """
    from sphinx.config import eval_config_file
    from sphinx.util.tags import Tags

    file = file.absolute()  # Sphinx changes to its folder before it reads it
    path: Any = file if sphinx.version_info >= (8, 2) else str(file)
    return eval_config_file(path, Tags(list(tags)))


def empty_text_is_blank_line() -> bool:
    """Whether an empty ``start-after`` or ``end-before`` of reST's ``include`` means the next blank line."""
    return docutils.__version_info__ >= (0, 23)


def indexed_environment(index: Any) -> tuple[Any, Any]:
    """The domains whose objects a search index lists, and the version of its environment."""
    if sphinx.version_info < (8, 2):
        return index.env.domains, index.env.version
    return index._domains, index._env_version


def of_environment(domains: Any, version: Any) -> dict[str, Any]:
    """The attributes of a search index that :func:`indexed_environment` reads."""
    if sphinx.version_info < (8, 2):
        return {"env": SimpleNamespace(domains=domains, version=version)}
    return {"_domains": domains, "_env_version": version}

"""Call what older versions of Sphinx and docutils have under another name, or with other types or meanings.

Replaces: nothing.
Why: The page at hand is in ``temp_data`` before Sphinx 8.2. The application of a builder and of an
    environment is a public attribute before 9.0, and a deprecated one since. ``eval_config_file`` takes a
    text before 8.2, and a path since. An empty ``start-after`` or ``end-before`` of ``include`` means the
    next blank line since docutils 0.23, and nothing before.
Upstream: https://github.com/sphinx-doc/sphinx/pull/13151 (``current_document``)
Versions: Sphinx 9.0, docutils 0.22 and 0.23; the older names are kept for a wider range.
Remove when: the oldest version that is supported is newer; each branch names the version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import docutils
import sphinx

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
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


def run_conf_file(file: Path, tags: Iterable[str]) -> dict[str, Any]:
    """Run ``conf.py``.

    :returns: The names that it defines.
    :raises sphinx.errors.ConfigError: it cannot be run.
    """
    from sphinx.config import eval_config_file
    from sphinx.util.tags import Tags

    path: Any = file if sphinx.version_info >= (8, 2) else str(file)
    return eval_config_file(path, Tags(list(tags)))


def empty_text_is_blank_line() -> bool:
    """Whether an empty ``start-after`` or ``end-before`` of reST's ``include`` means the next blank line."""
    return docutils.__version_info__ >= (0, 23)

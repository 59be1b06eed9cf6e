"""Give every log record the author's file and line, and the variant.

Sphinx, MyST, docutils and extensions log with a node, a docname and a line, or a text. While a page
is parsed, these are lines of the expanded text. A filter on Sphinx's log handlers translates them as
they are logged.
"""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import get_source_line

from variantdocs.env_store import AppValue, EnvValue
from variantdocs.paths import shown_path
from variantdocs.sphinx_patches.versions.older_sphinx import current_docname, is_orphan_message
from variantdocs.templating.checks.emptied_directives import CURE, asks_for_body, block_holds_body

if TYPE_CHECKING:
    from sphinx.application import Sphinx

COLLECTS_MESSAGES = AppValue[bool]("collects_messages", bool)
"""Whether messages are collected for all variants, which are named when they are merged."""

PAGE = "variantdocs_page"
"""The attribute of log records with the page that they are about; empty if there is none."""

_LOCATION = re.compile(r"((?:[A-Za-z]:[\\/])?[^:]*)(?::(\d+))?(:.*)?", re.S)
_UNKNOWN = "<unknown>"


EARLIER_SOURCE_FOLDERS: EnvValue[list[str]] = EnvValue("earlier_source_folders", list)
"""The source folders in which pages were read before the project was moved to where it is."""


class SourceLocations(logging.Filter):
    """Adds the source location and the variant to each record, once."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self._app = app

    def filter(self, record: logging.LogRecord) -> bool:
        """Complete ``record``; drop it if one of our own messages replaces it."""
        if is_orphan_message(record):
            return False  # we say so for the variants
        if getattr(record, "variantdocs_error", False):
            self._app.statuscode = 1
        if record.levelno >= logging.WARNING and not hasattr(record, "variantdocs_located"):
            record.variantdocs_located = True
            location = getattr(record, "location", None)
            setattr(record, PAGE, self._page(location))
            record.location = self._location(location)
            record.variantdocs_follows = self._is_of_misread_line(record)
            _add_cure(record)
            if not COLLECTS_MESSAGES.of(self._app):
                self._append_variant(record)
                _write_path_into_message(record)
        return not getattr(record, "variantdocs_follows", False)

    def _is_of_misread_line(self, record: logging.LogRecord) -> bool:
        """Whether a parser reports what follows from a mistake that has been reported already."""
        from variantdocs.templating.source_lines.parse_state import parse_state_of

        location = getattr(record, "location", None)
        if not location or getattr(record, "type", None) not in ("docutils", "myst"):
            return False
        env = getattr(self._app, "env", None)
        if env is None or not current_docname(env):
            return False
        page, lines = parse_state_of(env).misread
        path, line, _ = split_location(location)
        return path == page and line in lines

    def _append_variant(self, record: logging.LogRecord) -> None:
        name = self._app.config.variant
        if not name:
            return
        message = str(record.msg)
        if record.args:
            record.msg, record.args = record.getMessage(), ()
            message = record.msg
        # An error's text ends with its kind; keep that last.
        if getattr(record, "variantdocs_error", False):
            text, _, kind = message.rpartition(" [")
            record.msg = f"{text} [{name}] [{kind}"
        else:
            record.msg = f"{message} [{name}]"

    def _page(self, location: Any) -> str:
        """The page that is read or written, or else the one that ``location`` is in."""
        env = getattr(self._app, "env", None)
        if env is None:
            return ""
        if page := current_docname(env) or getattr(self._app.builder, "current_docname", ""):
            return str(page)
        if isinstance(location, nodes.Node):
            location = get_source_line(location)[0]
        elif isinstance(location, tuple):
            location = location[0]
        if not location or location in env.all_docs:
            return location or ""
        page = env.path2doc(split_location(str(location))[0])
        return page if page in env.all_docs else ""

    def _location(self, location: Any) -> str | None:
        if isinstance(location, nodes.Node):
            source, line = get_source_line(location)
            done = _translated(location)
            return self._text(source, line, translate=not done)
        if isinstance(location, tuple):
            docname, line = location
            if not docname:
                return None
            path = self._path_of(str(docname))
            return self._text(path, int(line) if line else None, translate=True, of_text=True)
        if isinstance(location, str) and location:
            if ":" not in location:
                return shown_path(self._path_of(location))
            path, number, rest = split_location(location)
            return f"{self._text(path, number, translate=True) or _UNKNOWN}{rest}"
        return None

    def _path_of(self, docname: str) -> str:
        return (
            docname if os.sep in docname and Path(docname).is_file() else str(self._app.env.doc2path(docname))
        )

    def _text(
        self, path: str | None, line: int | None, *, translate: bool, of_text: bool = False
    ) -> str | None:
        """``path:line`` in the author's file.

        :param of_text: The line is one of the text being parsed, even if ``path`` is another file
            (in an included file, MyST names the page).
        """
        from variantdocs.templating.source_lines.parse_state import parse_state_of

        if not path or path.startswith("<"):
            return f"{path or _UNKNOWN}:{line}" if line else path or None
        env = getattr(self._app, "env", None)
        if env is not None:
            path = _moved(path, EARLIER_SOURCE_FOLDERS.of(env), str(self._app.srcdir))
        text = parse_state_of(env).text if env is not None and current_docname(env) else None
        if translate and text is not None and line is not None:
            if of_text:
                path = text.path
            if _same_file(path, text.path) and (not text.translated or of_text):
                line = text.source_line(line)
        return f"{shown_path(path)}:{line}" if line else shown_path(path)


def _add_cure(record: logging.LogRecord) -> None:
    """Say so where a block takes the body of a directive away, of which docutils only says that it lacks."""
    message = record.getMessage() if getattr(record, "type", None) == "docutils" else ""
    if not message or not asks_for_body(message):
        return
    path, line, _ = split_location(getattr(record, "location", None) or "")
    try:
        lines = Path(path).read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return
    if line is not None and line <= len(lines) and block_holds_body(lines, line):
        record.msg, record.args = f"{message.rstrip('. ')}: {CURE}", ()


def split_location(location: str) -> tuple[str, int | None, str]:
    """The path, the line and the rest of a location.

    ``mod.py:docstring of mod.f:3`` has no line, and the rest ``:docstring of mod.f:3``.
    """
    found = _LOCATION.fullmatch(location)
    assert found is not None  # the expression matches any text
    rest = found[3] or ""
    return found[1], int(found[2]) if found[2] else None, "" if rest == ":" else rest


def _write_path_into_message(record: logging.LogRecord) -> None:
    """Keep Sphinx from taking a location without a line for a docname."""
    location = getattr(record, "location", None)
    if location and ":" not in location:
        record.msg, record.args = f"{location}: {record.levelname}: {record.getMessage()}", ()
        record.location = None


def _moved(path: str, places: list[str], now: str) -> str:
    for place in places:
        if path.startswith(place + os.sep) and place != now:
            return now + path.removeprefix(place)
    return path


def _translated(node: nodes.Node) -> bool:
    found: nodes.Node | None = node
    while found is not None:
        if found.line is not None or found.source is not None:
            return getattr(found, "variantdocs_translated", False)
        found = found.parent
    return False


def _same_file(path: str, other: str) -> bool:
    return path == other or os.path.abspath(path) == os.path.abspath(other)  # noqa: PTH100


def install_source_locations(app: Sphinx) -> None:
    """Put the filter on every current handler of Sphinx, before Sphinx's own filters.

    Sphinx replaces its handlers (it buffers warnings while it reads, and reading processes have
    others), so this is repeated for each page.
    """
    for handler in logging.getLogger("sphinx").handlers:
        if not any(isinstance(found, SourceLocations) for found in handler.filters):
            handler.filters.insert(0, SourceLocations(app))

"""Make the files that are opened while a page is read dependencies of the page.

An extension should call ``note_dependency`` for each file that it reads; many do not, and then the page stays
as it is when the file changes. Python reports every file that is opened (PEP 578). Of these, the files of the
project count that only authors write.

Not recorded are files that an extension keeps in memory from another page, or reads in another process or a
library written in C, and folders that it lists.
"""

from __future__ import annotations

import inspect
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from variantdocs.pages.confinement import project_of
from variantdocs.sphinx_patches.versions.older_sphinx import current_docname

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_IMPORTING = "<frozen importlib._bootstrap_external>"
_NO_INPUT = frozenset({".git", "__pycache__", "dist-packages", "node_modules", "site-packages"})
_COMPILED = (".mo", ".pyc", ".so")


class _Recorder:
    """Gets the files that this process opens for reading; hooks cannot be removed, so there is one."""

    def __init__(self) -> None:
        self.files: set[str] | None = None
        """The files opened so far; ``None`` while none are recorded."""
        self._is_installed = False

    def install(self) -> None:
        if not self._is_installed:
            self._is_installed = True
            sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open" or self.files is None:
            return
        path, mode, flags = arguments
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if isinstance(path, str) and _is_reading(mode, flags) and not _is_importing():
            self.files.add(os.path.abspath(path))  # noqa: PTH100 - the folder may change later


_RECORDER = _Recorder()


def _is_reading(mode: str | None, flags: int | None) -> bool:
    if mode is not None:
        return "r" in mode and "+" not in mode
    return flags is None or not flags & (os.O_WRONLY | os.O_RDWR)


def _is_importing() -> bool:
    frame = inspect.currentframe()
    while frame is not None and frame.f_code.co_filename == __file__:
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename == _IMPORTING


class OpenedFiles:
    """The handlers of one application."""

    def __init__(self) -> None:
        self._since = 0

    def start_reading(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Note when reading begins (event ``env-before-read-docs``)."""
        self._since = time.time_ns()
        _RECORDER.install()

    def start_page(self, app: Sphinx, docname: str, content: list[str]) -> None:
        """Record files from here on (event ``source-read``)."""
        _RECORDER.files = set()

    def note_files(self, app: Sphinx, doctree: nodes.document) -> None:
        """Make the files that were opened dependencies of the page (event ``doctree-read``)."""
        files, _RECORDER.files = _RECORDER.files or set(), None
        known = {os.fspath(path) for path in app.env.dependencies.get(current_docname(app.env), ())}
        for path in sorted(files - known):
            if self._is_input(app, Path(path)):
                app.env.note_dependency(path)

    def _is_input(self, app: Sphinx, path: Path) -> bool:
        """Whether an author writes this file: no page, and made by no build or program."""
        built = Path(app.doctreedir).parent, Path(app.outdir)
        if any(path.is_relative_to(folder) for folder in built) or not project_of(app).holds(path):
            return False
        if path.suffix in _COMPILED or not _NO_INPUT.isdisjoint(path.parts):
            return False
        if app.env.path2doc(str(path)) in app.env.found_docs:
            return False
        try:
            return path.stat().st_mtime_ns < self._since
        except OSError:
            return False

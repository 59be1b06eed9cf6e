"""Keep the compiled templates of a builder for its next build.

Replaces: the bytecode cache of the builder's Jinja environment: Sphinx sets none.
Why: A theme has some fifty templates. To compile them takes as long as to write ten pages, in each process.
Upstream: none.
Versions: Sphinx 8.1 to 9.2.
Remove when: Sphinx sets a bytecode cache.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2 import FileSystemBytecodeCache

if TYPE_CHECKING:
    from sphinx.builders import Builder


def keep_compiled_templates(builder: Builder, folder: Path, *, clear: bool) -> None:
    """Make ``builder`` keep its compiled templates in ``folder``, and use those that are there.

    Jinja computes what is constant in a template when it compiles it, with the filters of the environment,
    so ``folder`` must belong to one variant.

    :param clear: Use none of those that are there: settings or extensions may have changed.
    """
    environment = getattr(getattr(builder, "templates", None), "environment", None)
    if environment is None:
        return
    if clear:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    environment.bytecode_cache = FileSystemBytecodeCache(str(folder), f"%s.{jinja2.__version__}")

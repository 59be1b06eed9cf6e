"""Prepare what the first written page would have to: compiled templates, patterns, lexers and locales.

Nothing is rendered, because themes keep parts of rendered pages on the application.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateError
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from variantdocs.page_metadata.sphinx_hooks import load_locale
from variantdocs.sphinx_patches.performance.option_parsers import prepare_writer_options
from variantdocs.sphinx_patches.performance.pydata_theme.edit_links import prepare_edit_links
from variantdocs.templating.sphinx_hooks import settings_with_tags

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_LANGUAGES = ("python", "console", "shell", "yaml", "json", "ini", "docker", "toml", "html", "text")
_SELECTOR = "a#b.c > d[e='f']:not(.g) + h ~ i:first-child j, k:nth-child(2)"
"""Has the parts of which selectors are made."""


_REFERENCE = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([^"']+\.html)["']""")


def warm_up(app: Sphinx) -> None:
    """Prepare this process, and those that are forked from it, for writing pages."""
    environment = getattr(getattr(app.builder, "templates", None), "environment", None)
    if environment is not None:
        for name in _templates(app):
            try:
                environment.get_template(name)
            except TemplateError:
                continue  # whoever uses it will say what is wrong
    for language in {*_LANGUAGES, app.config.highlight_language}:
        try:
            get_lexer_by_name(language)
        except ClassNotFound:
            continue
    if "soupsieve" in sys.modules:
        sys.modules["soupsieve"].compile(_SELECTOR)
    prepare_writer_options()
    prepare_edit_links(app)
    settings_with_tags(app)
    load_locale(app)


def _templates(app: Sphinx) -> Iterator[str]:
    """The templates in all folders, by name, and by the names by which others refer to them."""
    folders = [Path(app.confdir, name) for name in app.config.templates_path]
    theme = getattr(app.builder, "theme", None)
    folders += map(Path, theme.get_theme_dirs() if theme is not None else ())
    names: dict[str, None] = {}
    for folder in folders:
        for path in folder.rglob("*.html"):
            if "static" not in path.relative_to(folder).parts:
                names[path.relative_to(folder).as_posix()] = None
                names |= dict.fromkeys(_REFERENCE.findall(path.read_text("utf-8", "replace")))
    return iter(names)

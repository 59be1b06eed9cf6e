"""Compile the address of the edit links of the PyData theme once.

Replaces: ``jinja2.Template`` as the theme's ``edit_this_page`` calls it.
Why: The theme compiles the same template four times for each page: in the preview, a tenth of what it takes
    to write a page.
Upstream: none.
Versions: pydata-sphinx-theme 0.24; with any other nothing is replaced.
Remove when: the theme keeps the template.
"""

from __future__ import annotations

import importlib
import sys
from contextlib import suppress
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import jinja2
from sphinx.errors import ExtensionError

from variantdocs.sphinx_patches.performance.pydata_theme.sidebar import toctree_of_theme

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_MODULE = "pydata_sphinx_theme.edit_this_page"


def compile_edit_links_once() -> None:
    """Replace it in this process, if a project has loaded the theme; doing so twice does it once."""
    if toctree_of_theme() is not None and sys.modules.get(_MODULE) is not None:
        importlib.import_module(_MODULE).jinja2 = _JINJA  # type: ignore[attr-defined]


def prepare_edit_links(app: Sphinx) -> None:
    """Compile the template that the project's pages will use, if they have edit links."""
    if toctree_of_theme() is None or sys.modules.get(_MODULE) is None:
        return
    if not app.config.html_theme_options.get("use_edit_page_button"):
        return
    context: dict[str, Any] = {"page_source_suffix": "", **app.config.html_context}
    importlib.import_module(_MODULE).setup_edit_url(app, "", "page.html", context, None)
    with suppress(ExtensionError, jinja2.TemplateError):  # said when a page is written
        context["get_edit_provider_and_url"]()


_JINJA = SimpleNamespace(Template=lru_cache(maxsize=16)(jinja2.Template))

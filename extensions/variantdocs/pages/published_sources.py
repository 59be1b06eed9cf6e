"""Publish page sources (``html_copy_source``) as the variant shows them, and only if the project asks.

Source files hold the text of every variant, so Sphinx must not copy them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.config.current import current_of
from variantdocs.output import write_if_changed
from variantdocs.sphinx_patches.project_settings import is_set_by_project
from variantdocs.templating.sphinx_hooks import text_shown

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_SETTING = "html_copy_source"
_FOLDER = "_sources"


def default_to_no_sources(app: Sphinx, config: Config) -> None:
    """Publish no sources unless the project sets ``html_copy_source`` (event ``config-inited``)."""
    if _SETTING not in current_of(app).variant.conf and not is_set_by_project(config, _SETTING):
        config[_SETTING] = False


def keep_builder_from_copying(app: Sphinx) -> None:
    """Leave the files themselves to :func:`write_expanded_sources` (event ``builder-inited``)."""
    if getattr(app.builder, "copysource", False):
        app.builder.copysource = False  # type: ignore[attr-defined]


def write_expanded_sources(app: Sphinx, exception: Exception | None) -> None:
    """Write the expanded text of each page, and remove those of pages that are gone.

    Runs at ``build-finished``, before extensions that read the published sources.
    """
    if exception is not None or app.builder.format != "html" or not app.config[_SETTING]:
        return
    if not hasattr(app.builder, "copysource"):
        return
    folder = Path(app.outdir, _FOLDER)
    wanted = {folder / source_name(app, docname): docname for docname in app.env.all_docs}
    for path in folder.rglob("*"):
        if path.is_file() and path not in wanted:
            path.unlink()
    for path, docname in wanted.items():
        write_if_changed(path, text_shown(app, docname).encode("utf-8"))


def source_name(app: Sphinx, docname: str) -> str:
    """The file below ``_sources`` that Sphinx links to: ``guide/page.md.txt``."""
    suffix = Path(app.env.doc2path(docname, base=False)).suffix
    added = app.config.html_sourcelink_suffix
    return f"{docname}{suffix}" + (added if added != suffix else "")

"""Tell what a built variant depends on, for the watcher and for the bar on its pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.config.current import current_of
from variantdocs.paths import shown_path
from variantdocs.preview.builder.project_code import project_modules
from variantdocs.preview.builder.worker_protocol import VariantDetails
from variantdocs.preview.protocol import WatchedPaths

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def details_of(app: Sphinx, *, is_last: bool) -> VariantDetails:
    """The details of the variant that ``app`` has built.

    :param is_last: The worker will build no more.
    """
    included = {docname: _dependencies(app, docname) for docname in app.env.all_docs}
    folders = frozenset(_folders(app))
    files = {*_files(app), *(path for paths in included.values() for path in paths)}
    return VariantDetails(
        sources={
            output_file(app, docname): frozenset(
                map(shown_path, (app.env.doc2path(docname), *included[docname]))
            )
            for docname in app.env.all_docs
        },
        watched=WatchedPaths(folders=folders, files=frozenset(files)),
        is_last=is_last,
    )


def files_of_all_pages(app: Sphinx) -> WatchedPaths:
    """The files and folders that concern more than the pages that are made from them: configuration first."""
    return WatchedPaths(folders=frozenset(_folders(app)), files=frozenset(_files(app)))


def output_file(app: Sphinx, docname: str) -> str:
    """The file of a page below the folder of its variant."""
    uri = app.builder.get_target_uri(docname)
    return f"{uri}index.html" if not uri or uri.endswith("/") else uri


def _dependencies(app: Sphinx, docname: str) -> list[Path]:
    return [Path(app.srcdir, name) for name in app.env.dependencies.get(docname, ())]


def _files(app: Sphinx) -> Iterator[Path]:
    conf = Path(app.confdir)
    yield conf / "conf.py"
    yield conf / "docutils.conf"
    yield conf / app.config.rli_lock
    if variants_file := current_of(app).variant_set.path:
        yield variants_file
    yield from (conf / name for name in (app.config.html_logo, app.config.html_favicon) if name)
    yield from project_modules(tuple(sys.modules))


def _without_dots(path: Path) -> Path:
    """``source/../locales`` → ``locales``: the watcher reports changes below the path that it is given."""
    return Path(os.path.normpath(path))


def _folders(app: Sphinx) -> Iterator[Path]:
    config, conf = app.config, Path(app.confdir)
    names: Iterable[str] = (
        *(*config.templates_path, *config.html_static_path, *config.html_extra_path, *config.html_theme_path),
        *config.rli_local.values(),
    )
    # Only catalogs are found from the source folder.
    catalogs = (Path(app.srcdir, name) for name in config.locale_dirs)
    for path in map(_without_dots, (*(conf / name for name in names), *catalogs)):
        if path.is_file():
            yield path.parent
        else:
            yield path
    for package in {name.partition(".")[0] for name in app.extensions}:
        for file in project_modules((package,)):
            if file.name == "__init__.py":
                yield file.parent

"""Find the source files of all pages of the project.

``exclude_patterns`` may differ by variant, so a variant may not find a page that another one has.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.project import Project

from variantdocs.config.current import current_of
from variantdocs.env_store import EnvValue
from variantdocs.paths import relative_name

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from variantdocs.config.variants import Variant

_SELECTING = ("exclude_patterns", "include_patterns")

SOURCE_PATHS: EnvValue[Mapping[str, str]] = EnvValue("source_paths", dict)
"""docname → file relative to the source folder, for every page that any variant finds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFiles:
    """Every page that a variant finds: docname → file, and docname → the variants that do not find it."""

    paths: Mapping[str, Path]
    not_found_by: Mapping[str, frozenset[str]]

    def without(self, docnames: Set[str]) -> SourceFiles:
        """The same without ``docnames``."""
        return replace(
            self, paths={docname: path for docname, path in self.paths.items() if docname not in docnames}
        )

    def relative_to(self, folder: str | os.PathLike[str]) -> dict[str, str]:
        """docname → file, relative to ``folder``."""
        return {docname: relative_name(path, folder) for docname, path in self.paths.items()}


def find_source_files(app: Sphinx) -> SourceFiles:
    """The source files of the project, found by the settings of each variant."""
    env, current = app.env, current_of(app)
    paths = {docname: Path(env.doc2path(docname)) for docname in env.found_docs}
    found = {current.variant.name: frozenset(env.found_docs)}
    by_selection: dict[str, frozenset[str]] = {repr(_selection(app, current.variant)): frozenset(paths)}
    for variant in current.variant_set.variants:
        selection = _selection(app, variant)
        if repr(selection) not in by_selection:
            project = Project(app.srcdir, app.config.source_suffix)
            exclude, include = selection
            ignored = [*exclude, *app.config.templates_path, *app.builder.get_asset_paths()]
            docnames = project.discover(ignored, include)
            by_selection[repr(selection)] = frozenset(docnames)
            paths.update(
                {docname: Path(project.doc2path(docname, True)) for docname in docnames - paths.keys()}
            )
        found[variant.name] = by_selection[repr(selection)]
    return SourceFiles(
        paths=dict(sorted(paths.items())),
        not_found_by={
            docname: lacking
            for docname in paths
            if (lacking := frozenset(name for name, docnames in found.items() if docname not in docnames))
        },
    )


def _selection(app: Sphinx, variant: Variant) -> tuple[Any, ...]:
    """The values of ``exclude_patterns`` and ``include_patterns`` for ``variant``."""
    config, current = app.config, current_of(app)
    if variant == current.variant:
        return tuple(config[name] for name in _SELECTING)
    return tuple(
        config[name]
        if name in config.overrides
        else variant.conf.get(name, current.replaced_settings.get(name, config[name]))
        for name in _SELECTING
    )

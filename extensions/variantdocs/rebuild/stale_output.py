"""Remove output files that no page needs any longer.

Sphinx never removes an output file: neither the page of a removed source, nor an image or download that no
page uses, nor the index of a domain that has become empty.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.env_store import AppValue
from variantdocs.paths import relative_name
from variantdocs.sphinx_patches.versions.older_sphinx import output_path_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from sphinx.application import Sphinx

_PAGE_FILES: AppValue[dict[str, str]] = AppValue("page_files", dict)
"""docname → its file below the output folder."""


class StaleOutput:
    """The output files of the pages before a build, to compare with those after it."""

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        self._all_indices = [
            f"{domain.name}-{index.name}" for domain in app.env.domains.sorted() for index in domain.indices
        ]
        self._before = self._files() | self._pages(self._all_indices)

    def remove(self) -> None:
        """Remove the files that belonged to a page before the build and to none now."""
        # Sphinx keeps the .buildinfo of a build with other settings.
        for name in (self._before - self._files()) | {".buildinfo.bak"}:
            Path(self._app.outdir, name).unlink(missing_ok=True)

    def _files(self) -> set[str]:
        env, builder = self._app.env, self._app.builder
        # Before it writes, a builder has no list; Sphinx 8 ends before that if there is nothing to do.
        prepared = vars(builder).get("domain_indices")
        indices = self._all_indices if prepared is None else [index[0] for index in prepared]
        images = {f"{getattr(builder, 'imagedir', '_images')}/{name}" for _, name in env.images.values()}
        downloads = {f"_downloads/{name}" for _, name in env.dlfiles.values()}
        return self._pages((*env.all_docs, *indices)) | images | downloads

    def _pages(self, names: Collection[str]) -> set[str]:
        builder = self._app.builder
        if output_path := output_path_of(builder):  # HTML builders
            known = _PAGE_FILES.of(self._app)
            for name in names:
                if name not in known:
                    known[name] = relative_name(output_path(name), self._app.outdir)
            return {known[name] for name in names}
        if suffix := getattr(builder, "out_suffix", ""):  # those that write a text for each page
            return {f"{name}{suffix}" for name in names}
        return set()

"""Remove from Sphinx's output folder what a page left there that is gone.

Sphinx never removes an output file: neither the page of a removed source, nor an image or a
download that no page names any longer, nor the index of a domain that has nothing left to list.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx


class Leftovers:
    """Compares what pages there are before and after a build."""

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        indices = [
            f"{domain.name}-{index.name}" for domain in app.env.domains.sorted() for index in domain.indices
        ]
        self._before = self._files() | self._pages(indices)

    def remove(self) -> None:
        """Remove the files that had a page before the build and have none now."""
        # Sphinx keeps the notes of a build with other settings beside those of this one.
        for name in (self._before - self._files()) | {".buildinfo.bak"}:
            Path(self._app.outdir, name).unlink(missing_ok=True)

    def _files(self) -> set[str]:
        env, builder = self._app.env, self._app.builder
        indices = [index[0] for index in getattr(builder, "domain_indices", ())]
        images = {f"{getattr(builder, 'imagedir', '_images')}/{name}" for _, name in env.images.values()}
        downloads = {f"_downloads/{name}" for _, name in env.dlfiles.values()}
        return self._pages((*env.all_docs, *indices)) | images | downloads

    def _pages(self, names: Iterable[str]) -> set[str]:
        builder = self._app.builder
        if outfile := getattr(builder, "get_output_path", None):  # HTML builders
            return {str(Path(outfile(name)).relative_to(self._app.outdir)) for name in names}
        if suffix := getattr(builder, "out_suffix", ""):  # those that write a text for each page
            return {f"{name}{suffix}" for name in names}
        return set()

"""Remove from Sphinx's output folder what a page left there that is gone.

Sphinx never removes an output file: neither the page of a removed source, nor an image or a
download that no page names any longer.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Leftovers:
    """Compares what pages there are before and after a build."""

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        self._before = self._files()

    def remove(self) -> None:
        """Remove the files that had a page before the build and have none now."""
        # Sphinx keeps the notes of a build with other settings beside those of this one.
        for name in (self._before - self._files()) | {".buildinfo.bak"}:
            Path(self._app.outdir, name).unlink(missing_ok=True)

    def _files(self) -> set[str]:
        env, builder = self._app.env, self._app.builder
        outfile = getattr(builder, "get_output_path", None)  # HTML builders
        pages = (
            {str(Path(outfile(docname)).relative_to(self._app.outdir)) for docname in env.all_docs}
            if outfile
            else set()
        )
        images = {f"{getattr(builder, 'imagedir', '_images')}/{name}" for _, name in env.images.values()}
        downloads = {f"_downloads/{name}" for _, name in env.dlfiles.values()}
        return pages | images | downloads

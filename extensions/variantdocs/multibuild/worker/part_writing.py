"""Make the build of a variant write a part of its pages only, and record what the part holds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs import events
from variantdocs.errors import OutputError
from variantdocs.multibuild.parts.record import PartRecord
from variantdocs.rebuild.stable_digest import digest

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from variantdocs.build_messages import Message
    from variantdocs.multibuild.parts.part import Part
    from variantdocs.rebuild.page_fingerprints import PageFingerprints


class PartWriting:
    """The build of one part by one application, which reads all pages."""

    def __init__(self, app: Sphinx, part: Part) -> None:
        self._app, self._part = app, part
        self._pages: frozenset[str] | None = None

    def connect(self) -> None:
        """Make the application write the part only."""
        events.connect(self._app, self.leave_pages_to_other_parts)

    def leave_pages_to_other_parts(self, app: Sphinx, builder: Builder) -> None:
        """Divide the pages, and remove those of other parts (event ``write-started``)."""
        from variantdocs.sphinx_patches.builder_steps import write_only
        from variantdocs.sphinx_patches.search_parts import index_only
        from variantdocs.sphinx_patches.versions.older_sphinx import output_path_of

        env = app.env
        sizes = {docname: Path(env.doc2path(docname)).stat().st_size for docname in env.all_docs}
        self._pages = self._part.pages(sizes)
        output_path = output_path_of(builder)
        assert output_path is not None
        for docname in env.all_docs.keys() - self._pages:
            output_path(docname).unlink(missing_ok=True)
        write_only(builder, self._pages)
        index_only(builder, self._pages)

    def messages(self, messages: Iterable[Message]) -> tuple[Message, ...]:
        """``messages`` without those of earlier builds about writing pages that other parts have now."""
        pages = self._pages
        return tuple(
            message
            for message in messages
            if message.phase != "writing" or pages is None or not message.page or message.page in pages
        )

    def record(self, fingerprints: PageFingerprints) -> PartRecord | None:
        """What the part holds, once it is written; ``None`` if there was nothing to write.

        :raises OutputError: the search index cannot be put together from parts.
        """
        from variantdocs.page_metadata.sphinx_hooks import PAGE_DATES
        from variantdocs.rebuild.toolchain import tool_versions
        from variantdocs.sphinx_patches.search_parts import ForeignIndexError, index_of_part

        if self._pages is None:
            return None  # before Sphinx 8.2, such a build ends early
        try:
            search = index_of_part(self._app.builder)
        except ForeignIndexError as error:
            raise OutputError(
                f"the search index is made by {error}, so it cannot be put together from parts; "
                "build the whole variant in one job"
            ) from None
        targets = {
            variant: {docname: (target.page, target.within) for docname, target in pages.items()}
            for variant, pages in fingerprints.targets.items()
        }
        dates = PAGE_DATES.of(self._app).pages
        return PartRecord(
            part=self._part,
            pages=tuple(sorted(self._pages)),
            tools=tool_versions(self._app),
            shown=digest((fingerprints.site_wide, fingerprints.absent, targets, fingerprints.broken, dates)),
            search=search,
        )

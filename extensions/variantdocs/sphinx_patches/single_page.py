"""Read and write one page beside a build, and leave nothing in its folders.

Replaces: ``doctreedir``, ``search`` and ``get_output_path`` of the builder, in a process that ends after one
    page.
Why: The preview shows a page in another way than a build does. ``Builder.read_doc`` and ``write_doc`` put
    what they make where builds look for it.
Upstream: none.
Versions: Sphinx 9.0 to 9.2. With any other, the preview keeps nothing in memory.
Remove when: a builder can read and write a page without files.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.build_phase import BuildPhase
from sphinx.util.docutils import LoggingReporter

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def read_page(app: Sphinx, docname: str, folder: Path) -> nodes.document:
    """The doctree of a page, read again; what it leaves on the environment stays there."""
    builder, env = app.builder, app.env
    builder.phase = BuildPhase.READING
    builder.doctreedir = type(builder.doctreedir)(folder)
    builder.read_doc(docname)
    return env._write_doc_doctree_cache.pop(docname)


def write_page(app: Sphinx, docname: str, document: nodes.document, folder: Path) -> str:
    """The HTML of a page, from a doctree that has not been resolved."""
    builder, env, file = app.builder, app.env, folder / "page.html"
    builder.phase = BuildPhase.RESOLVING
    builder.search = False  # type: ignore[attr-defined]
    builder.get_output_path = lambda name: file  # type: ignore[attr-defined]
    builder.prepare_writing({docname})
    document.settings.env = env
    document.reporter = LoggingReporter(str(env.doc2path(docname)))
    resolved = env.get_and_resolve_doctree(docname, builder, tags=builder.tags, doctree=document)
    builder.phase = BuildPhase.WRITING
    builder.write_doc_serialized(docname, resolved)
    builder.write_doc(docname, resolved)
    return file.read_text("utf-8")

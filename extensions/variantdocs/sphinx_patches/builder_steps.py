"""Leave out or change steps that Sphinx's builders always take.

Replaces: ``Builder.read`` and ``Builder.write``, which Sphinx marks as final, in the builder ``variants``;
    ``finish``, ``prepare_writing``, ``copy_assets``, ``write_documents`` and ``_read_serial`` of the builder
    of one variant, and ``render`` of its templates.
Why: The application of ``-b variants`` must neither read nor write pages: those of the variants do. A
    variant in which nothing has changed must not write its indices and static files again. No event says
    which pages are about to be written, or that they are. Sphinx decides once, before it reads, in how many
    processes; here processors become idle while it does. Links in
    sidebars and headers come from toctrees and options through functions of each theme: only the rendered
    page shows them all.
Upstream: none; a builder cannot say that it has no pages, or that there is nothing to finish. For links in
    toctrees, https://github.com/sphinx-doc/sphinx/issues/701.
Versions: Sphinx 8.1 to 9.2.
Remove when: builders can decline both, and there is an event for a rendered page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.builders import Builder

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable


class PagelessBuilder(Builder):
    """A builder that reads no pages, and whose work is done in :meth:`build_variants`."""

    def read(self) -> list[str]:  # type: ignore[misc]
        """Read nothing."""
        return []

    def write(  # type: ignore[misc]
        self, build_docnames: Iterable[str] | None, updated_docnames: Iterable[str], method: str = "update"
    ) -> None:
        """Build the variants."""
        self.build_variants(force_all=method == "all")

    def build_variants(self, *, force_all: bool) -> None:
        """Do the builder's work; with ``force_all`` everything is written again."""
        raise NotImplementedError


def finish_only_if(builder: Builder, is_needed: Callable[[], bool]) -> None:
    """Make ``builder`` finish only if ``is_needed`` says so by then."""
    finish = builder.finish

    def finish_if_needed() -> None:
        if is_needed():
            finish()

    builder.finish = finish_if_needed  # type: ignore[method-assign]


def copy_assets_only_if(builder: Builder, is_needed: Callable[[Collection[str]], bool]) -> None:
    """Make ``builder`` copy static files and downloads only if they are needed.

    :param is_needed: Says so, given the pages that are about to be written.
    """
    prepare, copy = builder.prepare_writing, builder.copy_assets
    needed = True

    def prepare_and_ask(docnames: Any) -> None:
        nonlocal needed
        needed = is_needed(docnames)
        prepare(docnames)

    def copy_if_needed() -> None:
        if needed:
            copy()

    builder.prepare_writing = prepare_and_ask  # type: ignore[method-assign]
    builder.copy_assets = copy_if_needed  # type: ignore[method-assign]


def write_only(builder: Builder, pages: Collection[str]) -> None:
    """Make ``builder`` write no other pages than ``pages``, whatever is out of date."""
    prepare, write = builder.prepare_writing, builder.write_documents

    def prepare_part(docnames: Any) -> None:
        prepare({docname for docname in docnames if docname in pages})

    def write_part(docnames: Any) -> None:
        if wanted := {docname for docname in docnames if docname in pages}:
            write(wanted)

    builder.prepare_writing = prepare_part  # type: ignore[method-assign]
    builder.write_documents = write_part  # type: ignore[method-assign]


def read_rest_in_parallel(builder: Builder, processes: Callable[[int], int], end: Callable[[], None]) -> None:
    """Make ``builder`` read in Sphinx's parallel processes from the page on at which there is more than one.

    :param processes: The number of processes, given how many pages are left to read.
    :param end: Called when all are read.
    """
    read_serial, read_parallel = builder._read_serial, builder._read_parallel

    def read(docnames: list[str]) -> None:
        for index, docname in enumerate(docnames):
            count = processes(len(docnames) - index)
            if count > 1:
                read_parallel(docnames[index:], count)
                break
            read_serial([docname])
        end()

    builder._read_serial = read  # type: ignore[method-assign]


def around_writing_pages(
    builder: Builder, before: Callable[[Collection[str]], None], after: Callable[[], None]
) -> None:
    """Call ``before`` with the pages that ``builder`` is about to write, and ``after`` when it has."""
    write_documents = builder.write_documents

    def write(docnames: Any) -> None:
        before(docnames)
        write_documents(docnames)
        after()

    builder.write_documents = write  # type: ignore[method-assign]


def change_rendered_pages(builder: Builder, change: Callable[[str, str], str]) -> None:
    """Call ``change`` with the docname and the text of each rendered page, and write what it returns."""
    templates = getattr(builder, "templates", None)
    if templates is None:
        return
    render = templates.render

    def render_and_change(template: str, context: dict[str, Any]) -> str:
        text: str = render(template, context)
        page = context.get("pagename")
        return change(page, text) if isinstance(page, str) else text

    templates.render = render_and_change

"""Run Sphinx's build in two parts: read all pages, and write them, which another process may do.

Replaces: ``Sphinx.build``, ``Builder.build_all``, ``build_update`` and ``build``, in the preview.
Why: They read and write in one go, and save the environment and copy static files before the first page is
    written. In the preview one process reads and another writes, and what no page needs is done last.
Upstream: none.
Versions: Sphinx 9.0 to 9.2; the steps are those of its methods, in their order. A test compares what they
    write. With any other, the preview keeps nothing in memory.
Remove when: Sphinx offers the parts.
"""

from __future__ import annotations

import gettext
import pickle
from collections.abc import Callable, Collection, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sphinx import locale
from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.util import logging
from sphinx.util.build_phase import BuildPhase
from sphinx.util.parallel import SerialTasks, parallel_available

from variantdocs.output import write_bytes
from variantdocs.sphinx_patches.versions.older_sphinx import application_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

_STATIC = ("copy_static_files", "copy_extra_files")


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesToWrite:
    """What reading has found: ``outdated`` pages (``None`` for all), and those that have been ``updated``.

    ``read`` are the updated pages that have been read; the others show something of them.
    """

    outdated: Collection[str] | None
    read: frozenset[str]
    updated: frozenset[str]
    method: Literal["all", "update"]


def read_pages(
    app: Sphinx, *, force_all: bool, all_written: bool, outdated_pages: frozenset[str] | None = None
) -> PagesToWrite:
    """Read what has changed.

    :param force_all: All pages will be written.
    :param all_written: The output has every page as it was when it was last read, so Sphinx need not look
        for pages that are older than their source.
    :param outdated_pages: The pages to read, if it is known that no page was added or removed, and no catalog
        has changed; Sphinx then need not look for them.
    """
    builder = app.builder
    builder.phase = BuildPhase.READING
    outdated: Collection[str] | None = None
    if force_all:
        builder.compile_all_catalogs()
    else:
        if outdated_pages is None:
            builder.compile_update_catalogs()
        found = () if all_written else builder.get_outdated_docs()
        outdated = ["__all__"] if isinstance(found, str) else set(found)
    with logging.pending_warnings(), _only_outdated(app.env, outdated_pages):
        read = frozenset(builder.read())
    updated = set(read)
    updated.update(app.env.check_dependents(app, updated))
    return PagesToWrite(
        outdated=outdated,
        read=read,
        updated=frozenset(updated),
        method="all" if force_all else "update",
    )


def save_environment(app: Sphinx) -> None:
    """Save what has been read, in a process that has written nothing: writing may change it."""
    write_bytes(_environment_file(app), pickle.dumps(app.env, pickle.HIGHEST_PROTOCOL))


def forget_environment(app: Sphinx) -> None:
    """Make the next application read everything, as Sphinx does when a build fails."""
    _environment_file(app).unlink(missing_ok=True)


def forget_catalogs() -> None:
    """Forget the translations of pages, which Python and Sphinx keep until their process ends."""
    gettext._translations.clear()  # type: ignore[attr-defined]
    for name in [name for name in locale.translators if name != ("general", "sphinx")]:
        del locale.translators[name]


def forget_doctrees(app: Sphinx) -> None:
    """Forget the doctrees that Sphinx keeps until its process ends: the pages may be read again."""
    app.env._pickled_doctree_cache.clear()
    app.env._write_doc_doctree_cache.clear()


def write_pages(
    app: Sphinx,
    pages: PagesToWrite,
    *,
    copy_static: bool,
    order: Sequence[Collection[str]],
    on_written: Callable[[Collection[str]], None],
    on_all_written: Callable[[], None],
) -> None:
    """Write the pages, and then everything that is not a page.

    :param copy_static: Copy static files; else :func:`copy_static_files` has done so before.
    :param order: Docnames of pages to write first, if they are to be written: groups, one after the other.
    :param on_written: Called after each group, and after the other pages, with the docnames of the pages
        that have been written with their images.
    :param on_all_written: Called when there are no more pages to write.
    """
    builder = app.builder
    try:
        if pages.updated:
            builder.phase = BuildPhase.CONSISTENCY_CHECK
            app.env.check_consistency()
        builder.phase = BuildPhase.RESOLVING
        with _in_groups(builder, order, on_written), _without(builder, () if copy_static else _STATIC):
            _write(builder, pages)
        on_all_written()
        builder.finish()
        builder.finish_tasks.join()
        app.events.emit("build-finished", None)
    except BaseException as error:
        forget_environment(app)
        if isinstance(error, Exception):
            app.events.emit("build-finished", error)
        raise
    builder.cleanup()


def copy_static_files(app: Sphinx) -> None:
    """Copy what pages show the checksums of, as it is before extensions change it at the end of a build."""
    for name in _STATIC:
        if hasattr(app.builder, name):
            getattr(app.builder, name)()


def _environment_file(app: Sphinx) -> Path:
    return Path(app.doctreedir, ENV_PICKLE_FILENAME)


def _write(builder: Builder, pages: PagesToWrite) -> None:
    app = application_of(builder)
    parallel = parallel_available and app.parallel > 1 and builder.allow_parallel
    builder.parallel_ok = parallel and app.is_parallel_allowed("write")
    builder.finish_tasks = SerialTasks()
    outdated = pages.outdated
    if outdated and outdated != ["__all__"]:
        outdated = set(outdated) & app.env.found_docs
    builder.write(outdated, pages.updated, pages.method)


@contextmanager
def _only_outdated(env: BuildEnvironment, docnames: frozenset[str] | None) -> Iterator[None]:
    """Give ``env`` the pages to read, instead of having it look at all files; ``None``: let it look."""
    if docnames is None:
        yield
        return
    outdated = (docnames | env.reread_always) & env.found_docs
    env.find_files = _nothing  # type: ignore[assignment,method-assign]
    env.get_outdated_files = lambda config_changed: (set(), set(outdated), set())  # type: ignore[method-assign]
    try:
        yield
    finally:
        del env.find_files, env.get_outdated_files


@contextmanager
def _in_groups(
    builder: Builder, order: Sequence[Collection[str]], on_written: Callable[[Collection[str]], None]
) -> Iterator[None]:
    """Make ``builder`` write some pages before the others."""
    write_documents = builder.write_documents

    def write_groups(docnames: Set[str]) -> None:
        rest = set(docnames)
        for group in (*order, docnames):
            if wanted := rest.intersection(group):
                rest -= wanted
                write_documents(wanted)
                if hasattr(builder, "copy_image_files"):
                    builder.copy_image_files()
                on_written(wanted)

    builder.write_documents = write_groups  # type: ignore[method-assign]
    yield
    builder.write_documents = write_documents  # type: ignore[method-assign]


@contextmanager
def _without(builder: Builder, steps: tuple[str, ...]) -> Iterator[None]:
    """Leave out some steps of ``builder``."""
    for name in steps:
        setattr(builder, name, _nothing)
    yield
    for name in steps:
        delattr(builder, name)


def _nothing(*arguments: object) -> None:
    """Stands for what is left out."""

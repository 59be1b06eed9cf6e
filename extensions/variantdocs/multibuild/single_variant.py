"""Lock the doctrees, and read the other variants, when one of Sphinx's builders builds a single variant.

Links may lead to other variants, so their pages and anchors have to be known. They come from the index of
the variant if it is current; otherwise the variant is read, and only its index is written.
"""

from __future__ import annotations

import multiprocessing
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock
from sphinx.util import logging

from variantdocs.config.current import current_of
from variantdocs.config.sphinx_hooks import BUILDS_ALL_VARIANTS
from variantdocs.crossrefs.indexes import is_current
from variantdocs.env_store import AppValue
from variantdocs.multibuild.build_lock import acquire_build_lock
from variantdocs.multibuild.builder import arguments_of, progress_of
from variantdocs.multibuild.coordinator import plan
from variantdocs.multibuild.processes import Workers
from variantdocs.multibuild.protocol import Stop
from variantdocs.multibuild.reading import read_all
from variantdocs.multibuild.worker.build import build_variant
from variantdocs.pages.output_names import site_builder
from variantdocs.sphinx_patches.versions.tested import untested_versions
from variantdocs.templating.source_lines.log_locations import COLLECTS_MESSAGES

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)


_LOCK: AppValue[FileLock] = AppValue("build_lock")


def lock_doctrees(app: Sphinx, config: Config) -> None:
    """Wait for other builds in the same folder, and keep them out (event ``config-inited``)."""
    # The lock of a build of all variants is held by its coordinator.
    if multiprocessing.parent_process() is None and not BUILDS_ALL_VARIANTS.of(app):
        _LOCK.set(app, acquire_build_lock(Path(app.doctreedir).parent, logger.info))


def report_untested_versions(app: Sphinx) -> None:
    """Say that Sphinx or another library is not tested (event ``builder-inited``)."""
    # A build of all variants says so itself; the status of its workers is not shown.
    if untested := untested_versions():
        logger.info("variantdocs is not tested with %s", ", ".join(untested))


def release_doctrees(app: Sphinx, exception: Exception | None) -> None:
    """Let other builds continue (event ``build-finished``)."""
    with suppress(AttributeError):  # see lock_doctrees
        _LOCK.of(app).release()


def read_other_variants(app: Sphinx, env: object) -> list[str]:
    """Bring the indexes of the other variants up to date (event ``env-get-updated``)."""
    if COLLECTS_MESSAGES.of(app):
        return []  # a build of all variants does this itself
    current = current_of(app)
    others = [name for name in current.variant_set.names if name != current.variant.name]
    stale = {name for name in others if not is_current(app, name)}
    if not stale:
        return []
    arguments = replace(
        arguments_of(app, force_all=False, filenames=()),
        doctrees=Path(app.doctreedir).parent,
        builder=site_builder(app),
    )
    tasks = [
        task for task in plan(arguments, current.variant_set, reset_registries=True) if task.variant in stale
    ]
    logger.info("reading %s, to which links may lead", ", ".join(sorted(stale)))
    workers, progress = Workers(build_variant), progress_of(app)
    workers.on_wait = lambda: progress.pages(workers.page_counts())
    try:
        read = read_all(workers, tasks, limit=max(1, app.parallel))
    except BaseException:
        workers.close(kill=True)
        raise
    finally:
        progress.close()
    for name in read.ready:
        workers.send(name, Stop())
    workers.close()
    for name, failure in read.failed.items():
        logger.warning(
            "%s could not be read, so links to it are not checked: %s",
            name,
            failure.reason,
            type="variants",
            subtype="missing",
        )
    return []

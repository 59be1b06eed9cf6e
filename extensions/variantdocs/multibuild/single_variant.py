"""Know the other variants where Sphinx's own builder builds one variant alone.

Links lead to other variants, so what they hold has to be known. It is taken from their index
where nothing has changed since that was written; else they are read, and nothing of them is
written but the index.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from variantdocs.config.current import current_of
from variantdocs.crossrefs.indexes import is_current
from variantdocs.multibuild.builder import arguments_of
from variantdocs.multibuild.coordinator import plan
from variantdocs.multibuild.processes import Workers
from variantdocs.multibuild.protocol import Stop
from variantdocs.multibuild.reading import read_together
from variantdocs.multibuild.worker.build import build_variant
from variantdocs.pages.output_names import site_builder
from variantdocs.templating.source_lines.log_locations import COLLECTS_MESSAGES

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)


def read_other_variants(app: Sphinx, env: object) -> list[str]:
    """Bring the indexes of the other variants up to date (event ``env-get-updated``)."""
    if COLLECTS_MESSAGES.of(app):
        return []  # a build of all variants, which waits for the others itself
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
        task
        for task in plan(arguments, current.variant_set, after_other_application=True)
        if task.variant in stale
    ]
    logger.info("reading %s, to which links may lead", ", ".join(sorted(stale)))
    workers = Workers(build_variant)
    try:
        read = read_together(workers, tasks, at_once=max(1, app.parallel))
    except BaseException:
        workers.close(kill=True)
        raise
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

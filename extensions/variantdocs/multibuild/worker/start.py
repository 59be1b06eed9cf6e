"""Start the Sphinx application of one variant, from nothing if the last build cannot be built upon."""

from __future__ import annotations

import io
import shutil
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from variantdocs.output import write_bytes
from variantdocs.rebuild.build_state import LastBuild, read_last_build

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from variantdocs.multibuild.protocol import VariantTask


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedBuild:
    """A Sphinx application that is ready to build.

    ``last`` is what the last build left. ``output_fingerprint`` is that of this build; where it differs,
    ``rewrite_all`` is set. ``early_output`` is what Sphinx has printed while it started.
    """

    app: Sphinx
    last: LastBuild
    output_fingerprint: str
    rewrite_all: bool
    early_output: str = ""


def prepare_process(*, reset_registries: bool) -> None:
    """Set up this process for builds.

    :param reset_registries: A Sphinx application has been made in it before.
    """
    from variantdocs.sphinx_patches.performance.entry_points import read_entry_points_once
    from variantdocs.sphinx_patches.performance.findall import walk_faster
    from variantdocs.sphinx_patches.performance.garbage_collection import collect_rarely
    from variantdocs.sphinx_patches.performance.option_parsers import populate_once
    from variantdocs.sphinx_patches.performance.page_paths import keep_page_paths
    from variantdocs.sphinx_patches.performance.plugin_styles import load_styles_when_used
    from variantdocs.sphinx_patches.performance.smart_quotes import pass_by_plain_texts
    from variantdocs.sphinx_patches.registries import forget_registrations
    from variantdocs.sphinx_patches.versions.tested import untested_versions

    if not untested_versions():
        collect_rarely()
        keep_page_paths()
        load_styles_when_used()
        read_entry_points_once()
        walk_faster()
        pass_by_plain_texts()
        populate_once()
    if reset_registries:
        forget_registrations()


def start_build(task: VariantTask) -> StartedBuild:
    """Start the application for ``task``.

    A build that was killed may have left anything half done, so the next one starts from nothing.

    :raises SphinxError: the application cannot be started; what Sphinx has printed is in the attribute
        ``early_output`` of the exception.
    """
    from variantdocs.rebuild.digests import Digests
    from variantdocs.rebuild.toolchain import output_fingerprint
    from variantdocs.sphinx_patches.registries import forget_registrations

    fresh = task.fresh or task.paths.in_progress.exists()
    last = LastBuild() if fresh else read_last_build(task.paths.state)
    if fresh:
        shutil.rmtree(task.paths.staging, ignore_errors=True)
    has_old_output = task.paths.staging.exists()
    app, printed = _start(task, fresh=fresh)
    fingerprint = output_fingerprint(app, Digests())
    if task.part is not None:
        fingerprint = f"{fingerprint}, part {task.part}"
    rewrite_all = fingerprint != last.output_fingerprint
    if rewrite_all and has_old_output:
        # Extensions may have written files there while the application started, so it starts again.
        write_bytes(task.paths.in_progress, b"")
        shutil.rmtree(task.paths.staging)
        forget_registrations()
        app, printed = _start(task, fresh=fresh)
    return StartedBuild(
        app=app,
        last=last,
        output_fingerprint=fingerprint,
        rewrite_all=rewrite_all,
        early_output=printed,
    )


def _start(task: VariantTask, *, fresh: bool) -> tuple[Sphinx, str]:
    from sphinx.errors import SphinxError
    from sphinx.util.console import strip_colors

    from variantdocs.multibuild.worker.application import CollectingApplication
    from variantdocs.multibuild.worker.message_collector import collect_messages, formatted_warning

    printed = io.StringIO()
    early: list[str] = []  # what Python warns of in conf.py, before any extension is loaded
    warnings.showwarning = lambda *values, **options: early.append(formatted_warning(*values, **options))
    try:
        app = CollectingApplication(
            task.source,
            task.conf,
            task.paths.staging,
            task.doctrees,
            task.builder,
            confoverrides={**task.overrides, "variant": task.variant},
            status=None,
            warning=printed,
            freshenv=fresh,
            tags=list(task.tags),
            verbosity=task.verbosity,
            parallel=task.jobs,
        )
    except SphinxError as error:
        error.early_output = strip_colors(printed.getvalue())  # type: ignore[attr-defined]
        raise
    collector = collect_messages(app)
    collector.conf_warnings = tuple(early)
    collector.python_warnings[:0] = early
    extensions = app.extensions.values()
    if not all(found.parallel_read_safe and found.parallel_write_safe for found in extensions):
        app.parallel = 1  # Sphinx would do the same, with a warning
    return app, strip_colors(printed.getvalue())

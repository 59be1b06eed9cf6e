"""Start the worker processes of a build, and exchange messages with them."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from variantdocs.multibuild.idle_processors import IdleProcessors
from variantdocs.multibuild.parent_watch import end_with_parent, leave_signals_to_parent
from variantdocs.multibuild.progress.page_counts import PageCounts, SharedPageCounts
from variantdocs.multibuild.protocol import VariantFailed, VariantTask

_POLL_INTERVAL = 0.1
"""Seconds between two calls of :attr:`Workers.on_wait`."""

_PRELOADED = (
    "docutils.languages.en",
    "jinja2.ext",
    "myst_parser.mdit_to_docutils.sphinx_",
    "myst_parser.parsers.sphinx_",
    "myst_parser.sphinx_ext.directives",
    "myst_parser.sphinx_ext.main",
    "myst_parser.sphinx_ext.mathjax",
    "myst_parser.sphinx_ext.myst_refs",
    "sphinx.application",
    "sphinx.builders.html",
    "sphinx.builders.latex.transforms",
    "sphinx.domains.python",
    "sphinx.domains.std",
    "sphinx.ext.intersphinx",
    "sphinx.ext.mathjax",
    "sphinx.writers.html5",
    "variantdocs.bodies.shared_bodies",
    "variantdocs.config.sphinx_hooks",
    "variantdocs.crossrefs.link_positions",
    "variantdocs.crossrefs.outside_links",
    "variantdocs.crossrefs.resolver",
    "variantdocs.crossrefs.role",
    "variantdocs.crossrefs.sphinx_hooks",
    "variantdocs.multibuild.builder",
    "variantdocs.multibuild.sharing.merge",
    "variantdocs.multibuild.single_variant",
    "variantdocs.multibuild.worker.application",
    "variantdocs.multibuild.worker.early_messages",
    "variantdocs.multibuild.worker.page_progress",
    "variantdocs.pages.sphinx_hooks",
    "variantdocs.pages.toctree",
    "variantdocs.rebuild.freshness",
    "variantdocs.rebuild.generated_pages",
    "variantdocs.rebuild.relocation",
    "variantdocs.rebuild.sphinx_hooks",
    "variantdocs.rebuild.stale_output",
    "variantdocs.rebuild.toolchain",
    "variantdocs.rebuild.translations",
    "variantdocs.remote.sphinx_hooks",
    "variantdocs.search.sphinx_hooks",
    "variantdocs.sphinx_patches.equation_labels",
    "variantdocs.sphinx_patches.include_input",
    "variantdocs.sphinx_patches.loaded_environment",
    "variantdocs.sphinx_patches.myst_inventories",
    "variantdocs.sphinx_patches.performance.compiled_templates",
    "variantdocs.sphinx_patches.performance.entry_points",
    "variantdocs.sphinx_patches.performance.findall",
    "variantdocs.sphinx_patches.performance.garbage_collection",
    "variantdocs.sphinx_patches.performance.kept_doctrees",
    "variantdocs.sphinx_patches.performance.log_levels",
    "variantdocs.sphinx_patches.performance.option_parsers",
    "variantdocs.sphinx_patches.performance.page_paths",
    "variantdocs.sphinx_patches.performance.plugin_styles",
    "variantdocs.sphinx_patches.performance.pydata_theme.edit_links",
    "variantdocs.sphinx_patches.performance.pydata_theme.sidebar",
    "variantdocs.sphinx_patches.performance.pydata_theme.simple_selectors",
    "variantdocs.sphinx_patches.performance.render_caches",
    "variantdocs.sphinx_patches.performance.rendered_bodies",
    "variantdocs.sphinx_patches.performance.smart_quotes",
    "variantdocs.sphinx_patches.registries",
    "variantdocs.sphinx_patches.search_index",
    "variantdocs.sphinx_patches.viewcode",
    "variantdocs.switcher.sphinx_hooks",
    "variantdocs.templating.source_lines.include",
    "variantdocs.templating.source_lines.parsers",
    "variantdocs.templating.sphinx_hooks",
)
"""Modules that every worker imports, beside Sphinx's own extensions: imported once, before forking."""


_IMPORTED_BY_SETUP = {"sphinx_design": ("sphinx_design.extension",)}
"""Installed extensions that import their modules only when they are set up."""


def preload_modules(extensions: Iterable[str] = ()) -> None:
    """Import what every worker needs.

    :param extensions: Installed extensions and themes that the project uses, by module.
    """
    from sphinx.application import builtin_extensions

    from variantdocs.sphinx_patches.performance.entry_points import installed_entry_points
    from variantdocs.sphinx_patches.versions.tested import untested_versions

    for module in (*_PRELOADED, *builtin_extensions):
        importlib.import_module(module)
    for extension in extensions:
        for module in (extension, *_IMPORTED_BY_SETUP.get(extension, ())):
            with suppress(ImportError):  # the worker reports it, with what needs it
                importlib.import_module(module)
    # These two keep what they find.
    untested_versions()
    installed_entry_points(group="sphinx.html_themes")


def installed_modules(names: Iterable[object], project: Path) -> tuple[str, ...]:
    """Those of ``names`` that are installed modules, and not files of the project.

    :param names: Extensions and themes, as ``conf.py`` names them, whatever that is.
    :param project: The folder of ``conf.py``.
    """
    found = []
    for name in names:
        if not isinstance(name, str):
            continue
        try:
            spec = importlib.util.find_spec(name.partition(".")[0])
        except ValueError:  # no name of a module, or a module without a specification
            continue
        origin = Path(spec.origin) if spec is not None and spec.origin else None
        if origin is not None and (
            not origin.is_relative_to(project) or {"site-packages", "dist-packages"} & set(origin.parts)
        ):
            found.append(name)
    return tuple(found)


def default_start_method() -> str:
    """``fork``, where workers inherit what is in memory; ``spawn`` where that is unsafe (macOS)."""
    return "fork" if multiprocessing.get_start_method() != "spawn" else "spawn"


class Workers:
    """The worker processes of one build, by variant.

    :param target: What each process runs; it takes a task, its end of a pipe, and where to count pages.
    :param method: How processes are started, instead of :func:`default_start_method`.
    :param extensions: Modules that the workers will import, beside those of Sphinx and this package.
    """

    def __init__(
        self, target: Callable[..., None], *, method: str | None = None, extensions: Iterable[str] = ()
    ) -> None:
        self._method = method or default_start_method()
        self._context = multiprocessing.get_context(self._method)
        self._target = target
        self._connections: dict[str, Connection] = {}
        self._processes: dict[str, BaseProcess] = {}
        self._counts: dict[str, SharedPageCounts] = {}
        self.on_wait: Callable[[], None] | None = None
        """Called several times a second while workers are waited for."""
        self.idle = IdleProcessors() if self._method == "fork" else None
        """What :meth:`run_step` leaves idle, for workers to use; ``None`` where they cannot fork."""
        if self._method == "fork":
            preload_modules(extensions)
            # Workers' collectors skip what is frozen, so the shared memory is not copied.
            gc.freeze()

    def start(self, task: VariantTask) -> None:
        """Start the process for ``task``."""
        sys.stdout.flush()
        sys.stderr.flush()
        ours, theirs = self._context.Pipe()
        # A forked process has our ends of all pipes: a worker would not notice when one is closed.
        inherited = (ours, *self._connections.values()) if self._method == "fork" else ()
        self._counts[task.variant] = counts = SharedPageCounts(self._context)
        process = self._context.Process(  # type: ignore[attr-defined]
            target=_run, args=(self._target, task, theirs, counts, inherited), name=task.variant
        )
        process.start()
        theirs.close()
        self._connections[task.variant] = ours
        self._processes[task.variant] = process

    def page_counts(self) -> dict[str, PageCounts]:
        """How far each worker is, by variant."""
        return {name: counts.now() for name, counts in self._counts.items()}

    def run_step(
        self, names: Iterable[str], begin: Callable[[str], None], *, limit: int
    ) -> Iterator[tuple[str, Any]]:
        """Let each worker do one step, at most ``limit`` at a time.

        :param begin: Starts the step of one variant.
        :returns: The variant and its report at the end of the step, as the reports arrive.
        """
        waiting, running = list(names), set[str]()
        if self.idle is not None:
            self.idle.withdraw()
            self.idle.offer(limit - len(waiting))
        while waiting or running:
            while waiting and len(running) < limit:
                name = waiting.pop(0)
                begin(name)
                running.add(name)
            name, report = self.receive(running)
            running.discard(name)
            if self.idle is not None and not waiting:
                self.idle.offer()
            yield name, report

    def receive(self, variants: set[str]) -> tuple[str, Any]:
        """Wait for a report from one of ``variants``; a process that died has failed.

        :returns: The variant, and its report.
        """
        connections = {self._connections[name]: name for name in variants}
        while not (ready := wait(list(connections), timeout=_POLL_INTERVAL)):
            if self.on_wait is not None:
                self.on_wait()
        for connection in ready:
            assert isinstance(connection, Connection)
            name = connections[connection]
            try:
                return name, connection.recv()
            except EOFError:
                self._processes[name].join()
                reason = f"its process ended with {self._processes[name].exitcode} before it was done"
                return name, VariantFailed(reason=reason, configuration=False)
        raise AssertionError("wait() returned nothing")

    def send(self, variant: str, message: Any) -> None:
        """Send ``message`` to a worker; :meth:`receive` reports it if the worker has died."""
        try:
            self._connections[variant].send(message)
        except BrokenPipeError:
            return

    def close(self, *, kill: bool = False) -> None:
        """Wait for all processes to end; with ``kill``, end them."""
        for process in self._processes.values():
            if kill:
                process.terminate()
            process.join()
        for connection in self._connections.values():
            connection.close()
        if self.idle is not None:
            self.idle.close()


def _run(
    target: Callable[..., None],
    task: VariantTask,
    channel: Connection,
    counts: SharedPageCounts,
    inherited: Iterable[Connection],
) -> None:
    """What a worker process runs: ``target``, until it is done or the coordinator ends."""
    for connection in inherited:
        connection.close()
    leave_signals_to_parent()
    end_with_parent()
    target(task, channel, counts)

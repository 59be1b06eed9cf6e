"""Start the worker processes of a build, and exchange messages with them."""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from variantdocs.multibuild.parent_watch import end_with_parent, leave_signals_to_parent
from variantdocs.multibuild.protocol import VariantFailed, VariantTask

_PRELOADED = (
    "myst_parser.sphinx_ext.main",
    "sphinx.application",
    "sphinx.builders.html",
    "sphinx.domains.python",
    "sphinx.domains.std",
    "sphinx.writers.html5",
    "variantdocs.templating.sphinx_hooks",
    "variantdocs.crossrefs.sphinx_hooks",
    "variantdocs.pages.sphinx_hooks",
    "variantdocs.remote.sphinx_hooks",
    "variantdocs.switcher.sphinx_hooks",
)
"""Modules that every worker imports, beside Sphinx's own extensions: imported once, before forking."""


def preload_modules() -> None:
    """Import what every worker needs."""
    from sphinx.application import builtin_extensions

    for module in (*_PRELOADED, *builtin_extensions):
        importlib.import_module(module)


def default_start_method() -> str:
    """``fork``, where workers inherit what is in memory; ``spawn`` where that is unsafe (macOS)."""
    return "fork" if multiprocessing.get_start_method() != "spawn" else "spawn"


class Workers:
    """The worker processes of one build, by variant.

    :param target: What each process runs; it takes a task and its end of a pipe.
    :param method: How processes are started, instead of :func:`default_start_method`.
    """

    def __init__(self, target: Callable[..., None], *, method: str | None = None) -> None:
        self._method = method or default_start_method()
        self._context = multiprocessing.get_context(self._method)
        self._target = target
        self._connections: dict[str, Connection] = {}
        self._processes: dict[str, BaseProcess] = {}
        if self._method == "fork":
            preload_modules()
            # Workers' collectors skip what is frozen, so the shared memory is not copied.
            gc.collect()
            gc.freeze()

    def start(self, task: VariantTask) -> None:
        """Start the process for ``task``."""
        sys.stdout.flush()
        sys.stderr.flush()
        ours, theirs = self._context.Pipe()
        # A forked process has our ends of all pipes: a worker would not notice when one is closed.
        inherited = (ours, *self._connections.values()) if self._method == "fork" else ()
        process = self._context.Process(  # type: ignore[attr-defined]
            target=_run, args=(self._target, task, theirs, inherited), name=task.variant
        )
        process.start()
        theirs.close()
        self._connections[task.variant] = ours
        self._processes[task.variant] = process

    def run_step(
        self, names: Iterable[str], begin: Callable[[str], None], *, limit: int
    ) -> Iterator[tuple[str, Any]]:
        """Let each worker do one step, at most ``limit`` at a time.

        :param begin: Starts the step of one variant.
        :returns: The variant and its report at the end of the step, as the reports arrive.
        """
        waiting, running = list(names), set[str]()
        while waiting or running:
            while waiting and len(running) < limit:
                name = waiting.pop(0)
                begin(name)
                running.add(name)
            name, report = self.receive(running)
            running.discard(name)
            yield name, report

    def receive(self, variants: set[str]) -> tuple[str, Any]:
        """Wait for a report from one of ``variants``; a process that died has failed.

        :returns: The variant, and its report.
        """
        connections = {self._connections[name]: name for name in variants}
        for connection in wait(list(connections)):
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


def _run(
    target: Callable[..., None], task: VariantTask, channel: Connection, inherited: Iterable[Connection]
) -> None:
    """What a worker process runs: ``target``, until it is done or the coordinator ends."""
    for connection in inherited:
        connection.close()
    leave_signals_to_parent()
    end_with_parent()
    target(task, channel)

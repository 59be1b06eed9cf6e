"""Start one process per variant and talk to them."""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from variantdocs.multibuild.protocol import Failed, VariantTask

NEEDED_BY_ALL = (
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
"""What every process would import first, beside Sphinx's own extensions."""


class Workers:
    """The processes of one build, by variant.

    :param target: What each process runs: a task and its end of a pipe.
    :param method: How processes are started. With fork they get the imports for free; where there
        is none, or where it is not safe (macOS), they start from nothing.
    """

    def __init__(self, target: Callable[..., None], *, method: str | None = None) -> None:
        self._method = method or ("fork" if multiprocessing.get_start_method() != "spawn" else "spawn")
        self._context = multiprocessing.get_context(self._method)
        self._target = target
        self._connections: dict[str, Connection] = {}
        self._processes: dict[str, BaseProcess] = {}
        if self._method == "fork":
            from sphinx.application import builtin_extensions

            for module in (*NEEDED_BY_ALL, *builtin_extensions):
                importlib.import_module(module)
            # What the processes share is neither looked at by their collectors, nor copied for it.
            gc.collect()
            gc.freeze()

    def start(self, task: VariantTask) -> None:
        """Start the process for ``task``."""
        sys.stdout.flush()
        sys.stderr.flush()
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=self._target, args=(task, theirs), name=task.variant)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        self._connections[task.variant] = ours
        self._processes[task.variant] = process

    def receive(self, variants: set[str]) -> tuple[str, Any]:
        """Wait for word from one of ``variants``; a process that died has failed.

        :returns: The variant, and what it sent.
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
                return name, Failed(reason=reason, configuration=False)
        raise AssertionError("wait() returned nothing")

    def send(self, variant: str, message: Any) -> None:
        """Tell the process of ``variant`` something; one that has died has said so already."""
        try:
            self._connections[variant].send(message)
        except BrokenPipeError:
            return

    def close(self, *, kill: bool = False) -> None:
        """Wait for all processes to end, or end them."""
        for process in self._processes.values():
            if kill:
                process.terminate()
            process.join()
        for connection in self._connections.values():
            connection.close()

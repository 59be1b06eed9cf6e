"""Start one process per variant and talk to them."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from variantdocs.multibuild.worker import Failed, VariantTask


class Workers:
    """The processes of one build, by variant.

    :param target: What each process runs: the task and its end of a pipe.
    """

    def __init__(self, tasks: list[VariantTask], target: Callable[[VariantTask, Any], None]) -> None:
        # Fork gives the imports for free; where there is none, processes start from nothing.
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(method)
        self._connections: dict[str, Connection] = {}
        self._processes: dict[str, BaseProcess] = {}
        sys.stdout.flush()
        sys.stderr.flush()
        for task in tasks:
            ours, theirs = context.Pipe()
            process = context.Process(target=target, args=(task, theirs), name=task.variant)  # type: ignore[attr-defined]
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
                code = self._processes[name].exitcode
                reason = f"its process ended with {code} before it was done"
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

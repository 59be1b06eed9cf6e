"""Start one process per variant and talk to them."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from variantdocs.multibuild.worker import Failed, VariantTask


class Workers:
    """The processes of one build, by variant.

    With fork, the first variant is read alone, and the processes of the others are forked from
    the one that has read it, to take over what is the same.

    :param target: What each process runs: a task, its end of a pipe, and the others to fork.
    """

    def __init__(self, tasks: Sequence[VariantTask], target: Callable[..., None]) -> None:
        # Fork gives the imports for free; where there is none, processes start from nothing.
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        self._context = multiprocessing.get_context(method)
        self._target = target
        self._connections: dict[str, Connection] = {}
        self._processes: dict[str, BaseProcess] = {}
        self.shares_reading = method == "fork" and len(tasks) > 1
        if self.shares_reading:
            self._start(tasks[0], tasks[1:])
        else:
            self.start(tasks)

    def start(self, tasks: Sequence[VariantTask]) -> None:
        """Start a process for each task, which reads all of its variant itself."""
        for task in tasks:
            self._start(task, ())

    def _start(self, task: VariantTask, others: Sequence[VariantTask]) -> None:
        """Start a process for ``task``; it will fork those of ``others`` when it has read."""
        sys.stdout.flush()
        sys.stderr.flush()
        ends = []
        for each in (task, *others):
            ours, theirs = self._context.Pipe()
            self._connections[each.variant] = ours
            ends.append(theirs)
        arguments = (task, ends[0], tuple(zip(others, ends[1:], strict=True)))
        process = self._context.Process(target=self._target, args=arguments, name=task.variant)  # type: ignore[attr-defined]
        process.start()
        for end in ends:
            end.close()
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
                reason = "its process ended before it was done"
                if name in self._processes:
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

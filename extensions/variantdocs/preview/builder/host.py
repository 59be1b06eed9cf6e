"""Run the builds of the preview in processes of their own, one after another.

::

    server ── host ── coordinator ── one worker per variant

The host imports libraries and nothing of the project; it forks a coordinator for each configuration. The
coordinator runs conf.py and starts the workers. When the configuration changes it ends, and the host
forks another; so no process outlives the code that it has imported. Each ends when the pipe to the server
is closed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

from variantdocs.multibuild.processes import preload_modules
from variantdocs.preview.protocol import BuildReport

if TYPE_CHECKING:
    from variantdocs.preview.arguments import PreviewArguments

    Coordinate = Callable[[PreviewArguments, Connection], bool]

_START_OVER = 3
"""The exit code of a coordinator after which another takes over."""
_PATIENCE_S = 5
"""How long a build may go on when the preview ends. After one that is ended, the next starts from nothing."""
_FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildProcess:
    """The server's handle of the host: the pipe to whatever process builds, and how to end it."""

    connection: Connection
    process: BaseProcess

    def close(self) -> None:
        """Let all builds end, and end those that do not in time."""
        self.connection.close()
        self.process.join(_PATIENCE_S)
        if self.process.is_alive() and self.process.pid:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.join()


def start_build_process(arguments: PreviewArguments, coordinate: Coordinate) -> BuildProcess:
    """Fork the host. This process must not have threads yet.

    :param coordinate: Answers requests until the server closes the pipe; returns whether another is to take
        over instead.
    """
    ours, theirs = _FORK.Pipe()
    process = _FORK.Process(target=_host, args=(arguments, ours, theirs, coordinate))
    process.start()
    theirs.close()
    return BuildProcess(connection=ours, process=process)


def _host(
    arguments: PreviewArguments, of_server: Connection, connection: Connection, coordinate: Coordinate
) -> None:
    of_server.close()  # so that only the server holds its end
    # A group of their own: what a terminal sends is for the server. These end when it does.
    os.setpgid(0, 0)
    preload_modules()
    while True:
        process = _FORK.Process(target=_coordinate, args=(arguments, connection, coordinate))
        process.start()
        process.join()
        if process.exitcode == 0:
            return
        if process.exitcode != _START_OVER:
            # It was building: its last word is missing.
            failure = f"the build ended with {process.exitcode}; what went wrong is said in the terminal"
            try:
                connection.send(BuildReport(failures=(failure,)))
            except BrokenPipeError:
                return


def _coordinate(arguments: PreviewArguments, connection: Connection, coordinate: Coordinate) -> None:
    if coordinate(arguments, connection):
        sys.exit(_START_OVER)

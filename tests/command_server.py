"""Run Python modules as commands, in processes that have imported what builds need.

Starting Python and importing Sphinx takes longer than most builds of the tests. A server imports everything
once, and forks a process for each command::

    tests ── server ── supervisor of a command ── the command

A command differs from ``python -m`` in what Python decides when it starts: its variables (``PYTHON…``), the
locale, and the seed of hashes, which all commands of a server share. Tests of those start Python themselves.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tests.template_cache import keep_compiled_templates

from variantdocs.multibuild.processes import preload_modules

ROOT = Path(__file__).parents[1]
PRELOADED = (
    "pydata_sphinx_theme",
    "rapidfuzz.distance",
    "rapidfuzz.process",
    "sphinx.cmd.build",
    "sphinx.ext.ifconfig",
    "sphinx.ext.todo",
    "sphinx_copybutton",
    "sphinx_design",
    "variantdocs.check.findings",
    "variantdocs.multibuild.coordinator",
    "xml.dom.minidom",
)
"""What commands use beside the modules that a build loads before it forks."""
_DECIDED_AT_START = ("PYTHON", "LC_", "LANG")
_MOST_BYTES = 1 << 17
_NUMBER = struct.Struct("i")


class Command:
    """A command that has been started, used as :class:`subprocess.Popen` is; it leads a process group."""

    def __init__(self, module: str, status: socket.socket) -> None:
        self.module = module
        self.returncode: int | None = None
        self._status = status
        self.pid = self._receive()

    def _receive(self) -> int:
        (number,) = _NUMBER.unpack(self._status.recv(_NUMBER.size, socket.MSG_WAITALL))
        return int(number)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status, or minus the signal that ended it.

        :raises subprocess.TimeoutExpired: it has not ended after ``timeout`` seconds.
        """
        if self.returncode is None:
            self._status.settimeout(timeout)
            try:
                self.returncode = self._receive()
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired(self.module, timeout or 0) from None
            self._status.close()
        return self.returncode

    def poll(self) -> int | None:
        """Its exit status if it has ended."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def send_signal(self, number: int) -> None:
        """Send a signal to the process, not to its group."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill_group(self) -> None:
        """Kill the process and all that it has started."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            self.wait()


class CommandServer:
    """The server, as the tests know it.

    :param templates: A folder for compiled templates.
    """

    def __init__(self, templates: Path) -> None:
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._environment = dict(os.environ)
        command = [sys.executable, "-m", "tests.command_server", str(theirs.fileno()), str(templates)]
        self._server = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()])
        theirs.close()

    def close(self) -> None:
        """End the server."""
        self._requests.close()
        assert self._server.wait(60) == 0

    def start(
        self,
        module: str,
        *arguments: str,
        cwd: Path,
        output: IO[Any],
        errors: IO[Any],
        env: Mapping[str, str] | None = None,
    ) -> Command:
        """Start ``python -m module arguments``.

        :param env: Its environment variables, instead of those of this process.
        """
        environment = dict(os.environ if env is None else env)
        for name in environment.keys() | self._environment.keys():
            if name.startswith(_DECIDED_AT_START):
                assert environment.get(name) == self._environment.get(name), (
                    f"{name} needs a Python of its own"
                )
        request = {"module": module, "arguments": arguments, "folder": str(cwd), "environment": environment}
        ours, theirs = socket.socketpair()
        with theirs:
            files = [output.fileno(), errors.fileno(), theirs.fileno()]
            socket.send_fds(self._requests, [json.dumps(request).encode()], files)
        return Command(module, ours)

    def run(
        self, module: str, *arguments: str, cwd: Path | None = None, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run ``python -m module arguments``, in the current folder unless ``cwd`` is given."""
        with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
            command = self.start(
                module, *arguments, cwd=cwd or Path.cwd(), output=output, errors=errors, env=env
            )
            status = command.wait()
            output.seek(0)
            errors.seek(0)
            return subprocess.CompletedProcess((module, *arguments), status, output.read(), errors.read())


@dataclass(frozen=True, kw_only=True)
class _Request:
    module: str
    arguments: list[str]
    folder: str
    environment: dict[str, str]


def _serve(requests: socket.socket) -> _Request | None:
    """Fork a process for each request, and return the request in it; ``None`` in the server, at the end."""
    supervisors = set[int]()
    while True:
        data, descriptors, _flags, _address = socket.recv_fds(requests, _MOST_BYTES, 3)
        if not data:
            break
        supervisor = os.fork()
        if not supervisor:
            requests.close()
            _supervise(*descriptors)
            return _Request(**json.loads(data))
        supervisors.add(supervisor)
        for descriptor in descriptors:
            os.close(descriptor)
        supervisors -= {pid for pid in supervisors if os.waitpid(pid, os.WNOHANG)[0]}
    for pid in supervisors:
        os.waitpid(pid, 0)
    return None


def _supervise(output: int, errors: int, status: int) -> None:
    """Fork the process of a command, and return in it; say when it ends, and how."""
    command = os.fork()
    if command:
        os.close(output)
        os.close(errors)
        with socket.socket(fileno=status) as channel:
            channel.sendall(_NUMBER.pack(command))
            _pid, ended = os.waitpid(command, 0)
            channel.sendall(_NUMBER.pack(os.waitstatus_to_exitcode(ended)))
        os._exit(0)
    os.setsid()
    for descriptor, number in ((os.open(os.devnull, os.O_RDONLY), 0), (output, 1), (errors, 2)):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.close(status)


def _run(request: _Request) -> None:
    os.chdir(request.folder)
    os.environ.clear()
    os.environ.update(request.environment)
    time.tzset()
    sys.path[0] = request.folder
    sys.argv[1:] = request.arguments
    runpy.run_module(request.module, run_name="__main__", alter_sys=True)


def _main(descriptor: int, templates: Path) -> None:
    preload_modules()
    for module in PRELOADED:
        importlib.import_module(module)
    keep_compiled_templates(templates)
    gc.collect()
    gc.freeze()
    request = _serve(socket.socket(fileno=descriptor))
    if request:
        _run(request)


if __name__ == "__main__":
    _main(int(sys.argv[1]), Path(sys.argv[2]))

"""Run a command and say what it cost: seconds, processor time, and memory of the whole process tree.

Memory is the sum, over all processes of the command, of their proportional set size (PSS, from
``/proc/PID/smaps_rollup``): a page of memory that a fork shares with its parent counts once. It
is sampled every 20 ms and the highest sum is kept; a peak between two samples is missed. Where the
kernel has no such file the resident set (RSS) is summed, which counts shared memory once per process.

Sampling takes time from the command, so a run measures either seconds or memory, not both.
"""

from __future__ import annotations

import os
import resource
import signal
import statistics
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

INTERVAL = 0.02
"""Seconds between two samples of memory."""

LONG_INTERVAL = 0.5
"""For builds of minutes: what sampling takes from them does not count, and no peak is that short."""


_PATIENCE = 30
"""Seconds in which a process that is asked to end does so."""


class CommandError(Exception):
    """A measured command did not end with 0; the text holds the end of what it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run of a command cost."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int | None = None
    """``None`` where memory was not sampled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Runs of two things, made in turns: ``ours[0]``, ``theirs[0]``, ``ours[1]``, …"""

    ours: tuple[float, ...]
    theirs: tuple[float, ...] = field(default=())

    @property
    def ratios(self) -> tuple[float, ...]:
        """Ours to theirs, pair by pair: what slows the machine for a minute slows both of a pair."""
        return tuple(our / their for our, their in zip(self.ours, self.theirs, strict=True))

    @property
    def ratio(self) -> float:
        """The median of the pairs."""
        return statistics.median(self.ratios)


def run(
    command: Sequence[str],
    *,
    cwd: Path | None = None,
    memory: bool = False,
    interval: float = INTERVAL,
    findings: bool = False,
) -> Run:
    """Run a command to its end.

    :param memory: Sample memory; with a short interval, the seconds are not to be compared with other runs.
    :param interval: Seconds between two samples.
    :param findings: Exit status 1 says that something was found, and is no error.
    :raises CommandError: its exit status was not 0.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    # A session of its own: a process whose parent has gone is still recognised as part of it.
    process = subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    sampler = _Sampler(process.pid, interval) if memory else None
    if sampler:
        sampler.start()
    try:
        output, _ = process.communicate()
    except BaseException:
        end_session(process)
        raise
    seconds = time.perf_counter() - started
    if sampler:
        sampler.stop()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    failed = b"Traceback" in output if findings and process.returncode == 1 else process.returncode != 0
    if failed:
        tail = "\n".join(output.decode(errors="replace").splitlines()[-12:])
        raise CommandError(f"exit status {process.returncode}: {' '.join(command)}\n{tail}")
    return Run(
        seconds=seconds,
        cpu_seconds=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        peak_bytes=sampler.peak if sampler else None,
    )


def end_session(process: subprocess.Popen[bytes]) -> None:
    """End a process that was started in a session of its own, and then whatever of its session is left."""
    process.terminate()
    try:
        process.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Let a signal that asks this process to end raise an exception, so that what it has started ends too."""

    def end(number: int, frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def in_rounds(*functions: Callable[[int], float], rounds: int) -> tuple[tuple[float, ...], ...]:
    """Measure A B C A B C …; each function is given the number of the round, from 0.

    :returns: for each function, its figure of each round.
    """
    figures = [tuple(function(number) for function in functions) for number in range(rounds)]
    return tuple(zip(*figures, strict=True))


def in_turns(ours: Callable[[int], float], theirs: Callable[[int], float], *, rounds: int) -> Comparison:
    """Measure A B A B …; each function is given the number of the round, from 0."""
    our_figures, their_figures = in_rounds(ours, theirs, rounds=rounds)
    return Comparison(ours=our_figures, theirs=their_figures)


class _Sampler(threading.Thread):
    """Watches the memory of a process and all that it starts."""

    def __init__(self, session: int, interval: float) -> None:
        super().__init__(daemon=True)
        self._session = session
        self._interval = interval
        self._done = threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self._done.is_set():
            self.peak = max(self.peak, memory_of(processes_of(self._session)))
            self._done.wait(self._interval)

    def stop(self) -> None:
        self._done.set()
        self.join()


def processes_of(root: int) -> frozenset[int]:
    """The process ``root``, its descendants, and all others of the session that it leads."""
    parents: dict[int, int] = {}
    found = {root}
    for folder in Path("/proc").iterdir():
        name = folder.name
        if not name.isdecimal():
            continue
        try:
            # The command's name may hold spaces and brackets; the numbers stand after the last.
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents[int(name)] = int(fields[1])
        if int(fields[3]) == root:
            found.add(int(name))
    size = 0
    while size != len(found):
        size = len(found)
        found |= {pid for pid, parent in parents.items() if parent in found}
    return frozenset(found)


def processor_seconds(processes: frozenset[int]) -> float:
    """The processor time that these processes have used, and those that they have waited for."""
    total = 0
    for pid in processes:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += sum(map(int, fields[11:15]))
    return total / os.sysconf("SC_CLK_TCK")


def memory_of(processes: frozenset[int]) -> int:
    """The memory of these processes together, in bytes; one that has ended counts nothing."""
    return sum(_proportional(pid) for pid in processes)


def _proportional(pid: int) -> int:
    for file, key in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            text = Path(f"/proc/{pid}/{file}").read_text()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        for line in text.splitlines():
            if line.startswith(key):
                return int(line.split()[1]) * 1024
    return 0

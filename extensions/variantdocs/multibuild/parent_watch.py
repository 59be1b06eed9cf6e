"""End a worker process when the process that started it ends, however that happens."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from functools import partial

_PR_SET_PDEATHSIG = 1
_SECONDS = 0.5


def end_with_parent() -> None:
    """Let this process, and those that it forks, end as soon as their parents end.

    Linux kills the process; elsewhere a thread watches the parent. The signal of Linux also comes when
    the *thread* that forked the process ends, so that thread has to live as long as the process.
    """
    if sys.platform == "linux":
        parent = os.getppid()
        _kill_with_parent(parent)
        os.register_at_fork(after_in_child=_kill_with_forking_process)
    else:
        threading.Thread(target=partial(_watch, os.getppid()), daemon=True).start()


def leave_signals_to_parent() -> None:
    """Ignore Ctrl-C, which the terminal sends to all processes: the parent ends this one with SIGTERM."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _kill_with_forking_process() -> None:
    _kill_with_parent(os.getppid())


def _kill_with_parent(parent: int) -> None:
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before the call
        os.kill(os.getpid(), signal.SIGKILL)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)

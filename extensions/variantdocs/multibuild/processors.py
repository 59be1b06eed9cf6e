"""Count the processors that this process may use: of the machine, the container, or the runner."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

_PROC, _CGROUPS = Path("/proc"), Path("/sys/fs/cgroup")


def available_processors(*, proc: Path = _PROC, cgroups: Path = _CGROUPS) -> int:
    """The number of processors, at least 1.

    That is how many the process may run on, but no more than what the quota of its control group allows,
    which is how containers are limited.
    """
    affinity = getattr(os, "sched_getaffinity", None)
    count = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(1, min([count, *_quotas(proc, cgroups)]))


def requested_jobs(argv: Sequence[str]) -> int | None:
    """The number that ``-j`` asks for on a command line of ``sphinx-build``; ``None`` without a number."""
    words = iter(argv)
    found = None
    for word in words:
        if word in ("-j", "--jobs"):
            found = next(words, "")
        elif option := re.fullmatch(r"-[aEnqvQTW]*j=?(.+)|--jobs=(.+)", word):
            found = option[1] or option[2]
        elif re.fullmatch(r"-[aEnqvQTW]*j", word):
            found = next(words, "")
    return int(found) if found and found.isdecimal() else None


def _quotas(proc: Path, cgroups: Path) -> Iterator[int]:
    """The whole processors that the quotas of this control group, and of those above it, allow."""
    for group in _read(proc / "self/cgroup").splitlines():
        _, _, rest = group.partition(":")
        controllers, _, name = rest.partition(":")
        root = cgroups / controllers if controllers else cgroups
        if controllers and "cpu" not in controllers.split(","):
            continue
        folder = root / name.lstrip("/")
        for path in (folder, *folder.parents):
            if not path.is_relative_to(root):
                break
            yield from _quota(path)


def _quota(group: Path) -> Iterator[int]:
    quota, _, period = _read(group / "cpu.max").strip().partition(" ")  # version 2
    if not quota:
        quota, period = _read(group / "cpu.cfs_quota_us").strip(), _read(group / "cpu.cfs_period_us").strip()
    if quota.isdecimal() and period.isdecimal() and int(period):
        yield max(1, round(int(quota) / int(period)))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError):
        return ""

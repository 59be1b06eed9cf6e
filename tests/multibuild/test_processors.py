"""Builds use the processors that they really have, unless -j says otherwise."""

from __future__ import annotations

import os

import pytest

from variantdocs.multibuild.processors import available_processors, requested_jobs

eight = pytest.mark.usefixtures("_eight_processors")


@pytest.fixture
def _eight_processors(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(8)), raising=False)


@eight
@pytest.mark.parametrize(
    ("groups", "files", "count"),
    [
        ("", {}, 8),
        ("0::/\n", {"cpu.max": "max 100000\n"}, 8),
        ("0::/\n", {"cpu.max": "200000 100000\n"}, 2),
        ("0::/a/b\n", {"a/cpu.max": "150000 100000\n", "a/b/cpu.max": "max 100000\n"}, 2),
        ("0::/a\n", {"a/cpu.max": "10000 100000\n"}, 1),
        ("0::/\n", {"cpu.max": "1600000 100000\n"}, 8),
        ("0::/\n", {"cpu.max": "nonsense"}, 8),
        ("3:cpu,cpuacct:/a\n1:memory:/a\n", {"cpu,cpuacct/a/cpu.cfs_quota_us": "300000", "cpu,cpuacct/a/cpu.cfs_period_us": "100000"}, 3),
        ("3:cpu:/\n", {"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, 8),
    ],
)  # fmt: skip
def test_the_quota_of_a_container_limits_the_processors(tmp_path, groups, files, count):
    for name, text in {
        "proc/self/cgroup": groups,
        **{f"cgroup/{name}": text for name, text in files.items()},
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert available_processors(proc=tmp_path / "proc", cgroups=tmp_path / "cgroup") == count


@pytest.mark.parametrize(
    ("words", "jobs"),
    [
        ("-b html", None),
        ("-j 3", 3),
        ("-j3", 3),
        ("-qj3", 3),
        ("-qj 3", 3),
        ("--jobs=3", 3),
        ("--jobs 3", 3),
        ("-j auto", None),
        ("-j", None),
        ("-j 2 -j 4", 4),
    ],
)
def test_the_jobs_of_a_command_line_are_found(words, jobs):
    assert requested_jobs(words.split()) == jobs

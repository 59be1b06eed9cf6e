"""Ask git when files last changed, all of them with one command."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_LOG = (
    "log",
    "-z",
    "-c",  # of a merge, list what is as in none of its parents
    "--name-only",
    "--no-renames",
    "--no-show-signature",
    "--no-notes",
    "--no-color",
    "--format=format:%x01%H %ct",
)
_HEAD = re.compile(rb"([0-9a-f]+) (\d+)[\n\0]?")  # a line end; of a merge, a zero byte
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitDate:
    """When a file last changed, in seconds since 1970.

    It is not exact for what a shallow clone has from its first commit: the file may be older.
    """

    seconds: int
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A git repository: its folder, the commit that is checked out, and where a shallow clone begins."""

    top: Path
    head: str
    first_commits: frozenset[str]

    @classmethod
    def holding(cls, folder: Path) -> Repository | None:
        """The repository that holds ``folder``; ``None`` without one, without a commit, or without git."""
        command = ("git", "-C", str(folder), "rev-parse", "--show-toplevel", "HEAD", "--git-path", "shallow")
        try:
            done = subprocess.run(command, capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return None
        top, head, shallow = os.fsdecode(done.stdout).splitlines()
        try:
            first_commits = (folder / shallow).read_text("ascii").split()
        except FileNotFoundError:
            first_commits = []
        return cls(top=Path(top), head=head, first_commits=frozenset(first_commits))

    def commit_dates(self, files: Collection[Path]) -> Mapping[Path, CommitDate]:
        """When each of ``files`` last changed in a commit; those that git does not track are left out.

        :param files: Absolute and without ``..``; those outside of the repository have no date.
        """
        names = {os.fsencode(file.relative_to(self.top)): file for file in files if self._has(file)}
        folders = sorted({str(file.parent) for file in names.values()})
        if not folders:
            return {}
        found: dict[Path, CommitDate] = {}
        command = ("git", "-C", str(self.top), "--literal-pathspecs", *_LOG, "--", *_outermost(folders))
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as git:
            assert git.stdout is not None
            for commit, seconds, changed in parse_log(_chunks(git.stdout)):
                date = CommitDate(seconds=seconds, exact=commit not in self.first_commits)
                found.update((names.pop(name), date) for name in changed if name in names)
                if not names:
                    git.kill()  # older commits tell nothing more
                    break
        return found

    def _has(self, file: Path) -> bool:
        return file.is_relative_to(self.top)


def newest(dates: Iterable[CommitDate]) -> int | None:
    """The latest of ``dates``; ``None`` if there is none, or if what is later is not known exactly."""
    latest = max(dates, key=lambda date: (date.seconds, date.exact), default=None)
    return latest.seconds if latest is not None and latest.exact else None


def parse_log(chunks: Iterable[bytes]) -> Iterator[tuple[str, int, list[bytes]]]:
    """The output of ``git log`` as (commit, seconds, changed files), newest first."""
    for record in _records(chunks):
        if head := _HEAD.match(record):
            names = record[head.end() :].split(b"\0")
            yield head[1].decode("ascii"), int(head[2]), [name for name in names if name]


def _records(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What stands between the bytes ``\\x01``."""
    rest = b""
    for chunk in chunks:
        *records, rest = (rest + chunk).split(b"\x01")
        yield from filter(None, records)
    if rest:
        yield rest


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _outermost(folders: Iterable[str]) -> list[str]:
    """``folders``, which are sorted, without those within another."""
    found: list[str] = []
    for folder in folders:
        if not any(Path(folder).is_relative_to(outer) for outer in found):
            found.append(folder)
    return found

"""``variantdocs remote lock``: write what every remote file is now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from variantdocs.errors import ConfigurationError
from variantdocs.remote.commands.check import compared
from variantdocs.remote.commands.drift import Verdict
from variantdocs.remote.commands.project import Project, collect
from variantdocs.remote.commands.report import counted_files, failure_lines
from variantdocs.remote.commands.upstream import Newest, newest
from variantdocs.remote.redact import shown
from variantdocs.remote.store.lockfile import Lock, read_lock, write_lock
from variantdocs.remote.types import RemoteError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from variantdocs.remote.loader import Loader


def lock(args: argparse.Namespace, variants: Sequence[str], make_loader: Callable[..., Loader]) -> int:
    """Write the lock; but nothing unless every file could be fetched: half a lock is a broken build."""
    project = collect(args.sources, args.conf_dir, variants=variants)
    path = project.settings.lock
    before = _lock_or_empty(path)
    loader = make_loader(project.settings_of_commands, lock=before)
    try:
        found = newest(loader, project.urls)
        failed = {url: answer for url, answer in found.items() if isinstance(answer, RemoteError)}
        if failed:
            print(*failure_lines(project, failed), sep="\n")
            print(f"{path.name} is as it was: {counted_files(len(failed))} could not be fetched")
            return 1
        report = compared(project, loader, now=found)
    finally:
        loader.close()
    entries = {url: answer.entry for url, answer in found.items() if isinstance(answer, Newest)}
    after = Lock(sources=entries)
    written = write_lock(path, after)
    _print_changes(before, after)
    _print_moved(project, found)
    broken = [f for f in report.findings if f.verdict in {Verdict.SELECTION_FAILS, Verdict.REFUSED}]
    for finding in broken:
        print(f"{finding.place}: {finding.verdict}: {finding.detail}")
    for copy in project.stale_copies(after):
        print(f"{copy}: not what {path.name} says; run: variantdocs remote vendor")
    done = "written" if written else "nothing to change"
    print(f"{path.name}: {counted_files(len(after.sources))}, {done}")
    return 1 if broken else 0


def _lock_or_empty(path: Path) -> Lock:
    """Read the lock. One that cannot be read must not stop the command that writes it anew."""
    try:
        return read_lock(path)
    except ConfigurationError as exc:
        print(exc)
        print(f"{path.name} cannot be used, and is written anew")
        return Lock()


def _print_changes(before: Lock, after: Lock) -> None:
    for url in sorted({*before.sources, *after.sources}):
        old, new = before.sources.get(url), after.sources.get(url)
        if old is None:
            print(f"+ {url}")
        elif new is None:
            print(f"- {url}")
        elif old.sha256 != new.sha256:
            print(f"~ {url}")


def _print_moved(project: Project, found: Mapping[str, Newest | RemoteError]) -> None:
    for url, answer in found.items():
        if isinstance(answer, Newest) and answer.moved_to:
            places = ", ".join(project.places(url))
            print(f"{places}: {shown(url)} has moved for good; write {shown(answer.moved_to)}")

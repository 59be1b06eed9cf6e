"""``variantdocs remote check``: which pages would show other code if the lock were written now."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from variantdocs.remote.commands.drift import Report, judged
from variantdocs.remote.commands.project import Project, collect
from variantdocs.remote.commands.report import as_json, as_text
from variantdocs.remote.commands.upstream import Newest, newest
from variantdocs.remote.types import RemoteError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from variantdocs.remote.loader import Loader
    from variantdocs.remote.store.lockfile import Lock


def check(args: argparse.Namespace, variants: Sequence[str], make_loader: Callable[..., Loader]) -> int:
    """Report what has changed; the lock is not touched."""
    project = collect(args.sources, args.conf_dir, variants=variants)
    loader = make_loader(project.settings_of_commands)
    try:
        report = compared(project, loader, lock=loader.lock, now=newest(loader, project.urls))
    finally:
        loader.close()
    print(json.dumps(as_json(report), indent=2) if args.format == "json" else as_text(report))
    return 0 if report.is_clean else 1


def compared(
    project: Project, loader: Loader, *, lock: Lock, now: Mapping[str, Newest | RemoteError]
) -> Report:
    """Judge all uses of a project.

    :param now: What :func:`~variantdocs.remote.commands.upstream.newest` found.
    """
    locked = _locked_files(loader, lock, now)
    return judged(project.uses, lock=lock, now=now, locked=locked, select=project.select)


def _locked_files(loader: Loader, lock: Lock, now: Mapping[str, Newest | RemoteError]) -> dict[str, Path]:
    """Give the locked bytes of the files that are no longer what is locked, if they can be had."""
    files = {}
    changed = []
    for url, answer in now.items():
        entry = lock.sources.get(url)
        if entry is None or isinstance(answer, RemoteError):
            continue
        if answer.entry.sha256 == entry.sha256:
            files[url] = answer.path
        else:
            changed.append(url)
    loader.prefetch(changed)
    for url in changed:
        try:
            loaded = loader.load(url)
        except RemoteError:
            continue
        if loaded.sha256 == lock.sources[url].sha256:
            files[url] = loaded.path
    return files

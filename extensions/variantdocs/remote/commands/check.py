"""``variantdocs remote check``: which pages would show other code if the lock were written now."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
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


def check(args: argparse.Namespace, variants: Sequence[str], make_loader: Callable[..., Loader]) -> int:
    """Report what has changed; the lock is not touched."""
    project = collect(args.sources, args.conf_dir, variants=variants)
    loader = make_loader(project.settings_of_commands)
    try:
        report = compared(project, loader, now=newest(loader, project.urls))
    finally:
        loader.close()
    print(json.dumps(as_json(report), indent=2) if args.format == "json" else as_text(report))
    return 0 if report.is_clean else 1


def compared(project: Project, loader: Loader, *, now: Mapping[str, Newest | RemoteError]) -> Report:
    """Judge all uses of a project by the loader's lock.

    :param now: What :func:`~variantdocs.remote.commands.upstream.newest` found.
    """
    report = judged(
        project.uses, lock=loader.lock, now=now, locked=_locked_files(loader, now), select=project.select
    )
    return replace(report, stale_copies=project.stale_copies(loader.lock))


def _locked_files(loader: Loader, now: Mapping[str, Newest | RemoteError]) -> dict[str, Path | RemoteError]:
    """Give the locked bytes of each file that the lock names, or why they cannot be had."""
    files: dict[str, Path | RemoteError] = {}

    def find(url: str) -> None:
        try:
            files[url] = loader.locked(url).path
        except RemoteError as exc:
            files[url] = exc

    names = loader.lock.sources
    loader.side_by_side(
        find, [url for url, answer in now.items() if url in names and isinstance(answer, Newest)]
    )
    return files

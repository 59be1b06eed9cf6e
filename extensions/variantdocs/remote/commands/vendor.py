"""``variantdocs remote vendor``: copy the remote files into the project."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.messages import Kind
from variantdocs.remote.commands.project import collect
from variantdocs.remote.commands.report import counted_files, failure_lines
from variantdocs.remote.redact import shown
from variantdocs.remote.types import RemoteError
from variantdocs.remote.url import segments, split

if TYPE_CHECKING:
    import argparse

    from variantdocs.remote.loader import Loader


def vendor(args: argparse.Namespace, variants: Sequence[str], make_loader: Callable[..., Loader]) -> int:
    """Copy the files as the lock has them, and print the setting that builds from the copies."""
    project = collect(args.sources, args.conf_dir, variants=variants)
    loader = make_loader(project.settings_of_commands)
    failed: dict[str, RemoteError] = {}
    hosts: set[str] = set()
    copied = 0
    try:
        urls = [url for url in project.urls if not loader.is_local(url)]
        loader.prefetch(urls)
        for url in urls:
            try:
                path = args.into.joinpath(*_copy_of(url))
                loaded = loader.load(url)
            except RemoteError as exc:
                failed[url] = exc
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(loaded.path, path)
            hosts.add(split(url)[0])
            copied += 1
    finally:
        loader.close()
    print(*failure_lines(project, failed), sep="\n", end="\n" if failed else "")
    are, them = ("is", "it") if copied == 1 else ("are", "them")
    print(f"{counted_files(copied)} {are} in {args.into}. To build from {them}, write in conf.py:")
    folder = Path(os.path.relpath(args.into, args.conf_dir)).as_posix()
    table = {f"https://{host}/": f"{folder}/{host}" for host in sorted(hosts)}
    known = {prefix: os.path.relpath(path, args.conf_dir) for prefix, path in project.settings.local.items()}
    print(f"rli_local = {json.dumps(known | table)}")
    return 1 if failed else 0


def _copy_of(url: str) -> tuple[str, ...]:
    """Give where a copy lies below the folder of copies: host, then the decoded path."""
    host, path = split(url)
    parts = segments(path.removeprefix("/"))
    if "?" in path or any(not part or set(part) & set("/\\:\0") or part in {".", ".."} for part in parts):
        message = f"{shown(url)}: this cannot be the name of a file; copy it by hand, and show the copy"
        raise RemoteError(Kind.RLI_OPTION, message)
    return (host, *parts)

"""``variantdocs remote vendor``: copy the remote files into the project."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.errors import ConfigurationError
from variantdocs.messages import Kind
from variantdocs.remote.commands.project import collect
from variantdocs.remote.commands.report import counted_files, failure_lines
from variantdocs.remote.local import MARKER
from variantdocs.remote.redact import shown
from variantdocs.remote.types import RemoteError
from variantdocs.remote.url import segments, split

if TYPE_CHECKING:
    import argparse

    from variantdocs.remote.loader import Loader


_MARKER_TEXT = """\
Copies of remote files, made by: variantdocs remote vendor
The commands lock, check and vendor of variantdocs look at the files themselves, not at these copies.
"""


def vendor(args: argparse.Namespace, variants: Sequence[str], make_loader: Callable[..., Loader]) -> int:
    """Copy the files as the lock has them, and print the setting that builds from the copies."""
    project = collect(args.sources, args.conf_dir, variants=variants)
    loader = make_loader(project.settings_of_commands)
    failed: dict[str, RemoteError] = {}
    copied: list[str] = []
    try:
        urls = [url for url in project.urls if not loader.is_local(url)]
        loader.prefetch(urls)
        for url in urls:
            try:
                name, loaded = _copy_of(url), loader.load(url)
            except RemoteError as exc:
                failed[url] = exc
                continue
            _copy(loaded.path, args.into, name)
            copied.append(url)
    finally:
        loader.close()
    print(*failure_lines(project, failed), sep="\n", end="\n" if failed else "")
    for url in copied:
        if url not in loader.lock.sources:
            places = ", ".join(project.places(url))
            print(f"{places}: {shown(url)}: not in {project.settings.lock.name}; what it is now was copied")
    are, them = ("is", "it") if len(copied) == 1 else ("are", "them")
    print(f"{counted_files(len(copied))} {are} in {args.into}. To build from {them}, write in conf.py:")
    folder = Path(os.path.relpath(args.into, args.conf_dir)).as_posix()
    table = {f"https://{host}/": f"{folder}/{host}" for host in sorted({split(url)[0] for url in copied})}
    known = {prefix: os.path.relpath(path, args.conf_dir) for prefix, path in project.settings.local.items()}
    print(f"rli_local = {json.dumps(known | table)}")
    return 1 if failed else 0


def _copy(source: Path, into: Path, name: tuple[str, ...]) -> None:
    """Copy a file, and mark the folder of copies as one.

    :raises ConfigurationError: if it cannot be written.
    """
    path = into.joinpath(*name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        (into / MARKER).write_text(_MARKER_TEXT, "utf-8")
        # The copy is the project's own: it is not read-only, as files of the cache are.
        shutil.copyfile(source, path)
    except OSError as exc:
        raise ConfigurationError((f"{into}: cannot be written: {exc.strerror}",)) from None


def _copy_of(url: str) -> tuple[str, ...]:
    """Give where a copy lies below the folder of copies: host, then the decoded path."""
    host, path = split(url)
    parts = segments(path.removeprefix("/"))
    if "?" in path or any(not part or set(part) & set("/\\:\0") or part in {".", ".."} for part in parts):
        message = f"{shown(url)}: this cannot be the name of a file; copy it by hand, and show the copy"
        raise RemoteError(Kind.RLI_OPTION, message)
    return (host, *parts)

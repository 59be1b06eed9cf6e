"""The commands ``variantdocs remote lock``, ``check`` and ``vendor``.

Each takes what argparse made of its arguments, prints, and gives the exit status: 0 done, 1 findings,
2 wrong usage or configuration.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.errors import ConfigurationError
from variantdocs.messages import Kind
from variantdocs.remote.commands.collect import Project, collect
from variantdocs.remote.commands.drift import Now, Report, as_json, as_text, judged, noted_uses
from variantdocs.remote.commands.upstream import Newest, newest
from variantdocs.remote.directive.selection import Selection, selected
from variantdocs.remote.loader import Loader
from variantdocs.remote.redact import shown
from variantdocs.remote.store.lockfile import Lock, read_lock, write_lock
from variantdocs.remote.types import RemoteError
from variantdocs.remote.url import segments, split

if TYPE_CHECKING:
    import argparse

    from variantdocs.remote.commands.collect import FoundUse
    from variantdocs.remote.settings import RemoteSettings
    from variantdocs.remote.uses import RemoteUse

MakeLoader = Callable[["RemoteSettings"], Loader]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the three commands; the parsed arguments have the chosen one as ``run_remote``."""
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, run, text in (
        ("lock", lock, "write remote.lock: what every remote file is now"),
        ("check", check, "compare remote.lock with what the remote files are now; exit 1 if code changed"),
        ("vendor", vendor, "copy the remote files into this project, and say how to build from the copies"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run_remote=run)
        command.add_argument("sources", nargs="?", type=Path, default=Path("source"), help="folder of pages")
        command.add_argument(
            "-c", "--conf-dir", type=Path, default=Path(), help="folder of conf.py (default: here)"
        )
        if name == "check":
            command.add_argument("--format", choices=("text", "json"), default="text", help="how to report")
        if name == "vendor":
            command.add_argument(
                "--into", type=Path, default=Path("vendor"), help="folder for the copies (default: vendor)"
            )


def lock(args: argparse.Namespace, *, variants: Sequence[str] = (), make_loader: MakeLoader = Loader) -> int:
    """Write what every remote file is now.

    Nothing is written unless every file could be fetched: half a lock is a broken build.

    :param variants: The variants of the project.
    """
    return _guarded(partial(_lock, args, variants, make_loader))


def check(args: argparse.Namespace, *, variants: Sequence[str] = (), make_loader: MakeLoader = Loader) -> int:
    """Report which pages would show other code if the lock were written now.

    :param variants: The variants of the project.
    """
    return _guarded(partial(_check, args, variants, make_loader))


def vendor(
    args: argparse.Namespace, *, variants: Sequence[str] = (), make_loader: MakeLoader = Loader
) -> int:
    """Copy the files that the lock names into the project.

    :param variants: The variants of the project.
    """
    return _guarded(partial(_vendor, args, variants, make_loader))


def _guarded(run: Callable[[], int]) -> int:
    try:
        return run()
    except ConfigurationError as exc:
        print(exc, file=sys.stderr)
        return 2


def _lock(args: argparse.Namespace, variants: Sequence[str], make_loader: MakeLoader) -> int:
    project = collect(args.sources, args.conf_dir, variants=variants)
    settings = project.settings
    before = _lock_or_empty(settings.lock)
    # A lock that cannot be read must not stop the command that mends it.
    loader = make_loader(replace(settings, mode="dev", lock=_readable(settings.lock, before)))
    try:
        found = newest(loader, _urls(project))
        failed = {url: answer for url, answer in found.items() if isinstance(answer, RemoteError)}
        if failed:
            _print_failures(project, failed)
            print(f"{settings.lock.name} is as it was: {_files(len(failed))} could not be fetched")
            return 1
        now = _now(found)
        report = judged(
            project.uses,
            lock=before,
            now=now,
            locked=_locked_files(loader, before, now),
            select=_selector(project),
        )
        after = _new_lock(project, now)
    finally:
        loader.close()
    written = write_lock(settings.lock, after)
    _print_changes(before, after)
    _print_moved(project, found)
    broken = [f for f in report.findings if f.verdict in {"selection fails", "refused"}]
    for finding in broken:
        print(f"{finding.place}: {finding.verdict}: {finding.detail}")
    done = "written" if written else "nothing to change"
    print(f"{settings.lock.name}: {_files(len(after.sources))}, {done}")
    return 1 if broken else 0


def _check(args: argparse.Namespace, variants: Sequence[str], make_loader: MakeLoader) -> int:
    project = collect(args.sources, args.conf_dir, variants=variants)
    loader = make_loader(replace(project.settings, mode="dev"))
    try:
        report = _judged(project, loader)
    finally:
        loader.close()
    print(json.dumps(as_json(report), indent=2) if args.format == "json" else as_text(report))
    return 0 if report.is_clean else 1


def _judged(project: Project, loader: Loader) -> Report:
    now = _now(newest(loader, _urls(project)))
    locked = _locked_files(loader, loader.lock, now)
    return judged(project.uses, lock=loader.lock, now=now, locked=locked, select=_selector(project))


def _vendor(args: argparse.Namespace, variants: Sequence[str], make_loader: MakeLoader) -> int:
    project = collect(args.sources, args.conf_dir, variants=variants)
    loader = make_loader(replace(project.settings, mode="dev"))
    failed: dict[str, RemoteError] = {}
    hosts: set[str] = set()
    copied = 0
    try:
        urls = [url for url in _urls(project) if not loader.is_local(url)]
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
    _print_failures(project, failed)
    are, them = ("is", "it") if copied == 1 else ("are", "them")
    print(f"{_files(copied)} {are} in {args.into}. To build from {them}, write in conf.py:")
    folder = Path(os.path.relpath(args.into, args.conf_dir)).as_posix()
    table = {f"https://{host}/": f"{folder}/{host}" for host in sorted(hosts)}
    known = {prefix: os.path.relpath(path, args.conf_dir) for prefix, path in project.settings.local.items()}
    print(f"rli_local = {json.dumps(known | table)}")
    return 1 if failed else 0


def _files(count: int) -> str:
    return f"{count} file" if count == 1 else f"{count} files"


def _copy_of(url: str) -> tuple[str, ...]:
    """Give where a copy lies below the folder of copies: host, then the decoded path."""
    host, path = split(url)
    parts = segments(path.removeprefix("/"))
    if "?" in path or any(not part or set(part) & set("/\\:\0") or part in {".", ".."} for part in parts):
        message = f"{shown(url)}: this cannot be the name of a file; copy it by hand, and show the copy"
        raise RemoteError(Kind.RLI_OPTION, message)
    return (host, *parts)


def _urls(project: Project) -> list[str]:
    return sorted({url for found in project.uses if not found.use.refused for url in found.use.urls})


def _now(found: Mapping[str, Newest | RemoteError]) -> dict[str, Now | RemoteError]:
    return {
        url: answer if isinstance(answer, RemoteError) else Now(entry=answer.entry, path=answer.path)
        for url, answer in found.items()
    }


def _locked_files(loader: Loader, lock: Lock, now: Mapping[str, Now | RemoteError]) -> dict[str, Path]:
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


def _selector(project: Project) -> Callable[[RemoteUse, Mapping[str, Path]], Selection]:
    pages = {found.use: found.docname for found in project.uses}

    def select(use: RemoteUse, files: Mapping[str, Path]) -> Selection:
        options = dict(use.options)
        diff = files[use.diff_url] if use.diff_url else None
        if diff is None and "diff" in options:
            diff = _beside(project, pages[use], str(options["diff"]))
        return selected(
            files[use.url], options, name=use.url, source_encoding=project.source_encoding, diff=diff
        )

    return select


def _beside(project: Project, docname: str, name: str) -> Path:
    if name.startswith("/"):
        return project.sources / name.lstrip("/")
    return (project.sources / docname).parent / name


def _new_lock(project: Project, now: Mapping[str, Now | RemoteError]) -> Lock:
    answers = {url: answer for url, answer in now.items() if isinstance(answer, Now)}
    select = _selector(project)
    paths = {url: answer.path for url, answer in answers.items()}
    shown_now: list[tuple[FoundUse, Selection]] = []
    for found in project.uses:
        if found.use.refused or found.use.url not in answers:
            continue
        try:
            shown_now.append((found, select(found.use, paths)))
        except (KeyError, RemoteError):
            continue  # what is compared with lies in a local folder, or the selection fails: told elsewhere
    lock = Lock().with_sources({url: answer.entry for url, answer in answers.items()})
    return lock.with_uses(noted_uses(shown_now))


def _lock_or_empty(path: Path) -> Lock:
    try:
        return read_lock(path)
    except ConfigurationError as exc:
        print(exc)
        print(f"{path.name} cannot be used, and is written anew")
        return Lock()


def _readable(path: Path, lock: Lock) -> Path:
    return path if lock.sources else path.with_name(f".{path.name}-none")


def _print_failures(project: Project, failed: Mapping[str, RemoteError]) -> None:
    for url, error in failed.items():
        places = [found.use.place for found in project.uses if url in found.use.urls]
        print(f"{', '.join(places)}: {error.message} [{error.kind}]")


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
            places = [use.use.place for use in project.uses if url in use.use.urls]
            print(f"{', '.join(places)}: {shown(url)} has moved for good; write {shown(answer.moved_to)}")

"""The verdict on a use: what is locked, beside what the URL gives now."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from variantdocs.messages import Kind
from variantdocs.remote.commands.drift import Finding, judged
from variantdocs.remote.commands.project import FoundUse
from variantdocs.remote.commands.upstream import Newest
from variantdocs.remote.directive.selection import Selection
from variantdocs.remote.network.failures import GoneError
from variantdocs.remote.store.lockfile import Lock, LockEntry
from variantdocs.remote.types import RemoteError
from variantdocs.remote.uses import RemoteUse

URL = "https://code.example/x.py"
OLD, NEW = Path("old"), Path("new")
ENTRIES = {OLD: LockEntry(sha256="a" * 64), NEW: LockEntry(sha256="b" * 64)}
USE = FoundUse(docname="index", use=RemoteUse(url=URL), place="source/index.md:3", variants=("byoc",))
UNUSABLE = RemoteError(Kind.RLI_DRIFT, f"{URL}: the bytes are lost")


def newest(path: Path) -> Newest:
    return Newest(url=URL, path=path, entry=ENTRIES[path])


def verdict(
    now: Path | RemoteError,
    texts: Mapping[Path, str],
    *,
    locked: Path | RemoteError = OLD,
    lock: Mapping[str, LockEntry] | None = None,
    warnings: tuple[str, ...] = (),
) -> Finding:
    """Judge one use: a path that has no text is one in which nothing can be selected."""

    def select(use: RemoteUse, files: Mapping[str, Path]) -> Selection:
        if files[use.url] not in texts:
            raise RemoteError(Kind.RLI_OPTION, "pattern not found")
        return Selection(text=texts[files[use.url]], lines=1, first_line=1, warnings=warnings)

    report = judged(
        [USE],
        lock=Lock(sources={URL: ENTRIES[OLD]} if lock is None else lock),
        now={URL: newest(now) if isinstance(now, Path) else now},
        locked={URL: locked},
        select=select,
    )
    (finding,) = report.findings
    assert (finding.place, finding.variants) == ("source/index.md:3", ("byoc",))
    return finding


@pytest.mark.parametrize(
    ("now", "texts", "expected"),
    [
        (OLD, {}, "same"),
        (NEW, {OLD: "x\n", NEW: "x\n"}, "file changed, snippet identical"),
        (NEW, {OLD: "x\n", NEW: "y\n"}, "snippet changed"),
        (NEW, {NEW: "y\n"}, "snippet changed"),
        (NEW, {OLD: "x\n"}, "selection fails"),
        (GoneError(Kind.RLI_FETCH, "404"), {}, "gone"),
        (RemoteError(Kind.RLI_FETCH, "403"), {}, "unreachable"),
    ],
)
def test_a_use_is_judged_by_what_it_shows(
    now: Path | RemoteError, texts: dict[Path, str], expected: str
) -> None:
    assert str(verdict(now, texts).verdict) == expected


def test_what_was_partly_out_of_range_fails_though_something_is_shown() -> None:
    found = verdict(NEW, {OLD: "x\n", NEW: "x\n"}, warnings=("line out of range",))
    assert (str(found.verdict), found.detail) == ("selection fails", f"{URL}: line out of range")


@pytest.mark.parametrize("now", [OLD, NEW])
def test_locked_bytes_that_nobody_can_have_are_a_finding_whatever_is_served(now: Path) -> None:
    found = verdict(now, {OLD: "x\n", NEW: "x\n"}, locked=UNUSABLE)
    assert (str(found.verdict), found.detail) == ("lock cannot be used", UNUSABLE.message)


def test_a_selection_that_fails_is_told_also_when_the_lock_cannot_be_used() -> None:
    assert str(verdict(NEW, {OLD: "x\n"}, locked=UNUSABLE).verdict) == "selection fails"


def test_what_the_lock_does_not_name_is_not_locked() -> None:
    assert str(verdict(NEW, {NEW: "x\n"}, lock={}).verdict) == "not locked"


def test_an_entry_that_no_page_uses_is_a_finding() -> None:
    report = judged([], lock=Lock(sources={URL: ENTRIES[OLD]}), now={}, locked={}, select=lambda *_: None)
    assert (report.unused, report.is_clean) == ((URL,), False)

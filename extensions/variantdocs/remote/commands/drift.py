"""Judge, for every use, whether what it shows is still what the remote file holds.

Per use, not per file: most changes of a file are not in the lines that a page shows.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from variantdocs.messages import Kind
from variantdocs.remote.commands.upstream import Newest
from variantdocs.remote.network.failures import GoneError
from variantdocs.remote.redact import shown
from variantdocs.remote.types import RemoteError

if TYPE_CHECKING:
    from pathlib import Path

    from variantdocs.remote.commands.project import FoundUse
    from variantdocs.remote.directive.selection import Selection
    from variantdocs.remote.store.lockfile import Lock
    from variantdocs.remote.uses import RemoteUse


class Verdict(StrEnum):
    """What has become of the code that a use shows."""

    SAME = "same"
    """The file is the one in the lock."""
    FILE_CHANGED = "file changed, snippet identical"
    """Only other lines have changed: the lock can be updated without a look."""
    SNIPPET_CHANGED = "snippet changed"
    """The page would show other code."""
    SELECTION_FAILS = "selection fails"
    """A marker, an object or lines that the page names are no longer there."""
    GONE = "gone"
    """The file is no longer there."""
    UNREACHABLE = "unreachable"
    """The file could not be fetched now."""
    UNUSABLE = "lock cannot be used"
    """A frozen build without a cache could not show what is locked."""
    UNLOCKED = "not locked"
    """The lock does not know the URL."""
    REFUSED = "refused"
    """The directive cannot be used as written."""


HARMLESS = frozenset({Verdict.SAME, Verdict.FILE_CHANGED})

Select = Callable[["RemoteUse", Mapping[str, "Path"]], "Selection"]
"""Select what a use shows, from files by URL. Raises RemoteError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The verdict on one use."""

    place: str
    url: str
    verdict: Verdict
    variants: tuple[str, ...] = ()
    detail: str = ""
    diff: str = ""
    """What changed in the snippet, as a unified diff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The verdicts on all uses."""

    findings: tuple[Finding, ...]
    unused: tuple[str, ...] = ()
    """URLs in the lock that no page uses."""
    stale_copies: tuple[str, ...] = ()
    """Vendored files that are not what the lock says."""

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to look at."""
        return not (self.unused or self.stale_copies) and all(
            finding.verdict in HARMLESS for finding in self.findings
        )


def judged(
    uses: Iterable[FoundUse],
    *,
    lock: Lock,
    now: Mapping[str, Newest | RemoteError],
    locked: Mapping[str, Path | RemoteError],
    select: Select,
) -> Report:
    """Compare what is locked with what the URLs give now.

    :param uses: The uses of the project; those in folders of ``rli_local`` are always the same.
    :param now: Canonical URL → what it gives now, without those in ``rli_local``.
    :param locked: Canonical URL → file of the locked bytes, or why they cannot be had.
    """
    judge = _Judge(lock, now, locked, select)
    uses = tuple(uses)
    used = {url for found in uses for url in found.use.urls}
    return Report(
        findings=tuple(
            judge.finding(found) for found in uses if found.use.refused or judge.is_remote(found.use)
        ),
        unused=tuple(sorted(set(lock.sources) - used)),
    )


@dataclass(frozen=True, slots=True)
class _Judge:
    _lock: Lock
    _now: Mapping[str, Newest | RemoteError]
    _locked: Mapping[str, Path | RemoteError]
    _select: Select

    def is_remote(self, use: RemoteUse) -> bool:
        return any(url in self._now for url in use.urls)

    def finding(self, found: FoundUse) -> Finding:
        verdict, detail, diff = self._verdict(found)
        return Finding(
            place=found.place,
            url=found.use.url,
            verdict=verdict,
            variants=found.variants,
            detail=detail,
            diff=diff,
        )

    def _verdict(self, found: FoundUse) -> tuple[Verdict, str, str]:
        use = found.use
        if use.refused:
            return Verdict.REFUSED, use.refused, ""
        urls = [url for url in use.urls if url in self._now]
        errors = [answer for answer in map(self._now.__getitem__, urls) if isinstance(answer, RemoteError)]
        if errors:
            gone = isinstance(errors[0], GoneError)
            return Verdict.GONE if gone else Verdict.UNREACHABLE, errors[0].message, ""
        if any(url not in self._lock.sources for url in urls):
            return Verdict.UNLOCKED, "run: variantdocs remote lock", ""
        unusable = [a.message for a in map(self._locked.get, urls) if isinstance(a, RemoteError)]
        if all(self._is_locked(url) for url in urls):
            return (Verdict.UNUSABLE, unusable[0], "") if unusable else (Verdict.SAME, "", "")
        try:
            text = self._text_now(use)
        except RemoteError as exc:
            return Verdict.SELECTION_FAILS, exc.message, ""
        if unusable:
            return Verdict.UNUSABLE, unusable[0], ""
        return self._changed(use, text)

    def _is_locked(self, url: str) -> bool:
        answer = self._now[url]
        return isinstance(answer, Newest) and answer.entry.sha256 == self._lock.sources[url].sha256

    def _text_now(self, use: RemoteUse) -> str:
        paths = {url: answer.path for url, answer in self._now.items() if isinstance(answer, Newest)}
        selection = self._select(use, paths)
        if selection.warnings:
            raise RemoteError(Kind.RLI_OPTION, f"{shown(use.url)}: {selection.warnings[0]}")
        return selection.text

    def _changed(self, use: RemoteUse, text: str) -> tuple[Verdict, str, str]:
        files = {url: path for url, path in self._locked.items() if not isinstance(path, RemoteError)}
        try:
            before = self._select(use, files).text
        except RemoteError:
            return Verdict.SNIPPET_CHANGED, "nothing could be selected before, so there is no diff", ""
        if before == text:
            return Verdict.FILE_CHANGED, "", ""
        return Verdict.SNIPPET_CHANGED, "", _diff(before, text)


def _diff(before: str, now: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), now.splitlines(), "locked", "now", lineterm="")
    return "\n".join(lines)

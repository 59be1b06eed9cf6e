"""Judge, for every use, whether what it shows is still what the remote file holds.

Per use, not per file: most changes of a file are not in the lines that a page shows.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from variantdocs.remote.network.failures import GoneError
from variantdocs.remote.redact import printable, shown
from variantdocs.remote.types import RemoteError
from variantdocs.remote.uses import text_hash

if TYPE_CHECKING:
    from pathlib import Path

    from variantdocs.remote.commands.collect import FoundUse
    from variantdocs.remote.directive.selection import Selection
    from variantdocs.remote.store.lockfile import Lock, LockEntry, UseValue
    from variantdocs.remote.uses import RemoteUse


class Verdict(StrEnum):
    """What has become of the code that a use shows."""

    SAME = "same"
    """The file is the one in the lock."""
    FILE_CHANGED = "file changed, snippet identical"
    """Only other lines have changed: the lock can move on unseen."""
    SNIPPET_CHANGED = "snippet changed"
    """The page would show other code."""
    SELECTION_FAILS = "selection fails"
    """A marker, an object or lines that the page names are no longer there."""
    GONE = "gone"
    """The file is no longer there."""
    UNREACHABLE = "unreachable"
    """The file could not be fetched now."""
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

    @property
    def is_clean(self) -> bool:
        """Whether nobody has to look at anything."""
        return not self.unused and all(finding.verdict in HARMLESS for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What a URL gives now."""

    entry: LockEntry
    path: Path


def judged(
    uses: Iterable[FoundUse],
    *,
    lock: Lock,
    now: Mapping[str, Now | RemoteError],
    locked: Mapping[str, Path],
    select: Select,
) -> Report:
    """Compare what is locked with what the URLs give now.

    :param uses: The uses of the project; those in folders of ``rli_local`` are always the same.
    :param now: Canonical URL → what it gives now, without those in ``rli_local``.
    :param locked: Canonical URL → file of the locked bytes, as far as they can still be had.
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


class _Judge:
    def __init__(
        self,
        lock: Lock,
        now: Mapping[str, Now | RemoteError],
        locked: Mapping[str, Path],
        select: Select,
    ) -> None:
        self._lock = lock
        self._now = now
        self._locked = locked
        self._select = select

    def is_remote(self, use: RemoteUse) -> bool:
        return any(url in self._now for url in use.urls)

    def finding(self, found: FoundUse) -> Finding:
        verdict, detail, diff = self._verdict(found)
        use = found.use
        return Finding(
            place=use.place,
            url=use.url,
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
        if all(self._is_locked(url) for url in urls):
            return Verdict.SAME, "", ""
        try:
            text = self._text_now(use)
        except RemoteError as exc:
            return Verdict.SELECTION_FAILS, exc.message, ""
        return self._changed(found, text)

    def _is_locked(self, url: str) -> bool:
        answer = self._now[url]
        return isinstance(answer, Now) and answer.entry.sha256 == self._lock.sources[url].sha256

    def _text_now(self, use: RemoteUse) -> str:
        paths = {url: answer.path for url, answer in self._now.items() if isinstance(answer, Now)}
        selection = self._select(use, paths)
        if selection.warnings:
            from variantdocs.messages import Kind

            raise RemoteError(Kind.RLI_OPTION, f"{shown(use.url)}: {selection.warnings[0]}")
        return selection.text

    def _changed(self, found: FoundUse, text: str) -> tuple[Verdict, str, str]:
        try:
            before = self._select(found.use, self._locked).text
        except (KeyError, RemoteError):
            return self._changed_since_noted(found, text)
        if before == text:
            return Verdict.FILE_CHANGED, "", ""
        return Verdict.SNIPPET_CHANGED, "", _diff(before, text)

    def _changed_since_noted(self, found: FoundUse, text: str) -> tuple[Verdict, str, str]:
        """Compare with the hash in the lock: the locked bytes can no longer be had."""
        noted = noted_snippet(found.use, self._lock)
        if noted == text_hash(text):
            return Verdict.FILE_CHANGED, "", ""
        return Verdict.SNIPPET_CHANGED, "the locked bytes can no longer be had, so there is no diff", ""


def _diff(before: str, now: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), now.splitlines(), "locked", "now", lineterm="")
    return "\n".join(lines)


def noted_uses(uses: Iterable[tuple[FoundUse, Selection]]) -> dict[str, dict[str, UseValue]]:
    """Give what a lock says about uses. Without line numbers, so that it changes with its subject only."""
    noted: dict[str, dict[str, UseValue]] = {}
    numbers: Counter[str] = Counter()
    for found, selection in uses:
        page = found.use.source.rpartition(".")[0]
        numbers[page] += 1
        noted[f"{page}#rli-{numbers[page]}"] = {
            "url": found.use.url,
            "options": _options_hash(found.use),
            "snippet": f"sha256:{text_hash(selection.text)}",
            "lines": selection.lines,
        }
    return noted


def noted_snippet(use: RemoteUse, lock: Lock) -> str | None:
    """Give the hash of what a use showed when the lock was written."""
    wanted = (use.url, _options_hash(use))
    for noted in lock.uses.values():
        if (noted.get("url"), noted.get("options")) == wanted:
            return str(noted.get("snippet", "")).removeprefix("sha256:")
    return None


def _options_hash(use: RemoteUse) -> str:
    return text_hash(json.dumps([use.diff_url, *use.options]))[:16]


def as_text(report: Report) -> str:
    """Say it to a person: what needs no look is only counted."""
    lines: list[str] = []
    for finding in report.findings:
        if finding.verdict is Verdict.SAME:
            continue
        variants = f" [{', '.join(finding.variants)}]" if finding.variants else ""
        detail = finding.detail.removeprefix(f"{shown(finding.url)}: ")
        said = [str(finding.verdict), (shown(finding.url) + variants).strip(), detail]
        lines.append(f"{finding.place}: {': '.join(part for part in said if part)}")
        lines += [f"    {printable(line)}" for line in finding.diff.split("\n") if finding.diff]
    lines += [
        f"{shown(url)}: locked, but no page uses it; run: variantdocs remote lock" for url in report.unused
    ]
    counts = Counter(finding.verdict for finding in report.findings)
    counted = ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict])
    uses = "use" if len(report.findings) == 1 else "uses"
    lines.append(f"{len(report.findings)} {uses} of remote files" + (f": {counted}" if counted else ""))
    return "\n".join(lines)


def as_json(report: Report) -> dict[str, Any]:
    """Say it to a program."""
    return {
        "version": 1,
        "clean": report.is_clean,
        "uses": [
            {
                "place": finding.place,
                "url": finding.url,
                "verdict": str(finding.verdict),
                "variants": list(finding.variants),
                "detail": finding.detail,
                "diff": finding.diff,
            }
            for finding in report.findings
        ],
        "unused": list(report.unused),
    }

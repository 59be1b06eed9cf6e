"""Say what the commands found: to a person, and to a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from variantdocs.remote.commands.drift import Report, Verdict
from variantdocs.remote.redact import printable, shown

if TYPE_CHECKING:
    from variantdocs.remote.commands.project import Project
    from variantdocs.remote.types import RemoteError


def counted_files(count: int) -> str:
    """Give a number of files in words."""
    return f"{count} file" if count == 1 else f"{count} files"


def failure_lines(project: Project, failed: Mapping[str, RemoteError]) -> Iterator[str]:
    """Say which files could not be fetched, and where they are used."""
    for url, error in failed.items():
        yield f"{', '.join(project.places(url))}: {error.message} [{error.kind}]"


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
    lines += [
        f"{path}: not what the lock says; run: variantdocs remote vendor" for path in report.stale_copies
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
        "stale_copies": list(report.stale_copies),
    }

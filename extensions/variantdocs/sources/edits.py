"""Change a text at offsets, and show changes as a diff."""

from __future__ import annotations

import difflib
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from variantdocs.paths import shown_path


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace ``source[start:end]`` by ``text``."""

    start: int
    end: int
    text: str = ""


def apply_edits(source: str, edits: Iterable[Edit]) -> str:
    """``source`` with all edits made; they do not overlap."""
    parts: list[str] = []
    position = 0
    for edit in sorted(edits):
        parts += [source[position : edit.start], edit.text]
        position = edit.end
    return "".join([*parts, source[position:]])


def with_empty_lines(source: str, deletions: Sequence[Edit]) -> list[Edit]:
    """The deletions, each taking with it a line of which it leaves only white space."""
    grown: list[Edit] = []
    for group in _groups(source, sorted(deletions)):
        start, end = group[0].start, group[-1].end
        line_start = source.rfind("\n", 0, start) + 1
        line_end = source.find("\n", end)
        line_end = len(source) if line_end < 0 else line_end + 1
        if source[line_start:start].strip() or source[end:line_end].strip():
            grown += group
        else:
            grown.append(Edit(line_start, line_end))
    return grown


def _groups(source: str, deletions: Sequence[Edit]) -> list[list[Edit]]:
    """The deletions, those together between which there is only white space on one line."""
    groups: list[list[Edit]] = []
    for edit in deletions:
        between = source[groups[-1][-1].end : edit.start] if groups else "."
        if between.strip() or "\n" in between:
            groups.append([edit])
        else:
            groups[-1].append(edit)
    return groups


def diff_of(changes: Mapping[Path, tuple[bytes, bytes | None]]) -> str:
    """A unified diff of changes: path → bytes before and after; after is ``None`` for a file that goes."""
    parts: list[str] = []
    for path, (before, after) in sorted(changes.items()):
        name = shown_path(path).replace(os.sep, "/").lstrip("/")
        target = "/dev/null" if after is None else f"b/{name}"
        parts += map(
            _whole_line, difflib.unified_diff(_lines(before), _lines(after or b""), f"a/{name}", target)
        )
    return "".join(parts)


def _lines(data: bytes) -> list[str]:
    """The lines with their ends, split at line feeds only, as git does."""
    return [line.decode("utf-8", "replace") for line in io.BytesIO(data)]


def _whole_line(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def write_changes(changes: Mapping[Path, tuple[bytes, bytes | None]]) -> None:
    """Write the changed files, and remove those that go."""
    for path, (_, after) in sorted(changes.items()):
        if after is None:
            path.unlink()
        else:
            path.write_bytes(after)

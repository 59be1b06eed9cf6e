"""Which row of the test matrix is tried where.

A test names the rows that it tries in a comment above it: ``# row 35`` or ``# rows 3, 4``.
"""

from __future__ import annotations

import re
from pathlib import Path

ROWS = frozenset(range(1, 76))

ONLY_IN_PART = {
    26: "that GitHub goes on serving the commits of a deleted branch can only be seen on GitHub",
    35: "no connection is made to any address but loopback; that none is begun is seen at socket.connect",
    44: "which builds are untrusted is for the CI to say: it gives them no token, and that is what is tried",
    53: "waits are noted and skipped, not sat out",
    57: "that GitHub answers 404 for a folder or a submodule can only be seen on GitHub; 404 is tried",
    64: "tried with the installed Sphinx; CI tries the pinned one",
    75: "other machines and locales are stood in for by another order of the same answers",
}
"""Rows of which something cannot be tried on loopback, or is tried elsewhere, and why."""


def test_every_row_is_tried() -> None:
    tried: set[int] = set()
    for path in Path(__file__).parent.rglob("test_*.py"):
        for comment in re.findall(r"^# rows? ([\d, ]+)$", path.read_text(), re.MULTILINE):
            tried |= {int(number) for number in comment.split(",")}
    assert sorted(ROWS - tried) == []


def test_every_reason_is_about_a_row() -> None:
    assert sorted(set(ONLY_IN_PART) - ROWS) == []

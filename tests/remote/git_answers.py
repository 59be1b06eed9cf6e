"""What a server of git answers when it is asked for branches and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MAIN, OTHER, TAG = "a" * 40, "b" * 40, "c" * 40


def packet(line: str) -> bytes:
    return f"{len(line.encode()) + 4:04x}{line}".encode()


def advertisement(refs: Mapping[str, str], *, default: str = "main") -> bytes:
    """Write what a server of git answers."""
    first = f"{MAIN} HEAD\0multi_ack symref=HEAD:refs/heads/{default} agent=git/2\n"
    lines = [packet(first), *(packet(f"{commit} {name}\n") for name, commit in refs.items())]
    return packet("# service=git-upload-pack\n") + b"0000" + b"".join(lines) + b"0000"


REPO = {
    "refs/heads/feature/new/x": OTHER,
    "refs/heads/main": MAIN,
    "refs/pull/1/head": "d" * 40,
    "refs/tags/v1": "e" * 40,
    "refs/tags/v1^{}": TAG,
}

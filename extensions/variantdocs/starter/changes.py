"""What a command is going to write, and writing it: all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from variantdocs.errors import ConfigurationError
from variantdocs.output import remove_files, write_bytes
from variantdocs.paths import shown_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A file to be written.

    ``before`` is what it holds now; ``None`` for a file that must not exist yet. ``summary`` says what
    is done, for people: ``written``.
    """

    path: Path
    data: bytes
    before: bytes | None = None
    summary: str = "written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All changes of a command.

    ``notes`` are for the reader and need nothing done; ``problems`` are what the command could not do,
    each with its place.
    """

    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def apply_changes(changes: tuple[Change, ...]) -> None:
    """Write every file; if one cannot be written, put everything back.

    :raises ConfigurationError: a new file exists already, or a file cannot be written.
    """
    taken = [change.path for change in changes if change.before is None and change.path.exists()]
    if taken:
        raise ConfigurationError(
            tuple(f"{shown_path(path)}: already exists; nothing was written" for path in taken)
        )
    done: list[Change] = []
    try:
        for change in changes:
            done.append(change)
            write_bytes(change.path, change.data)
    except OSError as error:
        _undo(done)
        message = f"{shown_path(done[-1].path)}: cannot be written: {error.strerror}; nothing was changed"
        raise ConfigurationError((message,)) from None


def _undo(changes: list[Change]) -> None:
    *written, _ = changes
    for change in written:
        if change.before is None:
            remove_files(change.path.parent, [change.path.name])
        else:
            write_bytes(change.path, change.before)

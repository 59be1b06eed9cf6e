"""Select from a file on this machine as the installed ``literalinclude`` does.

Used before a page shows a file, to say in our own words what cannot be selected, and again when the
file has changed, to find out whether what the page shows has changed with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from variantdocs.messages import Kind
from variantdocs.remote.redact import shown
from variantdocs.remote.types import RemoteError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The text that a use shows."""

    text: str
    lines: int
    first_line: int
    """The number of its first line, with ``:lineno-match:``."""
    warnings: tuple[str, ...]
    """What Sphinx would warn about: part of what was asked for is not there."""
    remarks: tuple[str, ...] = ()
    """What a reader should know about the text; it is shown anyway."""


def selected(
    path: Path, options: Mapping[str, Any], *, name: str, source_encoding: str, diff: Path | None = None
) -> Selection:
    """Select from a file.

    :param options: The converted options of the directive.
    :param name: How the file is called in messages: its URL.
    :param diff: The file that ``:diff:`` names.
    :raises RemoteError: ``rli.option``, if there is nothing to show.
    """
    from sphinx.config import Config
    from sphinx.directives.code import LiteralIncludeReader
    from sphinx.errors import PycodeError
    from sphinx.pycode import ModuleAnalyzer
    from sphinx.util.logging import suppress_logging

    names = {path: name}
    options = {"encoding": source_encoding, **options}
    if diff is not None:
        names[diff] = str(options["diff"])
        options["diff"] = str(diff)
    if "pyobject" in options:
        # Sphinx keeps what it read by file name for ever; a file in an rli_local folder may
        # have been edited since, in the same process.
        for key in [key for key in ModuleAnalyzer.cache if key[0] == "file" and str(key[1]) == str(path)]:
            del ModuleAnalyzer.cache[key]
    with suppress_logging() as log:
        try:
            # As a text: before Sphinx 8.2, its messages hold the representation of what they get.
            file = str(path)
            reader = LiteralIncludeReader(file, options, Config())
            if "lines" in options:
                _refuse_repeated_lines(reader.read_file(file), str(options["lines"]))
            if diff is not None:
                _refuse_long_comparison(reader.read_file(file), reader.read_file(str(diff)))
            text, lines = reader.read()
            if "\0" in text:
                raise ValueError("the file is not text: it holds NUL characters")
            odd = _lines_are_counted_oddly(reader.read_file(file), options)
        except (
            OSError,
            ValueError,
            LookupError,
            PycodeError,
            SyntaxError,
            RecursionError,
            MemoryError,
        ) as exc:
            raise RemoteError(Kind.RLI_OPTION, _reason(exc, name, names)) from None
        warnings = [record.getMessage() for record in log.buffer]
    return Selection(
        text=text,
        lines=lines,
        first_line=reader.lineno_start,
        warnings=(*warnings, *([_ODD_LINES] if odd else [])),
        remarks=_remarks(text),
    )


_ODD_LINES = (
    "the file holds characters, such as form feeds, at which lines end here and not in an editor;"
    ' select with "start-at" instead of "lines"'
)


_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of text. In code they can make it read as what it is not:
Boucher and Anderson, "Trojan Source", 2021."""


_MAX_REPETITION = 2
_ALWAYS_SHOWN = 1 << 16
_MOST_COMPARED = 5_000


def _refuse_repeated_lines(lines: list[str], spec: str) -> None:
    """Refuse a selection that is many times as long as the file: ``1-,1-,1-`` and so on.

    :raises ValueError: if it is.
    """
    ends = [0, *accumulate(map(len, lines))]
    count = len(lines)
    shown_length = 0
    for part in spec.split(","):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        if not (first + last).isdecimal():
            continue  # refused elsewhere
        begin = min(int(first or 1), count + 1)
        end = min(int(last), count) if last else count if dash else begin
        shown_length += max(0, ends[min(end, count)] - ends[begin - 1])
    if shown_length > max(_MAX_REPETITION * ends[-1], _ALWAYS_SHOWN):
        raise ValueError('the option "lines" shows the same lines again and again')


def _refuse_long_comparison(*files: list[str]) -> None:
    """Refuse to compare files for which difflib, whose time grows with the square, takes long.

    :raises ValueError: if one is too long.
    """
    longest = max(map(len, files))
    if longest > _MOST_COMPARED:
        raise ValueError(
            f'the option "diff" compares files of at most {_MOST_COMPARED:,} lines, and one has {longest:,}'
        )


def _remarks(text: str) -> tuple[str, ...]:
    for number, line in enumerate(text.splitlines(), start=1):
        found = _DIRECTION.search(line)
        if found:
            what = f"line {number} of what is shown holds U+{ord(found[0]):04X}"
            return (f"{what}, which turns the direction of text: it may not read as it runs",)
    return ()


def without_paths(text: str, names: Mapping[Path, str]) -> str:
    """Replace the paths of files on this machine with their names.

    Sphinx puts paths into its messages plain, quoted, or as ``_StrPath('…')``.
    """
    for path, name in names.items():
        spellings = "|".join(re.escape(spelling) for spelling in {str(path), repr(str(path))[1:-1]})
        quoted = rf"_StrPath\((['\"])(?:{spellings})\1\)|(['\"]?)(?:{spellings})\2"
        text = re.sub(quoted, name.replace("\\", r"\\"), text)
    return text


def _lines_are_counted_oddly(lines: list[str], options: Mapping[str, Any]) -> bool:
    if not {"lines", "lineno-match"} & options.keys():
        return False
    return any(not line.endswith("\n") for line in lines[:-1])


def _reason(error: BaseException, name: str, names: Mapping[Path, str]) -> str:
    cause = error.__cause__
    if isinstance(error, RecursionError | MemoryError):
        text = "the file is nested too deeply to find an object in it"
    elif isinstance(cause, SyntaxError):  # Sphinx's message holds the whole line, however long it is
        text = f"not Python that could be searched for an object: line {cause.lineno}: {cause.msg}"
    else:
        text = " ".join(without_paths(str(error), names).split()).rstrip(".")
    return shown(text if name in text else f"{name}: {text}")

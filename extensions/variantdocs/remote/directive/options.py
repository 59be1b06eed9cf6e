"""Find the options that a parser dropped or cut, and the values that select by accident.

MyST drops an option that it cannot read, with a warning, and runs the directive without it: the
whole file is shown. reST refuses the whole directive. Here both are given as the author's text and
what the parser made of it, and both are checked in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from variantdocs.suggestions import nearest

_FENCE = re.compile(r"\s*(?:`{3,}|~{3,}|:{3,})")
_KEY = re.compile(
    r"""(?P<key>"[^"]*"|'[^']*'|[^\s"'#|>][^:]*?(?::\S[^:]*?)*)\s*:(?:[ \t]+(?P<value>.*?))?\s*"""
)
_COMMENT = re.compile(r"(?:^|\s)#")
_TRUE = frozenset({"", "true", "yes", "on", "1"})
_LARGEST = {"tab-width": 100, "dedent": 10_000, "lineno-start": 10**9}
"""The largest number of an option. Sphinx takes any, and may need hours and gigabytes for it."""
_MAX_LINES = 1_000_000
"""Lines that an option may name, and the number of the last. Sphinx makes a list of all of them."""
_RANGE = re.compile(r"(?P<first>\d*)(?P<dash>\s*-\s*)?(?P<last>\d*)")

Converter = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Written:
    """An option as it stands in the author's text."""

    key: str
    value: str
    more: tuple[str, ...]
    """The lines that go on with the value."""


def converted(
    given: Mapping[str, str | None], spec: Mapping[str, Converter], *, block_text: str
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Turn an author's options into the values that ``literalinclude`` works with.

    :param given: What the parser made of the options: their text, or None for an empty one.
    :param spec: Name → function that makes the value, or raises ``ValueError``.
    :param block_text: The directive as the author wrote it.
    :returns: The options, and every problem; with a problem, nothing should be shown.
    """
    misread = list(_misread(given, block_text))
    problems = [problem for _, problem in misread]
    explained = {name for name, _ in misread}
    options: dict[str, Any] = {}
    for name, value in given.items():
        if name not in spec:
            problems.append(_unknown(name, spec))
            continue
        try:
            options[name] = spec[name](value)
        except (ValueError, TypeError) as exc:
            if name not in explained:
                problems.append(_refused(name, value, exc))
    lines, emphasized = options.get("lines"), options.get("emphasize-lines")
    if isinstance(lines, str):
        problems += _bad_lines(lines)
    if isinstance(emphasized, str):
        problems += _too_many_lines("emphasize-lines", emphasized)
    problems += [
        f'the option "{name}" cannot be "{options[name]}": it is larger than {largest}'
        for name, largest in _LARGEST.items()
        if isinstance(options.get(name), int) and options[name] > largest
    ]
    return options, tuple(dict.fromkeys(problems))


def with_fragment(options: Mapping[str, Any], lines: str, *, fragment: str) -> dict[str, Any]:
    """Add the lines that ``#L3-L9`` selects.

    :raises ValueError: if an option selects as well.
    """
    rivals = ("lines", "pyobject", "start-at", "start-after", "end-at", "end-before", "diff")
    found = next((name for name in rivals if name in options), None)
    if found is not None:
        message = (
            f'the URL selects lines with #{fragment}, and so does the option "{found}"; remove one of the two'
        )
        raise ValueError(message)
    problem = next(_too_many_lines("lines", lines), None)
    if problem is not None:
        raise ValueError(problem)
    return {**options, "lines": lines}


def stray_text(content: str) -> str:
    """Say what is wrong with text in the body of the directive."""
    line = content.strip().splitlines()[0].strip()
    return f'"{line}" is not an option, and there is no other text; write ":key: value" below the first line'


def _misread(given: Mapping[str, str | None], block_text: str) -> Iterator[tuple[str, str]]:
    """Compare the text with what MyST made of it: options and problems.

    reST hands everything on, or runs nothing.
    """
    if not _FENCE.match(block_text):
        return
    written, odd = _written(block_text)
    for line in odd:
        yield "", f'"{line}" cannot be read as an option; write ":key: value"'
    seen: set[str] = set()
    for option in written:
        if option.key in seen:
            yield option.key, _given_twice(option.key, written)
        seen.add(option.key)
        if option.key not in given:
            if not odd:
                yield option.key, f'the option "{option.key}" could not be read; put its value in quotes'
        elif _is_cut(option):
            yield option.key, _cut(option, given[option.key])


def _given_twice(key: str, written: list[_Written]) -> str:
    message = f'the option "{key}" is given twice'
    if key not in {"lines", "emphasize-lines"}:
        return message
    return f"{message}; write one value: {','.join(option.value for option in written if option.key == key)}"


def _written(block_text: str) -> tuple[list[_Written], list[str]]:
    options: list[_Written] = []
    odd: list[str] = []
    for line in _option_lines(block_text):
        if not line.strip():
            continue
        if line[0] in " \t" and options:
            last = options[-1]
            options[-1] = _Written(last.key, last.value, (*last.more, line.strip()))
            continue
        match = _KEY.fullmatch(line.strip())
        if match is not None:
            options.append(_Written(match["key"].strip("\"'"), match["value"] or "", ()))
        elif not line.lstrip().startswith("#"):
            odd.append(line.strip())
    return options, odd


def _option_lines(block_text: str) -> Iterator[str]:
    lines = block_text.splitlines()[1:]
    if lines and lines[0].startswith("---"):
        for line in lines[1:]:
            if line.startswith("---") or _FENCE.match(line):
                return
            yield line
        return
    for line in lines:
        stripped = line.lstrip()
        if not stripped.startswith(":") or stripped.startswith(":::"):
            return
        yield stripped[1:]


def _is_cut(option: _Written) -> bool:
    if option.value.startswith(("'", '"', "|", ">")):
        return False
    return any(_COMMENT.search(part) for part in (option.value, *option.more))


def _cut(option: _Written, given: str | None) -> str:
    read_as = f'is read as "{given}"' if given else "has no value"
    return f'the option "{option.key}" {read_as}, because a # begins a comment; put the value in quotes'


def _unknown(name: str, spec: Mapping[str, Converter]) -> str:
    near = nearest(name.lower(), spec)
    hint = f'; did you mean "{near[0]}"?' if near else ""
    return f'there is no option "{name}"{hint}'


def _refused(name: str, value: str | None, error: Exception) -> str:
    if not value:
        return f'the option "{name}" has no value'
    reason = str(error).split("\n")[0].rstrip(".")
    return f'the option "{name}" cannot be "{value}": {reason}'


def flag(value: str | None) -> None:
    """Read an option that is there or not. MyST lets ``:linenos: false`` switch it on.

    :raises ValueError: if it has a value that does not say yes.
    """
    if (value or "").strip().lower() not in _TRUE:
        raise ValueError("it takes no value; to switch it off, remove it")


def _bad_lines(spec: str) -> Iterator[str]:
    """Find what Sphinx would take for other lines: ``0`` is its last line."""
    too_many = next(_too_many_lines("lines", spec), None)
    if too_many is not None:
        yield too_many
        return
    for part in spec.split(","):
        match = _RANGE.fullmatch(part.strip())
        numbers = [int(n) for n in (match["first"], match["last"]) if n] if match else []
        if not numbers:
            yield f'the option "lines" cannot be "{spec}": write numbers and ranges, such as 1,3-5,9-'
        elif 0 in numbers:
            yield f'the option "lines" cannot be "{spec}": lines count from 1'
        elif numbers != sorted(numbers):
            yield f'the option "lines" cannot be "{spec}": a range begins with its smaller number'


def _too_many_lines(name: str, spec: str) -> Iterator[str]:
    """Find numbers of lines that no file has. What is no range is for others to refuse."""
    digits = [found[0].lstrip("0") for found in re.finditer(r"\d+", spec)]
    if any(len(number) > len(str(_MAX_LINES)) or int(number or 0) > _MAX_LINES for number in digits):
        yield f'the option "{name}" cannot be "{_shortened(spec)}": a line is at most {_MAX_LINES}'
        return
    ranges = [match for part in spec.split(",") if (match := _RANGE.fullmatch(part.strip()))]
    closed = [int(match["last"]) - int(match["first"] or 1) + 1 for match in ranges if match["last"]]
    if sum(count for count in closed if count > 0) > _MAX_LINES:
        yield f'the option "{name}" cannot be "{_shortened(spec)}": it names more than {_MAX_LINES} lines'


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:80]}…"

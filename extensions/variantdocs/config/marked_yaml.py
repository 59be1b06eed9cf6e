"""Read YAML strictly: plain values, the place of each, and problems that PyYAML would not report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import Resolver

from variantdocs.config.problem import Problem

_MOST_VALUES = 20_000  # once aliases are followed
_DEEPEST = 40
_TOO_DEEP = "the file is nested too deeply"
_STANDARD = "tag:yaml.org,2002:"
_OTHER_SPACE = re.compile(r"^[ \t]*(?:-[ ]+)?(?:[\w-]+:)?([\u00a0\u2007\u202f\u3000])", re.M)
"""A space that looks like one of YAML, in the indentation or after a key."""
_TEXT = f"{_STANDARD}str"
_MERGE = f"{_STANDARD}merge"
_SCALARS = {  # the type, as a message names it when the text is no such value: 2024-13-45
    f"{_STANDARD}{name}": form
    for name, form in {
        "null": "nothing",
        "bool": "true or false",
        "int": "a number",
        "float": "a number",
        "timestamp": "a date",
    }.items()
}
_PYYAML_MESSAGES = {  # how PyYAML's message begins → ours
    "but found another document": "the file must be one YAML document; remove this `---`",
    "expected <block end>, but found": "this does not fit the indentation or the form of the lines above",
    "mapping values are not allowed here": "a second `: ` in one line; write the text in quotes",
    "found character": "this character cannot begin a text; write the text in quotes",
    "expected alphabetic or numeric character": "a text that begins with `*` or `&` must be in quotes",
}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
"""Numbers of YAML 1.2's core schema, but those in octal or hexadecimal form."""
_LONGEST_NUMBER = 1000  # characters; Python refuses to read a few thousand
_TRUTH_WORDS = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
_PLAIN = {_TEXT, f"{_STANDARD}map", f"{_STANDARD}seq", f"{_STANDARD}value", _MERGE, *_SCALARS}


class MarkedYaml:
    """The values of a YAML file with their places.

    ``complete`` is false if the file is too large or too deep to be read to its end.
    """

    def __init__(self, root: MappingNode) -> None:
        self.problems: list[Problem] = []
        self.complete = True
        self._keys: dict[tuple[Any, ...], tuple[int, int]] = {}
        self._values: dict[tuple[Any, ...], tuple[int, int]] = {}
        self._count = 0
        self._scalars = SafeConstructor()
        self._implied = Resolver()
        self.data: dict[str, Any] = self._value(root, ())

    def has(self, place: Sequence[Any]) -> bool:
        """Whether there is a value at ``place``."""
        return tuple(place) in self._values

    def key(self, place: Sequence[Any]) -> tuple[int, int]:
        """The position of the key at ``place``, or of its nearest parent."""
        return self._near(self._keys, place)

    def value(self, place: Sequence[Any]) -> tuple[int, int]:
        """The position of the value at ``place``, or of its nearest parent."""
        return self._near(self._values, place)

    def problem(self, place: Sequence[Any], message: str, *, at_key: bool = False) -> Problem:
        """A problem at ``place``."""
        line, column = self.key(place) if at_key else self.value(place)
        return Problem(line, column, dotted(place), message)

    def _near(
        self, marks: Mapping[tuple[Any, ...], tuple[int, int]], place: Sequence[Any]
    ) -> tuple[int, int]:
        wanted = tuple(place)
        while wanted and wanted not in marks and wanted not in self._values:
            wanted = wanted[:-1]
        return marks.get(wanted) or self._values.get(wanted, (1, 1))

    def _report(self, node: Node, place: tuple[Any, ...], message: str) -> None:
        self.problems.append(Problem(*_position(node), dotted(place), message))

    def _value(self, node: Node, place: tuple[Any, ...]) -> Any:
        self._count += 1
        self._values.setdefault(place, _position(node))
        if self._count > _MOST_VALUES or len(place) > _DEEPEST:
            if self.complete:
                much = "the file holds too much, once its aliases are followed"
                self._report(node, (), much if self._count > _MOST_VALUES else _TOO_DEEP)
            self.complete = False
        if not self.complete:
            return None
        if node.tag not in _PLAIN:
            tag = node.tag.replace(_STANDARD, "!!")
            self._report(node, place, f"the tag {tag} is not allowed")
        if isinstance(node, MappingNode):
            return self._mapping(node, place)
        if isinstance(node, SequenceNode):
            return [self._value(item, (*place, number)) for number, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return self._scalar(node, place)

    def _mapping(self, node: MappingNode, place: tuple[Any, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, ScalarNode) else "?"
            where = (*place, name)
            if not isinstance(key, ScalarNode):
                self._report(key, where, "a key must be text, not a list or a mapping")
                continue
            if key.tag == _MERGE:
                self._report(key, where, "merge keys (`<<`) are not allowed; write the keys out")
                continue
            if key.tag != _TEXT:
                self._report(key, where, f"a key must be text; write it in quotes: '{name}'")
            if name in lines:
                self._report(key, where, f"this key is used twice, first at line {lines[name]}; remove one")
            lines.setdefault(name, key.start_mark.line + 1)
            self._keys.setdefault(where, _position(key))
            again, before = self._value(value, where), found.get(name)
            both = isinstance(before, dict) and isinstance(again, dict)
            found[name] = {**before, **again} if both else again  # type: ignore[dict-item]
        return found

    def _has_explicit_tag(self, node: ScalarNode) -> bool:
        implied = self._implied.resolve(ScalarNode, node.value, (True, False))  # type: ignore[no-untyped-call]
        return bool(node.tag != implied)

    def _scalar(self, node: ScalarNode, place: tuple[Any, ...]) -> Any:
        if node.tag not in _SCALARS:
            return node.value
        kind = _kind_of_values(place)
        if kind and not node.style and not self._has_explicit_tag(node):
            return _as_written(node.value, words=kind == "conf")
        try:
            return self._scalars.construct_object(node)
        except (ValueError, LookupError):
            form = _SCALARS[node.tag]
            self._report(node, place, f"cannot be read as {form}; write it in quotes if it is meant as text")
            return node.value


def _kind_of_values(place: tuple[Any, ...]) -> str | None:
    """``vars`` or ``conf`` for one of the project's own values; ``None`` for a value of ours."""
    if place[:1] == ("vars",) and len(place) > 1:
        return "vars"
    own = place[2] if place[:1] == ("variants",) and len(place) > 3 else None
    return own if own in ("vars", "conf") else None


def _as_written(text: str, *, words: bool) -> Any:
    """A value that is shown as its author wrote it.

    A number, truth value or null of YAML 1.2 whose text would be another, such as ``1.10``, is text.

    :param words: Whether ``yes``, ``no``, ``on``, ``off`` and their like are truth values, as in YAML 1.1.
    """
    if text in ("true", "false"):
        return text == "true"
    if text in ("null", "~", ""):
        return None
    if words and text.lower() in _TRUTH_WORDS:
        return _TRUTH_WORDS[text.lower()]
    if _NUMBER.fullmatch(text) and len(text) < _LONGEST_NUMBER:
        number = float(text) if re.search(r"[.eE]", text) else int(text)
        if str(number) == text:
            return number
    return text


def read_yaml(text: str) -> tuple[MarkedYaml | None, list[Problem]]:
    """Parse ``text``, which must be a mapping; ``None`` and the problem if it is not."""
    if spaces := [_other_space(found, text) for found in _OTHER_SPACE.finditer(text)]:
        return None, spaces
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        return None, [_unreadable(error, text)]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - (text.rfind("\n", 0, error.position) + 1) + 1
        message = f"the character U+{ord(text[error.position]):04X} is not allowed in YAML; remove it"
        return None, [Problem(line, column, "", message)]
    except RecursionError:
        return None, [Problem(1, 1, "", _TOO_DEEP)]
    if root is None:
        return None, [Problem(1, 1, "", "the file is empty; it must name the variants")]
    if not isinstance(root, MappingNode):
        what = "a list" if isinstance(root, SequenceNode) else "a text"
        message = f"the file must be a mapping with `version` and `variants`, not {what}"
        return None, [Problem(1, 1, "", message)]
    found = MarkedYaml(root)
    return (found if found.complete else None), found.problems


def _other_space(found: re.Match[str], text: str) -> Problem:
    character = found[1]
    line = text.count("\n", 0, found.start(1)) + 1
    column = found.start(1) - text.rfind("\n", 0, found.start(1))
    name = f"U+{ord(character):04X} ({unicodedata.name(character).lower()})"
    return Problem(line, column, "", f"{name} is not a space in YAML; replace it by a space")


def _unreadable(error: yaml.MarkedYAMLError, text: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines()
    if line <= len(lines) and re.match(r"[ ]*\t", lines[line - 1]):
        return Problem(line, column, "", "YAML does not allow tabs for indentation; use spaces")
    found = f"{error.problem or error}"
    message = next((ours for theirs, ours in _PYYAML_MESSAGES.items() if found.startswith(theirs)), found)
    return Problem(line, column, "", message)


def _position(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def dotted(place: Sequence[Any]) -> str:
    """A place as messages show it: ``groups.self_managed[1]``."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.lstrip(".")

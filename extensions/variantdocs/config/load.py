"""Read ``variants.yaml``: text → :class:`VariantSet` and problems, all at once, each with its place."""

from __future__ import annotations

import codecs
import difflib
import keyword
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from pydantic import ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from variantdocs.config.membership_expression import ExpressionError, members
from variantdocs.config.model import FileModel, LinksModel, SiteModel, VariantModel
from variantdocs.config.problem import Problem
from variantdocs.config.reserved import reserved
from variantdocs.config.variants import PageRule, Variant, VariantSet
from variantdocs.errors import ConfigurationError

_LARGEST = 1 << 20  # characters of the file, and values in it once aliases are followed
_CLOSED_SETTINGS = frozenset(
    {"extensions", "language", "locale_dirs", "needs_sphinx", "variant", "variants_file"}
)
_KEYS: dict[str, Iterable[str]] = {
    "": FileModel.model_fields,
    "site": SiteModel.model_fields,
    "links": LinksModel.model_fields,
}


def load_variants(path: Path) -> VariantSet:
    """The variants of the project.

    :raises ConfigurationError: the file is not there or something in it is wrong; all of it.
    """
    shown = _shown(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ConfigurationError(
            (f"{shown}: there is no such file; write one that names the variants",)
        ) from None
    except OSError as error:
        raise ConfigurationError((f"{shown}: cannot be read: {error.strerror}",)) from None
    found, problems = parse_variants(data, path=path)
    if found is None or problems:
        raise ConfigurationError(tuple(problem.text(shown) for problem in problems))
    return found


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def parse_variants(
    text: str | bytes, *, path: Path | None = None
) -> tuple[VariantSet | None, tuple[Problem, ...]]:
    """What ``text`` says; ``None`` and the problems if something is wrong with it."""
    if isinstance(text, bytes):
        try:
            text = text.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            byte = error.object[error.start]
            message = f"the file is not UTF-8: byte 0x{byte:02x} in this line; save it as UTF-8"
            return None, (Problem(line, 1, "", message),)
    if len(text) > _LARGEST:
        return None, (Problem(1, 1, "", f"the file has more than {_LARGEST:,} characters"),)
    root, problems = _compose(text)
    if root is None:
        return None, tuple(problems)
    marks = _Marks(root)
    problems += marks.problems
    if problems:
        return None, tuple(sorted(problems))
    data = yaml.safe_load(text)
    try:
        model = FileModel.model_validate(data)
    except ValidationError as error:
        problems = [_explained(found, marks) for found in error.errors()]
        problems += _name_problems(data, marks)
        return None, tuple(sorted(set(problems)))
    variant_set = _variant_set(model, marks, path)
    problems = _name_problems(data, marks) + _reference_problems(model, variant_set, marks)
    return (None if problems else variant_set), tuple(sorted(set(problems)))


def _compose(text: str) -> tuple[Node | None, list[Problem]]:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        lines = text.splitlines()
        tab = mark is not None and mark.line < len(lines) and re.match(r"[ ]*\t", lines[mark.line])
        message = (
            "YAML does not allow tabs for indentation; use spaces" if tab else f"{error.problem or error}"
        )
        return None, [Problem(line, column, "", message)]
    except yaml.YAMLError as error:  # characters that YAML does not allow
        position = getattr(error, "position", 0)
        return None, [Problem(text.count("\n", 0, position) + 1, 1, "", f"cannot be read: {error}")]
    except RecursionError:
        return None, [Problem(1, 1, "", "the file is nested too deeply")]
    if root is None:
        return None, [Problem(1, 1, "", "the file is empty; it must name the variants")]
    if not isinstance(root, MappingNode):
        what = "a list" if isinstance(root, SequenceNode) else "a text"
        return None, [
            Problem(1, 1, "", f"the file must be a mapping with `version` and `variants`, not {what}")
        ]
    return root, []


class _Marks:
    """Where each key and value of the file stands, and what YAML itself would let pass."""

    def __init__(self, root: Node) -> None:
        self.problems: list[Problem] = []
        self._keys: dict[tuple[Any, ...], tuple[int, int]] = {}
        self._values: dict[tuple[Any, ...], tuple[int, int]] = {}
        self._count = 0
        self._walk(root, ())

    def _walk(self, node: Node, place: tuple[Any, ...]) -> None:
        self._count += 1
        self._values[place] = _position(node)
        if self._count > 20_000 or len(place) > 40:
            if not any(found.place == "" for found in self.problems):
                self.problems.append(
                    Problem(1, 1, "", "the file holds too much, once its aliases are followed")
                )
            return
        if isinstance(node, MappingNode):
            seen: dict[str, int] = {}
            for key, value in node.value:
                name = key.value if isinstance(key, ScalarNode) else "?"
                line, column = _position(key)
                where = (*place, name)
                if not isinstance(key, ScalarNode) or key.tag != "tag:yaml.org,2002:str":
                    if key.tag == "tag:yaml.org,2002:merge":
                        message = "merge keys (`<<`) are not allowed; write the keys out"
                    else:
                        message = f"a key must be text; write it in quotes: '{name}'"
                    self.problems.append(Problem(line, column, _dotted(where), message))
                    continue
                if name in seen:
                    message = f"the key is there twice, first at line {seen[name]}; remove one"
                    self.problems.append(Problem(line, column, _dotted(where), message))
                seen.setdefault(name, line)
                self._keys[where] = (line, column)
                self._walk(value, where)
        elif isinstance(node, SequenceNode):
            for number, item in enumerate(node.value):
                self._walk(item, (*place, number))
        elif not node.tag.startswith("tag:yaml.org,2002:"):
            line, column = _position(node)
            self.problems.append(Problem(line, column, _dotted(place), f"the tag {node.tag} is not allowed"))

    def key(self, place: Sequence[Any]) -> tuple[int, int]:
        """The position of a key, or of what is nearest to it."""
        return self._near(self._keys, place)

    def value(self, place: Sequence[Any]) -> tuple[int, int]:
        """The position of a value, or of what is nearest to it."""
        return self._near(self._values, place)

    def problem(self, place: Sequence[Any], message: str, *, at_key: bool = False) -> Problem:
        """A problem at ``place``."""
        line, column = self.key(place) if at_key else self.value(place)
        return Problem(line, column, _dotted(place), message)

    def _near(
        self, marks: Mapping[tuple[Any, ...], tuple[int, int]], place: Sequence[Any]
    ) -> tuple[int, int]:
        wanted = tuple(place)
        while wanted and wanted not in marks and wanted not in self._values:
            wanted = wanted[:-1]
        return marks.get(wanted) or self._values.get(wanted, (1, 1))


def _position(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _dotted(place: Sequence[Any]) -> str:
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.lstrip(".")


def _explained(error: Any, marks: _Marks) -> Problem:
    """What pydantic found, in an author's words."""
    place = [part for part in error["loc"] if part not in ("str", "list[str]")]
    kind = error["type"]
    if kind == "extra_forbidden":
        parent = place[:-1]
        known = list(_KEYS.get(_dotted(parent), VariantModel.model_fields))
        hint = _did_you_mean(str(place[-1]), known)
        return marks.problem(place, f"there is no such key; {hint}", at_key=True)
    if kind == "missing":
        name = place[-1]
        advice = " write `version: 1`" if name == "version" else f" write `{name}: …`"
        return marks.problem(place[:-1], f"`{name}` is missing;{advice}", at_key=bool(place[:-1]))
    if place == ["version"]:
        return marks.problem(place, f"the version must be 1, not {error['input']!r}")
    if kind == "literal_error":
        expected = error["ctx"]["expected"].replace("'", "")
        return marks.problem(place, f"must be one of {expected}, not {error['input']!r}")
    if kind == "too_short":
        return marks.problem(place, "names no variant; write at least one")
    if kind == "string_too_short":
        return marks.problem(place, "must not be empty")
    wanted = {
        "string_type": "text",
        "dict_type": "a mapping",
        "model_type": "a mapping",
        "model_attributes_type": "a mapping",
        "list_type": "a list" if "pages" not in place[:1] else "a name, a list of names or an expression",
    }.get(kind)
    if place[:1] == ["pages"] and kind in ("string_type", "list_type"):
        wanted = "a name, a list of names or an expression"
    if wanted:
        return marks.problem(place, f"must be {wanted}, not {_kind_of(error['input'])}")
    return marks.problem(place, f"cannot be used here: {_kind_of(error['input'])}")


def _kind_of(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false (write it in quotes if it is meant as text)"
    if isinstance(value, int | float):
        return "a number (write it in quotes if it is meant as text)"
    if isinstance(value, str):
        return "text"
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "a date (write it in quotes)"


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean `{near[0]}`?" if near else f"there are {', '.join(f'`{found}`' for found in known)}"


def _name_problems(data: dict[str, Any], marks: _Marks) -> list[Problem]:
    """What is wrong with the names of variants, groups and variables."""
    problems: list[Problem] = []
    owners: dict[str, tuple[str, str]] = {}  # identifier → what it is, name

    def check(name: str, what: str, place: tuple[Any, ...], *, hyphens: bool) -> None:
        identifier = name.replace("-", "_") if hyphens else name
        if not identifier.isidentifier() or not identifier.isascii() or identifier.startswith("_"):
            allowed = "letters, digits, `_`" + (" and `-`" if hyphens else "")
            message = f"a {what}'s name is made of {allowed}, and begins with a letter"
            problems.append(marks.problem(place, message, at_key=True))
            return
        if (reason := reserved(identifier)) or (reason := _python_word(identifier)):
            problems.append(marks.problem(place, f"{reason}; choose another name", at_key=True))
        first = owners.setdefault(identifier, (what, name))
        if first == (what, name):
            return
        if first[0] == what:
            message = (
                f"the {what}s {first[1]!r} and {name!r} are one name in conditions "
                f"(`{identifier}`); rename one"
            )
        else:
            message = f"{name!r} is the name of a {first[0]} already; rename one of them"
        problems.append(marks.problem(place, message, at_key=True))

    variants = data.get("variants")
    for name in variants if isinstance(variants, dict) else ():
        check(name, "variant", ("variants", name), hyphens=True)
    groups = data.get("groups")
    for name in groups if isinstance(groups, dict) else ():
        check(name, "group", ("groups", name), hyphens=True)
    shared = data.get("vars")
    for name in shared if isinstance(shared, dict) else ():
        check(name, "variable", ("vars", name), hyphens=False)
    for variant, found in variants.items() if isinstance(variants, dict) else ():
        own = found.get("vars") if isinstance(found, dict) else None
        for name in own if isinstance(own, dict) else ():
            check(name, "variable", ("variants", variant, "vars", name), hyphens=False)
    return problems


def _python_word(name: str) -> str | None:
    return f"`{name}` is a word of Python" if keyword.iskeyword(name) else None


def _reference_problems(model: FileModel, variants: VariantSet, marks: _Marks) -> list[Problem]:
    """Names that nobody has, and values that cannot be used."""
    problems: list[Problem] = []
    names = variants.names

    def unknown(place: Sequence[Any], name: str, known: Iterable[str], *, at_key: bool = False) -> None:
        message = f"there is no variant {name!r}; {_did_you_mean(name, known)}"
        problems.append(marks.problem(place, message, at_key=at_key))

    if model.site.default is not None and model.site.default not in names:
        unknown(("site", "default"), model.site.default, names)
    if model.site.base_url is not None and (reason := _url_problem(model.site.base_url)):
        problems.append(marks.problem(("site", "base_url"), reason))
    for group, found in model.groups.items():
        if not found:
            problems.append(
                marks.problem(("groups", group), "the group is empty; name its variants or remove it")
            )
        for number, name in enumerate(found):
            if name not in names:
                unknown(("groups", group, number), name, names)
    for variant, settings in model.variants.items():
        for name in settings.conf.keys() & _CLOSED_SETTINGS:
            message = "acts before a variant can set it; set it in conf.py for all variants"
            problems.append(marks.problem(("variants", variant, "conf", name), message, at_key=True))
    for pattern, expression in model.pages.items():
        problems += _rule_problems(pattern, expression, variants, marks)
    for name, texts in model.forbid.items():
        if name not in names:
            unknown(("forbid", name), name, names, at_key=True)
        for number, text in enumerate(texts):
            if (reason := _forbidden_problem(text)) is not None:
                problems.append(marks.problem(("forbid", name, number), reason))
    return problems


def _rule_problems(
    pattern: str, expression: str | list[str], variants: VariantSet, marks: _Marks
) -> list[Problem]:
    place = ("pages", pattern)
    problems: list[Problem] = []
    from variantdocs.pages.patterns import compile_pattern

    try:
        compile_pattern(pattern)
    except re.error as error:
        problems.append(marks.problem(place, f"the pattern cannot be read: {error}", at_key=True))
    if not expression:
        problems.append(
            marks.problem(place, "names no variant; write a name, a list of names or an expression")
        )
        return problems
    items = [(place, expression)] if isinstance(expression, str) else []
    items = items or [((*place, number), item) for number, item in enumerate(expression)]  # type: ignore[misc]
    for where, item in items:
        try:
            members(item, variants)
        except ExpressionError as error:
            problems.append(marks.problem(where, str(error)))
    return problems


def _forbidden_problem(text: str) -> str | None:
    if not text.strip():
        return "must not be empty"
    if text.startswith("re:"):
        try:
            re.compile(text[3:])
        except re.error as error:
            return f"the regular expression cannot be read: {error}"
    return None


def _url_problem(url: str) -> str | None:
    try:
        found = urlsplit(url)
        port_is_usable = found.port is None or found.port > 0
    except ValueError as error:
        return f"is not an address: {error}"
    if found.scheme not in ("http", "https") or not found.hostname or not port_is_usable:
        return "must be an address such as https://docs.example.com/"
    if found.query or found.fragment:
        return "must be an address without `?` and `#`"
    return None


def _variant_set(model: FileModel, marks: _Marks, path: Path | None) -> VariantSet:
    names = tuple(model.variants)
    base_url = model.site.base_url
    return VariantSet(
        variants=tuple(
            Variant(name=name, title=found.title, vars=dict(found.vars), conf=dict(found.conf))
            for name, found in model.variants.items()
        ),
        default=model.site.default or names[0],
        path=path,
        base_url=None if base_url is None else base_url.rstrip("/") + "/",
        groups={name: tuple(found) for name, found in model.groups.items()},
        vars=dict(model.vars),
        pages=tuple(
            PageRule(
                pattern=pattern,
                membership=found if isinstance(found, str) else tuple(found),
                line=marks.key(("pages", pattern))[0],
            )
            for pattern, found in model.pages.items()
        ),
        absent=model.links.absent,
        forbid={name: tuple(texts) for name, texts in model.forbid.items()},
    )

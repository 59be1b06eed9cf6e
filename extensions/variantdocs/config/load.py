"""Read ``variants.yaml``: text → :class:`VariantSet` and problems, all at once, each with its place."""

from __future__ import annotations

import codecs
import keyword
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from variantdocs.config.marked_yaml import MarkedYaml, dotted, read_yaml
from variantdocs.config.membership_expression import ExpressionError, members
from variantdocs.config.model import FileModel, LinksModel, SiteModel, VariantModel
from variantdocs.config.patterns import compile_pattern
from variantdocs.config.problem import Problem
from variantdocs.config.reserved import reserved
from variantdocs.config.variants import PageRule, Variant, VariantSet
from variantdocs.errors import ConfigurationError
from variantdocs.paths import shown_path
from variantdocs.suggestions import nearest

_LARGEST = 1 << 20  # characters of the file
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
    shown = shown_path(path)
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
    marks, problems = read_yaml(text)
    if marks is None:
        return None, tuple(problems)
    try:
        model = FileModel.model_validate(marks.data)
    except ValidationError as error:
        model = None
        problems += [_explained(found, marks) for found in error.errors() if not _is_said_twice(found)]
    problems += _name_problems(marks.data, marks) + _reference_problems(marks.data, marks)
    if problems or model is None:
        return None, tuple(sorted(set(problems)))
    return _variant_set(model, marks, path), ()


def _is_said_twice(error: Any) -> bool:
    """Whether a rule is a list, and this says only that it is no text."""
    return bool(error["loc"][0] == "pages" and error["loc"][-1] == "str" and isinstance(error["input"], list))


def _explained(error: Any, marks: MarkedYaml) -> Problem:
    """What pydantic found, in an author's words."""
    kind = error["type"]
    place: list[Any] = []
    for part in error["loc"]:  # some parts are no place, but the form that pydantic tried
        if marks.has((*place, part)) or kind == "missing":
            place.append(part)
    if kind == "extra_forbidden":
        parent = place[:-1]
        known = list(_KEYS.get(dotted(parent), VariantModel.model_fields))
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
        given = error["input"]
        shown = repr(given) if isinstance(given, str) else _kind_of(given)
        return marks.problem(place, f"must be one of {expected}, not {shown}")
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
    near = nearest(name, known)
    return f"did you mean `{near[0]}`?" if near else f"there are {', '.join(f'`{found}`' for found in known)}"


def _name_problems(data: dict[str, Any], marks: MarkedYaml) -> list[Problem]:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """The variants and groups that the file names, whatever else is wrong with it.

    ``complete`` is whether a name that is not here is nobody's.
    """

    names: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    complete: bool


def _reference_problems(data: dict[str, Any], marks: MarkedYaml) -> list[Problem]:
    """Names that nobody has, and values that cannot be used.

    Looks at whatever has the right type, and passes over the rest: that is reported already.
    """
    variants, groups = _mapping(data.get("variants")), _mapping(data.get("groups"))
    site = _mapping(data.get("site"))
    known = _Named(
        names=tuple(variants),
        groups={group: tuple(name for _, name in _texts(found)) for group, found in groups.items()},
        complete=bool(variants) and isinstance(data.get("groups", {}), dict),
    )
    problems = [
        *_group_problems(groups, known, marks),
        *_rule_problems(_mapping(data.get("pages")), known, marks),
        *_forbid_problems(_mapping(data.get("forbid")), known, marks),
    ]
    version = data.get("version")
    if version == 1 and type(version) is not int:  # true and 1.0, which equal 1
        problems.append(marks.problem(("version",), f"the version must be 1, not {str(version).lower()}"))
    default, base_url = site.get("default"), site.get("base_url")
    if isinstance(default, str) and default:
        problems += _unknown(("site", "default"), default, known, marks)
    if isinstance(base_url, str) and base_url and (reason := _url_problem(base_url)):
        problems.append(marks.problem(("site", "base_url"), reason))
    for variant, settings in variants.items():
        for name in _mapping(_mapping(settings).get("conf")).keys() & _CLOSED_SETTINGS:
            message = "acts before a variant can set it; set it in conf.py for all variants"
            problems.append(marks.problem(("variants", variant, "conf", name), message, at_key=True))
    return problems


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> list[tuple[int, str]]:
    """The texts of a list, each with its number."""
    items = enumerate(value) if isinstance(value, list) else ()
    return [(number, item) for number, item in items if isinstance(item, str)]


def _unknown(
    place: Sequence[Any], name: str, known: _Named, marks: MarkedYaml, *, at_key: bool = False
) -> list[Problem]:
    if name in known.names or not known.names:  # with no variants at all, that is the problem to tell
        return []
    message = f"there is no variant {name!r}; {_did_you_mean(name, known.names)}"
    return [marks.problem(place, message, at_key=at_key)]


def _group_problems(groups: dict[str, Any], known: _Named, marks: MarkedYaml) -> list[Problem]:
    problems: list[Problem] = []
    for group, found in groups.items():
        if found == []:
            message = "the group is empty; name its variants or remove it"
            problems.append(marks.problem(("groups", group), message))
        for number, name in _texts(found):
            problems += _unknown(("groups", group, number), name, known, marks)
    return problems


def _rule_problems(rules: dict[str, Any], known: _Named, marks: MarkedYaml) -> list[Problem]:
    problems: list[Problem] = []
    for pattern, rule in rules.items():
        place: tuple[Any, ...] = ("pages", pattern)
        try:
            compile_pattern(pattern)
        except re.error as error:
            problems.append(marks.problem(place, f"the pattern cannot be read: {error}", at_key=True))
        if rule == []:
            message = "names no variant; write a name, a list of names or an expression"
            problems.append(marks.problem(place, message))
        items = [(place, rule)] if isinstance(rule, str) else []
        items += [((*place, number), item) for number, item in _texts(rule)]
        found: set[str] = set()
        for where, item in items if known.complete else ():
            try:
                found |= members(item, known)
            except ExpressionError as error:
                problems.append(marks.problem(where, str(error)))
                found.add("")
        if items and known.complete and not found:
            message = "leaves no variant for these pages; remove the pages or widen the expression"
            problems.append(marks.problem(place, message))
    return problems


def _forbid_problems(forbid: dict[str, Any], known: _Named, marks: MarkedYaml) -> list[Problem]:
    problems: list[Problem] = []
    for name, texts in forbid.items():
        problems += _unknown(("forbid", name), name, known, marks, at_key=True)
        for number, text in _texts(texts):
            if (reason := _forbidden_problem(text)) is not None:
                problems.append(marks.problem(("forbid", name, number), reason))
    return problems


def _forbidden_problem(text: str) -> str | None:
    if not text.strip():
        return "must not be empty"
    if text.startswith("re:"):
        try:
            if re.search(text[3:], ""):
                return "the regular expression matches the empty text, so every page; make it match less"
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


def _variant_set(model: FileModel, marks: MarkedYaml, path: Path | None) -> VariantSet:
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

"""Read the variants that a Markdown page declares in its front matter: ``variants: byoc``."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from variantdocs.pages.declarations.declared import (
    FRONT_MATTER_CURE,
    TAG_LINE,
    Declaration,
    Declared,
    NotDeclared,
    declared,
    inside_block,
    is_certainly_variants,
    looks_like_variants,
    syntax_problem,
)
from variantdocs.pages.declarations.misplaced import misplaced_declaration
from variantdocs.templating.checks.spelling import character_name, look_alikes
from variantdocs.templating.tags import Problem

# As MyST finds front matter: the closing fence is at least as long as the opening one.
_FRONT_MATTER = re.compile(r"\A(-{3,}+)[^\n]*+\n(.*?)^[ ]{0,3}(?:\1-*|\.\.\.)[ \t]*$", re.S | re.M)
_KEY = re.compile(r"(?:^|[{,])[ \t]*[\"']?([^\s\"':,{}\[\]]+)[\"']?[ \t]*:", re.M)
# Front matter that needs no YAML parser, as most has; parsing takes most of the time otherwise.
_PLAIN = re.compile(r"(?:[A-Za-z_][\w-]*:[ ]+[A-Za-z][\w./-]*(?:[ ][\w./-]+)*\n)++")
# A key in a way that the expression above does not find: after `?`, merged, or with an escape.
_ODD_KEY = re.compile(r"^[ \t]*(?:\?[ \t]|<<)|[{,][ \t]*(?:\?[ \t]|<<)|\"[^\"\n]*\\[xuU]", re.M)
_MERGE = "tag:yaml.org,2002:merge"
_PLAIN_VARIANTS = re.compile(r"^variants:[ ]+(.+)", re.M)
_NO_YAML_KEY = re.compile(r"^[\"']?variants[\"']?(?::(?=[^ \t\n])|[ \t]*[=\uff1a])(.*)", re.M)
_TAG = re.compile(r"(?:\{@@|<@@).*?(?:@@\}|@@>)|\{@=.*?=@\}|\{@#.*?#@\}|\{@[@=#]|<@@", re.S)
_BRACKET = re.compile(r"[][{}]")
_DEEPEST = 100
_NO_NAMES = {f"tag:yaml.org,2002:{name}" for name in ("int", "float", "null")}


def declaration_in_markdown(source: str) -> Declaration | None:
    """The declaration of a Markdown page; ``None`` if there is none.

    Every spelling that YAML reads as a key ``variants`` of the front matter is one.
    """
    matter = _FRONT_MATTER.match(source)
    if matter is None:
        return misplaced_declaration(source.split("\n"), line=1, cure=FRONT_MATTER_CURE)
    text = matter[2]
    has_key = _NO_YAML_KEY.search(text) or any(looks_like_variants(key) for key in _KEY.findall(text))
    if has_key or _ODD_KEY.search(text):
        found = _in_front_matter(text)
        if found is not None:
            return found
    line = source.count("\n", 0, matter.end()) + 1
    return misplaced_declaration(source[matter.end() :].split("\n"), line=line, cure=FRONT_MATTER_CURE)


def _in_front_matter(text: str) -> Declaration | None:
    plain = list(_PLAIN_VARIANTS.finditer(text))
    if len(plain) == 1 and _PLAIN.fullmatch(text):
        return Declared(membership=plain[0][1], line=_line(text, plain[0].start()))
    if (found := _NO_YAML_KEY.search(text)) is not None:
        return syntax_problem(_no_yaml_key(found[0], found[1]), _line(text, found.start()))
    if _is_nested_deeply(text):
        return _unreadable(RecursionError(), text)
    try:
        root = yaml.compose(_without_tags(text), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        return _unreadable(error, text)
    return _in_mapping(root, text) if isinstance(root, MappingNode) else None


def _no_yaml_key(written: str, names: str) -> str:
    cure = f"write `variants: {names.strip()}`"
    if names[:1].isspace() and not names.isascii():
        return f"after `variants:` stands {character_name(names[0])}, which is no space in YAML; {cure}"
    lacking = "a space after the colon" if ":" in written else "a colon"
    return f"`{written.strip()}` needs {lacking}: {cure}"


def _is_nested_deeply(text: str) -> bool:
    """Whether brackets are nested so deeply that the YAML parser would take seconds to refuse them."""
    if text.count("[") + text.count("{") <= _DEEPEST:
        return False
    depth = deepest = 0
    for bracket in _BRACKET.findall(text):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest > _DEEPEST


def _line(text: str, position: int) -> int:
    """The source line of a position in the front matter, which begins in line 2."""
    return 2 + text.count("\n", 0, position)


def _without_tags(text: str) -> str:
    """``text`` as YAML can read it: a line of tags is blank, any other tag a word of the same length."""
    text = TAG_LINE.sub(lambda found: " " * len(found[0]), text)
    return _TAG.sub(lambda found: re.sub(r"[^\n]", "x", found[0]), text)


def _unreadable(error: yaml.YAMLError | RecursionError, text: str) -> Problem | None:
    key = next((found for found in _KEY.finditer(text) if found[1] == "variants"), None)
    if key is None:
        return None  # MyST reports it
    if isinstance(error, RecursionError):
        return syntax_problem(
            "`variants:` cannot be read: the front matter is nested too deeply", _line(text, key.start())
        )
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or str(error)
    line = _line(text, key.start()) if mark is None else min(2 + mark.line, _line(text, len(text)) - 1)
    return syntax_problem(f"`variants:` cannot be read, the front matter is not YAML: {reason}", line)


def _in_mapping(root: MappingNode, text: str) -> Declaration | None:
    keys = list(_entries(root))
    ours = [(key, value) for key, value in keys if key.value == "variants"]
    if not ours:
        merged = [entry for mapping in _merged_into(root) for entry in _entries(mapping)]
        keys += merged
        ours = [(key, value) for key, value in merged if key.value == "variants"][:1]
    if len(ours) > 1:
        first, second = (2 + key.start_mark.line for key, _ in ours[:2])
        return syntax_problem(f"`variants:` is there twice, first in line {first}; remove one", second)
    for key, value in ours:
        return _in_entry(key, value, text)
    for key, value in keys:
        membership = _names_in(value)
        if looks_like_variants(key.value) and membership:
            return NotDeclared(
                written=f"{key.value}:",
                note=look_alikes(key.value),
                membership=membership,
                line=2 + key.start_mark.line,
                cure="write `variants:`",
                certain=is_certainly_variants(key.value),
            )
    return None


def _entries(mapping: MappingNode) -> Iterator[tuple[ScalarNode, Node]]:
    return ((key, value) for key, value in mapping.value if isinstance(key, ScalarNode))


def _merged_into(root: MappingNode) -> Iterator[MappingNode]:
    """The mappings that ``<<`` adds to ``root``, directly or through each other, in YAML's order."""
    seen = {id(root)}
    waiting = [root]
    while waiting:
        mapping = waiting.pop(0)
        for key, value in _entries(mapping):
            values = value.value if isinstance(value, SequenceNode) else [value]
            for found in values if key.tag == _MERGE else ():
                if isinstance(found, MappingNode) and id(found) not in seen:
                    seen.add(id(found))
                    waiting.append(found)
                    yield found


def _in_entry(key: ScalarNode, value: Node, text: str) -> Declared | Problem:
    line = 2 + key.start_mark.line
    written = text[key.start_mark.index : value.end_mark.index]
    if _TAG.search(written) or inside_block(text[: key.start_mark.index]):
        return syntax_problem(
            "`variants:` is read before the page is expanded; write it outside any block, without tags",
            line,
        )
    return declared(_names_in(value), line)


def _names_in(value: Node) -> str | tuple[str, ...] | None:
    """A name, a list of names or an expression, as written; ``None`` for anything else."""
    if isinstance(value, ScalarNode):
        return None if value.tag in _NO_NAMES else value.value.strip() or None
    if isinstance(value, SequenceNode):
        items = [_names_in(item) for item in value.value]
        if all(isinstance(item, str) for item in items):
            return tuple(item for item in items if isinstance(item, str))
    return None

"""Read the variants that a Markdown page declares in its front matter: ``variants: byoc``."""

from __future__ import annotations

import re

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from variantdocs.pages.declarations.declared import (
    FRONT_MATTER_CURE,
    TOP_LINES,
    Declaration,
    Declared,
    NotDeclared,
    declared,
    is_certainly_variants,
    looks_like_variants,
    syntax_problem,
)
from variantdocs.templating.tags import Data, Problem, TagType, find_tags

# As MyST finds front matter: the closing fence is at least as long as the opening one.
_FRONT_MATTER = re.compile(r"\A(-{3,})[^\n]*\n(.*?)^[ ]{0,3}(?:\1-*|\.\.\.)[ \t]*$", re.S | re.M)
_LATE_FRONT_MATTER = re.compile(r"[ \t]*-{3,}[ \t]*\n(.*?)^[ \t]*---", re.S | re.M)
_COMMENT = re.compile(r"\s*<!--.*?-->", re.S)
_KEY = re.compile(r"(?:^|[{,])[ \t]*[\"']?([A-Za-z-]+)[\"']?[ \t]*:", re.M)
# Front matter that needs no YAML parser, as most has; parsing takes most of the time otherwise.
_PLAIN = re.compile(r"(?:[A-Za-z_][\w-]*:[ ]+[A-Za-z][\w./-]*(?:[ ][\w./-]+)*\n)++")
_PLAIN_VARIANTS = re.compile(r"^variants:[ ]+(.+)", re.M)
_NO_SPACE = re.compile(r"^[\"']?variants[\"']?:(?=[^ \t\n])(.*)", re.M)
_FIELD = re.compile(r":([A-Za-z-]+):[ \t]*(.*)")
_TAG = re.compile(r"(?:\{@@|<@@).*?(?:@@\}|@@>)|\{@=.*?=@\}|\{@#.*?#@\}|\{@[@=#]|<@@", re.S)
_TAG_LINE = re.compile(r"^[ \t]*(?:(?:(?:\{@@|<@@)[^\n]*?(?:@@\}|@@>)|\{@#[^\n]*?#@\})[ \t]*)++$", re.M)
_NO_NAMES = {f"tag:yaml.org,2002:{name}" for name in ("int", "float", "null")}


def declaration_in_markdown(source: str) -> Declaration | None:
    """The declaration of a Markdown page; ``None`` if there is none.

    Every spelling that YAML reads as a key ``variants`` of the front matter is one.
    """
    matter = _FRONT_MATTER.match(source)
    if matter is None:
        return _outside_front_matter(source, 1)
    text = matter[2]
    if any(looks_like_variants(key) for key in _KEY.findall(text)):
        found = _in_front_matter(text)
        if found is not None:
            return found
    return _outside_front_matter(source[matter.end() :], source.count("\n", 0, matter.end()) + 1)


def _in_front_matter(text: str) -> Declaration | None:
    plain = list(_PLAIN_VARIANTS.finditer(text))
    if len(plain) == 1 and _PLAIN.fullmatch(text):
        return Declared(membership=plain[0][1], line=_line(text, plain[0].start()))
    if (found := _NO_SPACE.search(text)) is not None:
        return syntax_problem(
            f"`{found[0].strip()}` needs a space after the colon: write `variants: {found[1].strip()}`",
            _line(text, found.start()),
        )
    try:
        root = yaml.compose(_without_tags(text), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        return _unreadable(error, text)
    return _in_mapping(root, text) if isinstance(root, MappingNode) else None


def _line(text: str, position: int) -> int:
    """The source line of a position in the front matter, which begins in line 2."""
    return 2 + text.count("\n", 0, position)


def _without_tags(text: str) -> str:
    """``text`` as YAML can read it: a line of tags is blank, any other tag a word of the same length."""
    text = _TAG_LINE.sub(lambda found: " " * len(found[0]), text)
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
    keys = [(key, value) for key, value in root.value if isinstance(key, ScalarNode)]
    ours = [(key, value) for key, value in keys if key.value == "variants"]
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
                membership=membership,
                line=2 + key.start_mark.line,
                cure="write `variants:`",
                certain=is_certainly_variants(key.value),
            )
    return None


def _in_entry(key: ScalarNode, value: Node, text: str) -> Declared | Problem:
    line = 2 + key.start_mark.line
    written = text[key.start_mark.index : value.end_mark.index]
    if _TAG.search(written) or _inside_block(text[: key.start_mark.index]):
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


def _inside_block(text: str) -> bool:
    pieces, problems = find_tags(text)
    depth = 0
    for piece in pieces:
        if not isinstance(piece, Data) and piece.type is TagType.BLOCK:
            depth += {"if": 1, "for": 1, "endif": -1, "endfor": -1}.get(piece.keyword, 0)
    return depth > 0 or bool(problems)


def _outside_front_matter(text: str, line: int) -> NotDeclared | None:
    """What looks like a declaration at the top of ``text``, which begins at source line ``line``."""
    lines = text.split("\n", TOP_LINES)[:TOP_LINES]
    top = "\n".join(lines)
    start = 0
    while (comment := _COMMENT.match(top, start)) is not None:
        start = comment.end()
    start += len(top[start:]) - len(top[start:].lstrip("\n"))
    late = _LATE_FRONT_MATTER.match(top, start)
    for key in _KEY.finditer(late[1]) if late is not None else ():
        if key[1] == "variants" and late is not None:
            return NotDeclared(
                written="variants:",
                membership=late[1][key.end() :].partition("\n")[0].strip(),
                line=line + top.count("\n", 0, late.start(1) + key.start(1)),
                cure=FRONT_MATTER_CURE,
            )
    return _as_field(lines, line)


def _as_field(lines: list[str], line: int) -> NotDeclared | None:
    """A field of reST before the page's first text."""
    for number, written in enumerate(map(str.strip, lines)):
        field = _FIELD.match(written)
        if field is not None and looks_like_variants(field[1]) and field[2]:
            return NotDeclared(
                written=f":{field[1]}:",
                membership=field[2].strip(),
                line=line + number,
                cure=FRONT_MATTER_CURE,
                certain=is_certainly_variants(field[1]),
            )
        if written and not written.startswith(("#", "<!--", ":", "(")):
            return None
    return None

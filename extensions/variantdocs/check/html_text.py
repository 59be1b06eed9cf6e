"""The text and attribute values of HTML, SVG and XML.

With regular expressions, which are ten times as fast as a parser: a site has megabytes of it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from variantdocs.check.passage import Passage, Role


def any_case(name: str) -> str:
    """The pattern of a name in small or capital letters; faster than a pattern that ignores case."""
    return "".join(f"[{letter}{letter.upper()}]" if letter.isalpha() else letter for letter in name)


def any_of(names: Iterable[str]) -> str:
    """The pattern of one of the names, in small or capital letters."""
    return f"(?:{'|'.join(map(any_case, names))})"


# One that is never closed goes on to the end, as in a browser; so each text is read once.
_COMMENT_OR_CODE = re.compile(
    rf"<(?:!--(?P<comment>.*?)(?:-->|\Z)"
    rf"|(?P<tag>{any_of(('script', 'style'))})\b[^>]*>(?P<code>.*?)(?:(?i:</(?P=tag)\s*>)|\Z))",
    re.S,
)
_HIGHLIGHTING = (
    *("span", "em", "strong", "code", "tt", "b", "i", "u", "kbd", "samp", "var", "small", "sub", "sup"),
    *("mark", "q", "cite", "del", "ins", "wbr", "font", "tspan"),
)
WITHIN_PHRASE = rf"</?{any_of(_HIGHLIGHTING)}\b"
"""The beginning of a tag that divides a phrase, for highlighting or emphasis; other tags end it.

That of a link is one of these, since its text may be the title of its target, which does not stand there in
the source.
"""

_DIVIDING_TAG = re.compile(rf"({WITHIN_PHRASE}[^<>]*>)")
# Most tags of highlighted code: to look for a fixed beginning takes a fifth of the time.
_CLASS_ONLY = [re.compile(rf'<{name} class="[^"<>]*">') for name in ("span", "code")]
_TAG = re.compile(r"<[^<>]*>")
_TAGS = re.compile(r"(<[^<>]*>(?:\s*+<[^<>]*>)*+)")
_ATTRIBUTE = re.compile(r"\s([A-Za-z_:][-\w:.]*+)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)')")

_WITHOUT_TEXT = frozenset({"class", "style", "rel", "type", "d", "points", "transform", "datetime"})
_OFTEN_WITHIN_SITE = frozenset({"href", "src"})
_IDS = frozenset({"id", "name", "for", "aria-labelledby", "aria-describedby", "aria-controls"})
_ADDRESS = re.compile(r"https?://[^\s\"]+")
_ADDRESSES = frozenset({"href", "src", "srcset", "action", "data-src", "poster", "xlink:href"})


def without_code(text: str) -> tuple[str, list[str], list[str]]:
    """The markup without comments, scripts and styles; then the comments; then the scripts and styles."""
    comments: list[str] = []
    code: list[str] = []

    def collect(found: re.Match[str]) -> str:
        if found["comment"] is not None:
            comments.append(found["comment"])
            return ""
        code.append(found["code"])
        return found[0][: found.start("code") - found.start()] + found[0][found.end("code") - found.start() :]

    return _COMMENT_OR_CODE.sub(collect, text), comments, code


def passages_of(markup: str) -> list[str]:
    """The text between tags, as written; a word or phrase that only highlighting divides is in one piece."""
    return _TAG.split(_without_dividing_tags(markup))


def _without_dividing_tags(markup: str) -> str:
    return _DIVIDING_TAG.sub("", _without_plain_tags(markup))


def _without_plain_tags(markup: str) -> str:
    """The markup without most of the tags that divide a phrase and have no attribute but a class."""
    for tag in _CLASS_ONLY:
        markup = tag.sub("", markup)
    for end in ("</span>", "</em>", "</strong>", "</code>"):
        markup = markup.replace(end, "")
    return markup


def passages_and_tags(markup: str) -> tuple[list[str], str]:
    """The same passages as of :func:`passages_of`; and the tags, in which all attributes with text are.

    If a value of an attribute is cut, since it holds an angle bracket, all the markup is there for the tags.
    """
    pieces = _DIVIDING_TAG.split(_without_plain_tags(markup))
    passages = _TAGS.split("".join(pieces[::2]))
    tags = [*pieces[1::2], *passages[1::2]]
    if any(tag.count('"') % 2 or tag.count("'") % 2 for tag in tags):
        return passages[::2], markup
    return passages[::2], "".join(tags)


def whole_text(markup: str) -> str:
    """All text, as written, without the tags."""
    return _TAG.sub("", markup)


def attributes_of(markup: str, *, only_text: bool = False) -> Iterator[tuple[str, str]]:
    """The name, in small letters, and the value, as written, of each attribute.

    :param only_text: Leave out classes and the like, and links within the site.
    """
    for name, double, single in _ATTRIBUTE.findall(markup):
        lower, value = name.lower(), double or single
        if not only_text or (
            lower not in _WITHOUT_TEXT and (":" in value or lower not in _OFTEN_WITHIN_SITE)
        ):
            yield lower, value


def markup_passages(text: str) -> Iterator[Passage]:
    """The passages of HTML or XML; entities are replaced."""
    markup, comments, code = without_code(text)
    yield from (Passage(Role.TEXT, html.unescape(found)) for found in comments)
    yield from (Passage(Role.CODE, found) for found in code if found and not found.isspace())
    for found in dict.fromkeys(passages_of(markup)):
        if found and not found.isspace():
            yield Passage(Role.TEXT, html.unescape(found))
    yield from attribute_passages(markup)


def attribute_passages(markup: str) -> Iterator[Passage]:
    """The values of attributes that hold text, names or addresses, each once; entities are replaced."""
    for name, value in dict.fromkeys(attributes_of(markup, only_text=True)):
        if value:
            is_address = name in _ADDRESSES or (name == "content" and _ADDRESS.fullmatch(value))
            role = Role.NAME if name in _IDS else Role.ADDRESS if is_address else Role.TEXT
            yield Passage(role, html.unescape(value))

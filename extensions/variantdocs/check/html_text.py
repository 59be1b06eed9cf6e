"""The text and attribute values of HTML, SVG and XML.

With regular expressions, which are ten times as fast as a parser: a site has megabytes of it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from variantdocs.check.passage import Passage, Role

_COMMENT_OR_CODE = re.compile(
    r"<!--(?P<comment>.*?)-->|<(?P<tag>script|style)\b[^>]*>(?P<code>.*?)</(?P=tag)\s*>", re.S | re.I
)
WITHIN_PHRASE = (
    r"</?(?:span|em|strong|code|tt|b|i|u|kbd|samp|var|small|sub|sup|mark|q|cite|del|ins|wbr|font|tspan)\b"
)
"""The beginning of a tag that divides a phrase, for highlighting or emphasis; other tags end it.

That of a link is one of these, since its text may be the title of its target, which does not stand there in
the source.
"""

_DIVIDING_TAG = re.compile(rf"{WITHIN_PHRASE}[^<>]*>", re.I)
_TAG = re.compile(r"<[^<>]*>")
_TAGS = re.compile(r"(?:<[^<>]*>\s*)+")
_VALUE = r"([A-Za-z_:][-\w:.]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')"
_ATTRIBUTE = re.compile(rf"\s{_VALUE}")
# Without those that hold no text, and links within the site: two thirds of all.
_WITH_TEXT = re.compile(
    r"\s(?!(?:class|style|rel|type|d|points|transform|datetime)=|(?:href|src)=[\"'][^\"':]*[\"'])"
    rf"{_VALUE}"
)

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
    for tag in ("</span>", "</em>", "</strong>", "</code>"):  # half of them all, and removed at no cost
        markup = markup.replace(tag, "")
    return _DIVIDING_TAG.sub("", markup)


def joined_passages(markup: str, separator: str) -> str:
    """The same passages, with a separator between them."""
    return _TAGS.sub(separator, _without_dividing_tags(markup))


def whole_text(markup: str) -> str:
    """All text, as written, without the tags."""
    return _TAG.sub("", markup)


def attributes_of(markup: str, *, only_text: bool = False) -> Iterator[tuple[str, str]]:
    """The name, in small letters, and the value, as written, of each attribute.

    :param only_text: Leave out classes and the like, and links within the site.
    """
    for name, double, single in (_WITH_TEXT if only_text else _ATTRIBUTE).findall(markup):
        yield name.lower(), double or single


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

"""Turn a built page into Markdown: the part that its author wrote, without the theme around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin

import lxml.html
from html_to_markdown import (
    CodeBlockStyle,
    ConversionOptions,
    HeadingStyle,
    HiddenContent,
    HighlightStyle,
    InlineDataMedia,
    LinkStyle,
    ListIndentType,
    NewlineStyle,
    OutputFormat,
    TierStrategy,
    UrlEscapeStyle,
    WhitespaceMode,
)
from html_to_markdown import convert as to_markdown
from lxml.html import HtmlElement

_ARTICLES = (
    "//article[contains(concat(' ', @class, ' '), ' bd-article ')]",  # pydata-sphinx-theme
    "//*[@role='main']//article",
    "//*[@role='main']",
    "//main",
    "//article",
    "//div[contains(concat(' ', @class, ' '), ' body ')]",
)
"""Where themes put what the author wrote; the first that a page has."""

_ARTICLE_START, _ARTICLE_END = b'<article class="bd-article">', b"</article>"
"""The first of :data:`_ARTICLES`, as it is written."""

_PREFORMATTED = re.compile(r"<pre\b[^>]*>.*?</pre>", re.S)
_SPAN = re.compile(r'<span class="linenos">[^<]*</span>|</?span\b[^>]*>')

_LEFT_OUT = frozenset(
    {
        "headerlink",
        "variant-switcher",
        "copybtn",
        "prev-next-footer",
        "prev-next-area",
        "sphinx-tabs-tablist",
    }
)
"""Classes of elements that are for browsers only."""

_TAGS_LEFT_OUT = ("script", "style", "button", "input", "nav")
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9_./#?=%~-]+")
_NUMBER_MARK = "variantdocs-link-"
_NUMBER = re.compile(rf"{_NUMBER_MARK}(\d+)-")
_NO_LANGUAGE = ("default", "none", "text", "notranslate")
_OPTIONS = ConversionOptions(
    extract_metadata=False,
    # The defaults; but those are texts, which the library turns into these members in each call.
    heading_style=HeadingStyle.ATX,
    list_indent_type=ListIndentType.SPACES,
    highlight_style=HighlightStyle.DOUBLE_EQUAL,
    whitespace_mode=WhitespaceMode.NORMALIZED,
    newline_style=NewlineStyle.SPACES,
    code_block_style=CodeBlockStyle.BACKTICKS,
    inline_data_media=InlineDataMedia.KEEP,
    hidden_content=HiddenContent.DROP,
    url_escape_style=UrlEscapeStyle.ANGLE,
    link_style=LinkStyle.INLINE,
    output_format=OutputFormat.MARKDOWN,
    tier_strategy=TierStrategy.AUTO,
)


def article_of(page: bytes) -> str:
    """The part of a page from which :func:`page_markdown` makes the same; the whole if no part is known.

    Parsing takes most of the time, and most of a page is navigation.
    """
    start, end = page.find(_ARTICLE_START), page.rfind(_ARTICLE_END)
    return (page[start : end + len(_ARTICLE_END)] if 0 <= start < end else page).decode("utf-8")


def page_markdown(html: str, address: str) -> tuple[str, str] | None:
    """A page as Markdown, ending in a line end: with its links as they are, and as they are from elsewhere.

    If ``address`` is a full address, all links are, in both.

    :param html: The whole page, or what :func:`article_of` gives of it.
    :param address: What its links are relative to.
    :returns: ``None`` if the page has no part that an author wrote.
    """
    document = lxml.html.document_fromstring(_PREFORMATTED.sub(_without_spans, html))
    article = next((found[0] for path in _ARTICLES if (found := document.xpath(path))), None)
    if article is None:
        return None
    _simplify(article)
    if "://" in address:
        _rewrite_links(article, address)
        text = _converted(article)
        return text, text
    # Converting takes most of the time, so it is done once where the texts only differ in plain addresses.
    if _NUMBER_MARK not in html and (links := _number_links(article, address)) is not None:
        text = _converted(article)
        return _with_addresses(text, [here for here, _ in links]), _with_addresses(
            text, [there for _, there in links]
        )
    beside = _converted(article)
    return beside, _converted(article) if _rewrite_links(article, address) else beside


def _without_spans(found: re.Match[str]) -> str:
    """Code without its highlighting and line numbers: a page may have thousands of spans."""
    return _SPAN.sub("", found[0])


def _converted(article: HtmlElement) -> str:
    text = to_markdown(lxml.html.tostring(article, encoding="unicode"), _OPTIONS).content or ""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _simplify(article: HtmlElement) -> None:
    """Leave out what is for browsers only, and write the rest in plain elements."""
    for element in list(article.iter(*_TAGS_LEFT_OUT)):
        element.drop_tree()
    for block in [found for found in article.iter("div") if "highlight-" in found.get("class", "")]:
        _simplify_code(block)  # before the classes are looked at: each word of code has one
    for element in article.xpath(".//*[@class]"):
        if not _LEFT_OUT.isdisjoint(element.get("class").split()):
            element.drop_tree()
    for element in article.xpath(".//*[@class]"):
        classes = set(element.get("class").split())
        if "math" in classes:
            element.text = _with_dollars(element.text or "")
        elif "admonition" in classes:
            _make_quote(element)
        elif "sd-card-title" in classes or element.tag == "label":  # without a meaning of their own
            element.tag = "p"
            _make_strong(element)
        elif element.tag == "dl" and classes & {"simple", "glossary"}:
            for term in element.iterchildren("dt"):
                _make_strong(term)
    for element in article.iter("a", "img"):
        element.attrib.pop("title", None)


def _simplify_code(block: HtmlElement) -> None:
    """Highlighted code as plain code, with its language."""
    pre = next(iter(block.xpath(".//pre")), None)
    if pre is None:
        return
    languages = re.findall(r"(?:^| )highlight-([\w+#.-]+)", block.get("class", ""))
    language = next((name for name in languages if name not in _NO_LANGUAGE), "")
    code = lxml.html.Element("code")
    if language:
        code.set("class", f"language-{language}")
    code.text = pre.text_content()
    simple = lxml.html.Element("pre")
    simple.append(code)
    simple.tail = block.tail
    parent = block.getparent()
    parent.replace(block, simple)


def _with_dollars(formula: str) -> str:
    """A formula between dollar signs, as Markdown has it, instead of MathJax's brackets."""
    inline, block = re.fullmatch(r"\\\((.*)\\\)", formula, re.S), re.fullmatch(r"\\\[(.*)\\\]", formula, re.S)
    if inline:
        return f"${inline[1]}$"
    return f"$${block[1]}$$" if block else formula


def _make_quote(note: HtmlElement) -> None:
    """A note, warning or other admonition as a quotation that begins with its title."""
    for title in note.xpath("./p[contains(@class, 'admonition-title')]"):
        _make_strong(title)
    quote = lxml.html.Element("blockquote")
    quote.extend(list(note))
    note.tag = "section"  # the converter puts an empty line before a section, but not before a quotation
    note.append(quote)


def _make_strong(element: HtmlElement) -> None:
    strong = lxml.html.Element("strong")
    strong.text = " ".join(element.text_content().split())
    for child in list(element):
        element.remove(child)
    element.text = None
    element.append(strong)


def _number_links(article: HtmlElement, address: str) -> list[tuple[str, str]] | None:
    """Put numbers in place of the links that differ from elsewhere; return what each is here and there.

    ``None``, and no change, if one may be written differently in Markdown: it is not plain, or in a table,
    whose columns are as wide as the longest address.
    """
    links = []
    for element in article.iter("a", "img"):
        name = "href" if element.tag == "a" else "src"
        if not (link := element.get(name)) or (joined := urljoin(address, link)) == link:
            continue
        if not (_PLAIN_ADDRESS.fullmatch(link) and _PLAIN_ADDRESS.fullmatch(joined)):
            return None
        if next(element.iterancestors("table"), None) is not None:
            return None
        links.append((element, name, link, joined))
    for number, (element, name, _, _) in enumerate(links):
        element.set(name, f"{_NUMBER_MARK}{number}-")
    return [(link, joined) for _, _, link, joined in links]


def _with_addresses(text: str, addresses: Sequence[str]) -> str:
    """The Markdown with addresses in place of their numbers."""
    return _NUMBER.sub(lambda found: addresses[int(found[1])], text)


def _rewrite_links(article: HtmlElement, address: str) -> bool:
    """Make the links relative to what ``address`` is relative to; return whether this changes any."""
    changed = False
    for element in article.iter("a", "img"):
        name = "href" if element.tag == "a" else "src"
        if link := element.get(name):
            joined = urljoin(address, link)
            element.set(name, joined)
            changed = changed or joined != link
    return changed

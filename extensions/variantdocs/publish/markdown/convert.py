"""Turn a built page into Markdown: the part that its author wrote, without the theme around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin

import lxml.html
from html_to_markdown import ConversionOptions
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

_LEFT_OUT = (
    "headerlink",
    "variant-switcher",
    "copybtn",
    "linenos",
    "prev-next-footer",
    "prev-next-area",
    "sphinx-tabs-tablist",
)
"""Classes of elements that are for browsers only."""

_NO_LANGUAGE = ("default", "none", "text", "notranslate")
_OPTIONS = ConversionOptions(extract_metadata=False)


def page_markdown(html: str, address: str) -> str | None:
    """The Markdown of a page, ending in a line end; ``None`` if it has no part that an author wrote.

    :param html: The whole page.
    :param address: What its links are relative to. If that is a full address, so are they in the result.
    """
    document = lxml.html.document_fromstring(html)
    article = next((found[0] for path in _ARTICLES if (found := document.xpath(path))), None)
    if article is None:
        return None
    _remove_browser_parts(article)
    for block in article.xpath(
        ".//div[starts-with(@class, 'highlight-') or contains(@class, ' highlight-')]"
    ):
        _simplify_code(block)
    for note in article.xpath(".//div[contains(concat(' ', @class, ' '), ' admonition ')]"):
        _make_quote(note)
    for formula in article.xpath(".//*[contains(concat(' ', @class, ' '), ' math ')]"):
        formula.text = _with_dollars(formula.text or "")
    for term in article.xpath(".//dl[contains(@class, 'simple') or contains(@class, 'glossary')]/dt"):
        _make_strong(term)
    _rewrite_links(article, lambda link: urljoin(address, link))
    text = to_markdown(lxml.html.tostring(article, encoding="unicode"), _OPTIONS).content or ""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _remove_browser_parts(article: HtmlElement) -> None:
    wanted = " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in _LEFT_OUT)
    for element in article.xpath(f".//*[{wanted}] | .//script | .//style | .//button | .//input | .//nav"):
        element.drop_tree()
    # Tabs and cards of sphinx-design have their titles in elements without a meaning of their own.
    for title in article.xpath(".//label | .//div[contains(@class, 'sd-card-title')]"):
        title.tag = "p"
        _make_strong(title)


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


def _rewrite_links(article: HtmlElement, rewrite: Callable[[str], str]) -> None:
    for element in article.iter("a", "img"):
        name = "href" if element.tag == "a" else "src"
        link = element.get(name)
        element.attrib.pop("title", None)
        if link:
            element.set(name, rewrite(link))

"""What a page's author wrote, as Markdown."""

from __future__ import annotations

import re

import pytest

from variantdocs.publish.markdown.convert import article_of, page_markdown

ADDRESS = "https://example.com/b/guide/page.html"


def converted(body: str, page: str = '<nav>Menu</nav><div role="main">{}</div>') -> str:
    html = f"<html><head><title>x</title></head><body>{page.format(body)}</body></html>"
    beside, elsewhere = page_markdown(html, ADDRESS)
    assert beside == elsewhere
    return elsewhere


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<h1>T<a class="headerlink" href="#t">#</a></h1><p>a <em>b</em></p>', "# T\n\na *b*\n"),
        (
            '<div class="highlight-python notranslate"><div class="highlight"><pre><span></span>'
            '<span class="linenos">1</span><span class="k">def</span> f():\n    <span>*a</span>\n</pre></div></div>',
            "```python\ndef f():\n    *a\n```\n",
        ),
        (
            '<div class="highlight-default notranslate"><div class="highlight"><pre>x</pre></div></div>',
            "```\nx\n```\n",
        ),
        (
            '<p>a</p><div class="admonition note"><p class="admonition-title">Note</p><p>b</p></div><p>c</p>',
            "a\n\n> **Note**\n>\n> b\n\nc\n",
        ),
        (
            '<p><a class="reference" href="other.html#x" title="t">o</a> <img alt="A" src="../_images/a.svg"></p>',
            "[o](https://example.com/b/guide/other.html#x) ![A](https://example.com/b/_images/a.svg)\n",
        ),
        (
            '<dl class="glossary"><dt>Term<a class="headerlink">#</a></dt><dd><p>Text</p></dd></dl>',
            "**Term**\n\nText\n",
        ),
        (
            '<p><span class="math notranslate">\\(x_1\\)</span></p><div class="math">\\[a*b\\]</div>',
            "$x_1$\n\n$$a*b$$\n",
        ),
        (
            '<div class="sd-tab-set"><input type="radio"><label class="sd-tab-label">One</label>'
            '<div class="sd-tab-content"><p>c</p></div></div>',
            "**One**\n\nc\n",
        ),
        (
            "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td><p>x|y</p></td></tr></tbody></table>",
            "| a    |\n| ---- |\n| x\\|y |\n",
        ),
        ('<nav class="variant-switcher">All</nav><button>Copy</button><script>x</script><p>a</p>', "a\n"),
    ],
    ids=lambda value: None,
)
def test_markup(body, expected):
    assert converted(body) == expected


@pytest.mark.parametrize(
    "page",
    [
        '<main><article class="bd-article">{}</article><footer>Next</footer></main>',  # pydata
        '<div role="main"><div>Crumbs</div><article itemprop="articleBody">{}</article></div>',  # Read the Docs
        '<div class="main"><article role="main" id="furo-main-content">{}</article></div>',  # furo
        '<div class="document"><div class="body" role="main">{}</div></div><div>Sidebar</div>',  # basic
    ],
    ids=["pydata", "rtd", "furo", "basic"],
)
def test_only_the_article_is_taken_in_every_theme(page):
    assert converted("<p>text</p>", page) == "text\n"


def test_without_a_base_url_links_stay_relative_to_the_variant():
    html = '<main><a href="../x.html">x</a></main>'
    assert page_markdown(html, "guide/page.html") == ("[x](../x.html)\n", "[x](x.html)\n")


@pytest.mark.parametrize(
    ("body", "here", "elsewhere"),
    [
        (
            '<p><a href="../x.html#a_b">x</a>, <a href="#y">y</a>, <img src="i.png" alt="i"></p>',
            "[x](../x.html#a_b), [y](#y), ![i](i.png)\n",
            "[x](x.html#a_b), [y](guide/page.html#y), ![i](guide/i.png)\n",
        ),
        ('<p><a href="../a b.html">x</a></p>', "[x](../a%20b.html)\n", "[x](a%20b.html)\n"),
        (
            '<p>variantdocs-link-0- and <a href="../x.html">x</a></p>',
            "variantdocs-link-0- and [x](../x.html)\n",
            "variantdocs-link-0- and [x](x.html)\n",
        ),
        (
            '<table><tr><th><a href="../x.html">x</a></th></tr><tr><td>y</td></tr></table>',
            "| [x](../x.html) |\n| -------------- |\n| y |\n",
            "| [x](x.html) |\n| ----------- |\n| y |\n",
        ),
    ],
)
def test_both_texts_are_as_if_each_were_converted_with_its_links(body, here, elsewhere):
    html = f'<article class="bd-article">{body}</article>'
    found = page_markdown(html, "guide/page.html")
    assert tuple(re.sub(" +", " ", text) for text in found) == (here, elsewhere)


def test_a_page_without_an_article_has_no_markdown():
    assert page_markdown("<html><body><p>x</p></body></html>", ADDRESS) is None


@pytest.mark.parametrize(
    "page",
    [
        '<div>a</div><article class="bd-article"><h1>T</h1><article>x</article></article><footer>b</footer>',
        '<article class="bd-article"><h1>T</h1></article><article><p>another</p></article>',
        '<div role="main"><h1>T</h1></div><article>x</article>',
        "<p>no article</p></article>",
    ],
)
def test_the_part_of_a_page_gives_what_the_whole_does(page):
    html = f"<html><head><title>x</title></head><body>{page}</body></html>"
    assert page_markdown(article_of(html.encode()), ADDRESS) == page_markdown(html, ADDRESS)
    assert len(article_of(html.encode())) < len(html) or "bd-article" not in html


def test_literal_blocks_keep_what_is_in_their_spans():
    assert (
        converted("<pre class='literal-block'>a <span>b</span>\n<strong>c</strong></pre>")
        == "```\na b\nc\n```\n"
    )

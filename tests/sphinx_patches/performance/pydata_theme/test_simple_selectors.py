"""Simple selectors find what soupsieve finds."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from variantdocs.sphinx_patches.performance.pydata_theme.simple_selectors import elements

HTML = """
<nav class="bd-links"><p class="caption">Top</p>
<ul class="current nav"><li class="toctree-l1 current"><details open><summary>x</summary>
<a class="reference internal" href="#">One</a><p class="caption">In</p>
<ul><li class="toctree-l2"><a class="current reference" href="b.html">Two</a></li>
<li class="toctree-l2x"><details><a href="c.html">Three</a></details></li></ul></details></li>
<li class="toctree-l1"><span><a class="reference">Four</a></span></li></ul>
<div class="toc-h1"><p class="toc-h2">a</p></div><div class="toc-h1-x"></div></nav>
"""


@pytest.mark.parametrize(
    "selector",
    [
        "li",
        "nav",
        ".toc-h1",
        ".toc-h2",
        "li.toctree-l1",
        "li.toctree-l1 > details",
        "li.toctree-l2 > details",
        "details > a.reference",
        "details > p.caption",
        ".nav > li.current",
        "nav > .caption",
        "td",
    ],
)
def test_it_finds_the_same_elements_in_the_same_order(selector):
    soup = BeautifulSoup(HTML, "html.parser")
    for below in (soup, soup.nav, soup.ul, soup.details):
        found = elements(below, selector)
        assert [id(one) for one in found] == [id(one) for one in below.select(selector)]


@pytest.mark.parametrize(
    "selector",
    ["", "a[href]", "li a", "li, a", "#x", "li:first-child", "a.b.c", "> a", "li >", "a > b > c", "*", "LI"],
)
def test_it_leaves_other_selectors_to_the_parser(selector):
    assert elements(BeautifulSoup(HTML, "html.parser"), selector) is None

"""The sidebar of each page is written as the PyData theme writes it."""

from __future__ import annotations

import copy
import posixpath
import random
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from pydata_sphinx_theme import toctree as theme

from variantdocs.sphinx_patches.performance.pydata_theme.sidebar import patch_cached_sidebar

KEY = ("index", "folder", 1)

pytestmark = pytest.mark.skipif(
    not hasattr(theme, "_sidebar_cache"), reason="with another version of the theme nothing is replaced"
)


def sidebar(show_nav_level):
    """A sidebar as the theme makes it, of the page ``folder/a``."""
    entries = "".join(
        f'<li class="toctree-l1"><a class="reference internal" href="{name}.html">{name} &amp; "so" é</a>'
        f'<ul><li class="toctree-l2"><a class="reference internal" href="{name}1.html">{name}1 &lt;1&gt;</a>'
        f'<ul><li class="toctree-l3"><a class="reference internal" href="../o/{name}.html"><em>x</em></a></li></ul>'
        f'</li><li class="toctree-l2"><a class="reference internal" href="b1.html">again</a></li></ul></li>\n'
        for name in "bcd"
    )
    html = (
        '<p aria-level="2" class="caption" role="heading"><span class="caption-text">Part</span></p>\n'
        '<ul class="current">\n<li class="toctree-l1 current active">'
        f'<a aria-current="page" class="current reference internal" href="#">a</a></li>\n{entries}</ul>\n'
        '<ul>\n<li class="toctree-l1"><a class="reference external" href="https://example.com/?a=1&amp;b">x</a></li></ul>'
    )
    soup = BeautifulSoup(html, "html.parser")
    theme.add_collapse_checkboxes(soup)
    for level in range(show_nav_level):
        for details in soup.select(f"li.toctree-l{level} > details"):
            details["open"] = "open"
    return soup


def make_app(soup):
    def relative(page, target):
        return posixpath.relpath(f"{target}.html", posixpath.dirname(page)) if target != page else ""

    return SimpleNamespace(
        builder=SimpleNamespace(get_relative_uri=relative),
        _pst_sidebar_toctree_cache={KEY: ["folder/a", soup]},
    )


@pytest.mark.parametrize("show_nav_level", [0, 1, 2])
def test_each_sidebar_is_that_of_the_theme(show_nav_level):
    soup = sidebar(show_nav_level)
    ours, theirs = make_app(soup), make_app(copy.copy(soup))
    # A page that has two entries, one that has none, and one twice in a row.
    pages = ["a", "b", "b1", "b1", "nowhere", "c1", "d", *random.Random(1).choices("abcd", k=20), "b1", "c1"]
    for page in pages:
        arguments = KEY, f"folder/{page}", show_nav_level
        assert patch_cached_sidebar(ours, *arguments) == theme._patch_cached_sidebar(theirs, *arguments), page


def test_a_sidebar_that_is_not_kept_is_left_to_the_theme():
    assert patch_cached_sidebar(make_app(sidebar(1)), ("other",), "folder/b", 1) is None

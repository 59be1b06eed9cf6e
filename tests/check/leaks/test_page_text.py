"""Whether a page may hold a leak is told from all its text at once, and never wrongly denied."""

from __future__ import annotations

import pytest

from variantdocs.check.leaks.fragments import Fragments
from variantdocs.check.leaks.names import OtherNames
from variantdocs.check.leaks.page_text import PageText

NAMES = OtherNames(
    anchors={"plane-keys": ("byoc", "deployment/plane")},
    pages={"deployment/plane.html": ("byoc", "deployment/plane")},
)


def may_leak(markup):
    fragments = Fragments()
    fragments.add("Kubernetes runs the data plane.\nthe keys run")
    fragments.remove(["runs", "the", "data", "plane", "and", "the", "keys", "\x01", "run"])
    fragments.finish()
    return PageText.of(markup).may_leak(
        fragments, NAMES, variant="serverless", base_url="https://docs.example.com/"
    )


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Then <em>Kuber</em>netes</p>",
        "<p>So <b>kubernetes</b> <code>runs</code> the</p>",
        "<pre>the <span>keys</span>\n<span>run</span></pre>",
        '<img alt="the keys run">',
        '<img alt="the keys run > a">',
        "<img alt='the keys run <b>'>",
        '<b title="the keys run">a</b>',
        "<p>the keys &#107;ubernetes</p>",
        '<h2 id="plane-keys">Runs</h2>',
        '<link href="https://docs.example.com/serverless/deployment/plane.html">',
        "<p>see deployment/plane.html</p>",
        "<p>{@@ if byoc @@}</p>",
        "<p>&#123;@= product =@}</p>",
        "<p>the keys \x01 run</p>",
    ],
)
def test_what_only_others_show_is_noticed(markup):
    assert may_leak(markup)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>the data plane, runs</p>",
        "<p>the keys</p><p>run</p>",
        "<td>the keys</td>\n<td>run</td>",
        '<a href="../deployment/plane.html" class="kubernetes">the keys</a>',
        '<link href="https://docs.example.com/byoc/deployment/plane.html">',
        "",
    ],
)
def test_what_the_variant_shows_is_passed(markup):
    assert not may_leak(markup)

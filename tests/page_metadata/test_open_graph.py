"""The tags by which other sites show a link."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from variantdocs.page_metadata.open_graph import OpenGraph, description_tag, territory_locale


def test_everything_that_is_known_is_said_once():
    tags = OpenGraph(
        title='The "best" <page>',
        url="https://docs.example.com/byoc/x.html",
        site_name="Acme & Co",
        description="What it is.",
        locale="en_US",
        image="https://docs.example.com/byoc/_static/card.png",
        modified=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    )
    assert tags.as_html() == (
        '<meta property="og:type" content="article">\n'
        '<meta property="og:title" content="The &quot;best&quot; &lt;page&gt;">\n'
        '<meta property="og:description" content="What it is.">\n'
        '<meta property="og:url" content="https://docs.example.com/byoc/x.html">\n'
        '<meta property="og:site_name" content="Acme &amp; Co">\n'
        '<meta property="og:locale" content="en_US">\n'
        '<meta property="og:image" content="https://docs.example.com/byoc/_static/card.png">\n'
        '<meta property="article:modified_time" content="2026-01-02T03:04:05+00:00">\n'
    )


def test_the_start_page_stands_for_the_site_and_what_is_not_known_is_left_out():
    start = OpenGraph(title="Home", url="u", site_name="", is_start_page=True, modified=datetime.now(UTC))
    assert start.as_html() == (
        '<meta property="og:type" content="website">\n'
        '<meta property="og:title" content="Home">\n'
        '<meta property="og:url" content="u">\n'
    )
    assert description_tag("") == ""


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en", "en_US"), ("de", "de_DE"), ("pt_BR", "pt_BR"), ("zh_CN", "zh_CN"), ("zh_TW", "zh_TW"), ("xx", ""), ("", "")],
)  # fmt: skip
def test_a_language_gets_its_likeliest_territory(language, locale):
    assert territory_locale(language) == locale

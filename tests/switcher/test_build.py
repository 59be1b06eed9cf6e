"""The switcher on built pages, in each theme; the root, and the page for missing pages."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

PAGES = {
    "index.md": "# Home\n\n```{toctree}\nguide/index\n```\n",
    "guide/index.md": "# Guide\n\n```{toctree}\nown\n```\n",
    "guide/own.md": "---\nvariants: byoc\n---\n# Own page\n",
}
BASE = "\nsite: {base_url: https://docs.example.com/sub/}\n"


def use(project, *, theme="basic", conf="", variants=""):
    text = (project.folder / "conf.py").read_text().replace('html_theme = "basic"', f'html_theme = "{theme}"')
    path = project.folder / "variants.yaml"
    project.write({"conf.py": text + conf, "variants.yaml": path.read_text() + variants})
    project.pages(PAGES)
    return project.build()


@pytest.mark.parametrize("theme", ["basic", "alabaster", "furo", "pydata_sphinx_theme"])
def test_every_page_has_one_switcher_in_every_theme(project, theme):
    built = use(project, theme=theme)
    assert built.messages == []
    # In a theme that is not known it stands above the text, which generated pages do not have.
    generated = () if theme == "basic" else ("search", "genindex")
    for page in ("index", "guide/index", *generated):
        switchers = built.page("byoc", page).select("nav.variant-switcher")
        # A theme may show the same bar twice, for wide and for narrow screens.
        assert switchers, page
        assert len({str(switcher) for switcher in switchers}) == 1
        assert [link.contents[0].strip() for link in switchers[0].select("a")] == ["Serverless", "BYOC"]
        assert [link.contents[0] for link in switchers[0].select("a[aria-current=page]")] == ["BYOC"]
    assert built.has("byoc/_static/variant-switcher.css")


def test_the_landing_page_is_said_before_the_click(project):
    link = use(project).page("byoc", "guide/own").select_one("nav.variant-switcher a:not([aria-current])")
    assert link["href"] == "../../serverless/guide/index.html"
    assert link["title"] == "Serverless does not have this page. The link leads to “Guide”."
    assert link.select_one(".variant-switcher-landing").get_text() == "→ Guide"
    assert not link.has_attr("data-same-page")


def test_the_author_may_place_the_switcher(project):
    built = use(project, conf="variants_switcher = False\n")
    assert not built.page("byoc", "index").select("nav.variant-switcher")


def test_what_the_author_has_placed_is_not_placed_again(project):
    conf = 'html_theme_options = {"navbar_center": ["variant-switcher.html"]}\n'
    built = use(project, theme="pydata_sphinx_theme", conf=conf)
    assert "variant-switcher" in str(built.page("byoc", "index").select_one(".navbar-header-items__center"))


def test_one_variant_needs_no_switcher(project):
    project.write({"variants.yaml": "version: 1\nvariants:\n  only: {title: Only}\n"})
    project.pages({"index.md": "# Home\n"})
    built = project.build()
    assert "variant-switcher" not in built.html("only", "index")
    assert not built.has("only/_static/variant-switcher.css")


@pytest.mark.parametrize("theme", ["basic", "furo", "pydata_sphinx_theme"])
def test_with_a_base_url_there_is_one_canonical_and_an_alternate_per_variant(project, theme):
    built = use(project, theme=theme, variants=BASE)
    page = built.page("byoc", "guide/index")
    assert [link["href"] for link in page.select("link[rel=canonical]")] == [
        "https://docs.example.com/sub/byoc/guide/index.html"
    ]
    assert [(link["href"], link["title"]) for link in page.select("link[rel=alternate]")] == [
        ("https://docs.example.com/sub/serverless/guide/index.html", "Serverless")
    ]
    assert not built.page("byoc", "guide/own").select("link[rel=alternate]")


def test_without_a_base_url_there_is_neither(project):
    built = use(project)
    page = built.page("byoc", "guide/index")
    assert not page.select("link[rel=canonical], head link[rel=alternate]")
    assert not built.has("sitemap.xml")


def test_the_switcher_does_not_grow_with_the_pages(project):
    small = len(str(use(project).page("byoc", "index").select_one("nav.variant-switcher")))
    project.pages({f"more/{number}.md": f"---\norphan: true\n---\n# P{number}\n" for number in range(40)})
    assert len(str(project.build().page("byoc", "index").select_one("nav.variant-switcher"))) == small


def test_the_root_files_name_the_variants_and_their_pages(project):
    built = use(project, variants=BASE)
    assert built.json("html/variants.json")["pages"] == {
        "guide/index": ["serverless", "byoc"],
        "guide/own": ["byoc"],
        "index": ["serverless", "byoc"],
    }
    root = (built.folder / "build/html/index.html").read_text()
    assert 'location.replace("serverless/index.html" + location.search + location.hash)' in root
    assert '<link rel="canonical" href="https://docs.example.com/sub/serverless/">' in root
    assert '<a href="byoc/index.html">BYOC</a>' in root
    assert (
        (built.folder / "build/html/robots.txt")
        .read_text()
        .endswith("Sitemap: https://docs.example.com/sub/sitemap.xml\n")
    )
    places = [
        node.text
        for node in ET.parse(built.folder / "build/html/sitemap.xml").iter()
        if node.tag.endswith("loc")
    ]
    assert "https://docs.example.com/sub/byoc/guide/own.html" in places
    assert len(places) == 5


def test_the_page_for_missing_pages_holds_all_it_needs(project):
    built = use(project, variants=BASE)
    for path in ("404.html", "byoc/404.html"):
        text = (built.folder / "build/html" / path).read_text()
        assert "<style>" in text
        assert "stylesheet" not in text
        assert "guide" not in text
        assert 'base = "/sub/"' in text
        assert 'href="/sub/serverless/"' in text

"""The switcher on built pages, in each theme, and the page for missing pages."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

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
    for page in ("index", "guide/index", "guide/own", "search", "genindex"):
        switchers = built.page("byoc", page).select("nav.variant-switcher")
        # There may be two, for wide and for narrow screens.
        assert switchers, page
        assert len({str(switcher.ul) for switcher in switchers}) == 1
        assert [link.contents[0].strip() for link in switchers[0].select("a")] == ["Serverless", "BYOC"]
        assert [link.contents[0] for link in switchers[0].select("a[aria-current=page]")] == ["BYOC"]
    assert built.has("byoc/_static/variant-switcher.css")


def test_the_link_names_its_landing_page(project):
    link = use(project).page("byoc", "guide/own").select_one("nav.variant-switcher a:not([aria-current])")
    assert link["href"] == "../../serverless/guide/index.html"
    assert link["title"] == "Serverless does not have this page. The link leads to “Guide”."
    landing = link.select_one(".variant-switcher-landing")
    assert landing.select_one("[aria-hidden]").extract().get_text() == "→"
    assert " ".join(link.get_text().split()) == "Serverless opens Guide"
    assert not link.has_attr("data-same-page")


def test_the_author_may_place_the_switcher(project):
    built = use(project, conf="variants_switcher = False\n")
    assert not built.page("byoc", "index").select("nav.variant-switcher")


def test_a_switcher_placed_by_the_author_is_not_placed_again(project):
    conf = 'html_theme_options = {"navbar_center": ["variant-switcher.html"]}\n'
    built = use(project, theme="pydata_sphinx_theme", conf=conf)
    assert "variant-switcher" in str(built.page("byoc", "index").select_one(".navbar-header-items__center"))


@pytest.mark.parametrize("given", ['"theme-switcher, navbar-icon-links"', '["theme-switcher"]'])
def test_the_authors_items_in_the_navigation_bar_stay(project, given):
    conf = f'html_theme_options = {{"navbar_end": {given}}}\n'
    built = use(project, theme="pydata_sphinx_theme", conf=conf)
    bar = built.page("byoc", "index").select_one(".navbar-header-items__end")
    assert built.messages == []
    assert bar.select_one(".navbar-item .variant-switcher")
    assert bar.select_one(".theme-switch-button")


@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_the_switcher_is_in_the_authors_sidebar_and_on_pages_without_one(project, theme):
    first = {"alabaster": "about.html", "furo": "sidebar/brand.html"}[theme]
    conf = f'html_sidebars = {{"guide/**": ["{first}"], "index": []}}\n'
    built = use(project, theme=theme, conf=conf)
    beside = ["variant-switcher-above", "variant-switcher-sidebar"]
    for page, places in (("guide/index", beside), ("index", ["variant-switcher-text"]), ("search", beside)):
        found = built.page("byoc", page).select("nav.variant-switcher")
        assert sorted(switcher["class"][1] for switcher in found) == places, page


def test_titles_are_text_and_not_html(project):
    project.pages({"guide/index.md": '# Use `<T>` & "quotes"\n\n```{toctree}\nown\n```\n'})
    path = project.folder / "variants.yaml"
    project.write(
        {"variants.yaml": path.read_text().replace("title: Serverless", "title: '<b>\"S\"</b> & co'")}
    )
    project.pages({"index.md": PAGES["index.md"], "guide/own.md": PAGES["guide/own.md"]})
    link = project.build().page("byoc", "guide/own").select_one("nav.variant-switcher a")
    assert not link.select("b, t")
    assert link.contents[0].strip() == '<b>"S"</b> & co'
    assert link["title"] == (
        '<b>"S"</b> & co does not have this page. The link leads to “Use <T> & “quotes””.'
    )


def test_the_search_leads_to_the_other_search_with_dirhtml(project):
    project.pages(PAGES)
    built = project.build("-D", "variants_builder=dirhtml")
    page = built.page("byoc", "search/index")
    assert [link["href"] for link in page.select("nav.variant-switcher a")] == [
        "../../serverless/search/",
        "./",
    ]


def test_an_e_book_has_no_switcher(project):
    project.pages(PAGES)
    built = project.build("-D", "variants_builder=epub")
    names = [name for name in built.files("byoc") if "variant-switcher" in name]
    assert names == []
    assert "variant-switcher" not in (built.folder / "build/html/byoc/index.xhtml").read_text()


def test_the_switcher_is_in_no_page_of_the_search_index(project):
    assert "edition" not in use(project).files("byoc")["searchindex.js"].decode()


def test_one_variant_needs_no_switcher(project):
    project.write({"variants.yaml": "version: 1\nvariants:\n  only: {title: Only}\n"})
    project.pages({"index.md": "# Home\n"})
    built = project.build()
    assert "variant-switcher" not in built.html("only", "index")
    assert not built.has("only/_static/variant-switcher.css")


@pytest.mark.parametrize("theme", ["basic", "alabaster", "furo", "pydata_sphinx_theme"])
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


def test_the_base_url_wins_over_the_one_of_conf_py(project):
    built = use(project, conf='html_baseurl = "https://old.example.com/"\n', variants=BASE)
    assert [link["href"] for link in built.page("byoc", "index").select("link[rel=canonical]")] == [
        "https://docs.example.com/sub/byoc/index.html"
    ]


def test_without_a_base_url_there_is_neither(project):
    built = use(project)
    page = built.page("byoc", "guide/index")
    assert not page.select("[rel=canonical], [rel=alternate]")
    assert not built.has("sitemap.xml")


def test_the_switcher_does_not_grow_with_the_pages(project):
    small = len(str(use(project).page("byoc", "index").select_one("nav.variant-switcher")))
    project.pages({f"more/{number}.md": f"---\norphan: true\n---\n# P{number}\n" for number in range(40)})
    assert len(str(project.build().page("byoc", "index").select_one("nav.variant-switcher"))) == small


def test_the_page_for_missing_pages_is_self_contained(project):
    built = use(project, variants=BASE)
    for path in ("404.html", "byoc/404.html"):
        text = (built.folder / "build/html" / path).read_text()
        assert "<style>" in text
        assert "stylesheet" not in text
        assert "guide" not in text
        assert 'base = "/sub/"' in text
        assert 'href="/sub/serverless/"' in text


def test_links_of_the_page_for_missing_pages_are_found_by_script_without_a_base_url(project):
    text = use(project).html("byoc", "404")
    assert "base = null" in text
    assert 'href="/serverless/"' in text


def test_a_base_url_cannot_end_the_script(project):
    use(project, variants="\nsite: {base_url: 'https://docs.example.com/</script>/'}\n")
    text = (project.folder / "build/html/404.html").read_text()
    assert text.count("</script>") == 1


@pytest.mark.parametrize(
    ("conf", "files"),
    [
        ('html_extra_path = ["extra"]\n', {"extra/404.html": "<p>Ours"}),
        ('html_extra_path = ["404.html"]\n', {"404.html": "<p>Ours"}),
        ("", {"source/404.md": "---\norphan: true\n---\n# Ours\n"}),
        (
            'html_additional_pages = {"404": "own.html"}\ntemplates_path = ["_templates"]\n',
            {"_templates/own.html": "<p>Ours"},
        ),
    ],
)
def test_the_projects_own_page_for_missing_pages_stays(project, conf, files):
    project.write(files)
    assert "Ours" in use(project, conf=conf).html("byoc", "404")


def test_a_start_page_with_another_name_is_linked_everywhere(project):
    conf = (project.folder / "conf.py").read_text() + 'root_doc = "contents"\nhtml_file_suffix = ".htm"\n'
    project.write({"conf.py": conf})
    project.pages({"contents.md": "# Contents\n\n[other](variant:byoc/)\n"})
    built = project.build()
    assert built.messages == []
    root = BeautifulSoup((project.folder / "build/html/index.html").read_text(), "html.parser")
    assert [link["href"] for link in root.select("li a")] == ["serverless/contents.htm", "byoc/contents.htm"]
    assert root.select_one("meta[http-equiv]")["content"] == "0; url=serverless/contents.htm"
    missing = BeautifulSoup((project.folder / "build/html/404.html").read_text(), "html.parser")
    assert [link["href"] for link in missing.select("li a")] == [
        "/serverless/contents.htm",
        "/byoc/contents.htm",
    ]
    assert [variant["url"] for variant in built.json("html/variants.json")["variants"]] == [
        "serverless/contents.htm",
        "byoc/contents.htm",
    ]
    own = BeautifulSoup((project.folder / "build/html/byoc/contents.htm").read_text(), "html.parser")
    assert own.select_one(".variant-switcher a")["href"] == "../serverless/contents.htm"

"""The switcher in a real browser, over HTTP below a path prefix and from disk."""

from __future__ import annotations

import contextlib
import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.web import serving

from variantdocs.cli import main

ROOT = Path(__file__).parents[2]
CONF = """\
project = "Test"
extensions = ["myst_parser", "variantdocs"]
html_theme = "pydata_sphinx_theme"
myst_heading_anchors = 2
"""
VARIANTS = "version: 1\nvariants:\n  serverless: {title: Serverless}\n  byoc: {title: BYOC}\n"
PAGES = {
    "index.md": "# Home\n\n```{toctree}\nguide/index\n```\n",
    "guide/index.md": "# Guide\n\n## Part\n\ntext\n\n```{toctree}\nown\n```\n"
    + "more\n\n" * 80
    + "## Last\n",
    "guide/own.md": "---\nvariants: byoc\n---\n# Own page\n",
}


def build(folder, source, output):
    """The exit status of a build of the project in ``folder``."""
    with contextlib.chdir(folder):
        return main(["build", "-q", "-c", ".", "-d", "doctrees", source, output])


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of a built site, below a folder that is its path prefix."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "conf.py").write_text(CONF)
    (folder / "variants.yaml").write_text(VARIANTS)
    for name, text in PAGES.items():
        path = folder / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert build(folder, "source", "www/docs") == 0
    return folder / "www"


@pytest.fixture(scope="module", params=["alabaster", "sphinx_rtd_theme"])
def plain_site(tmp_path_factory, request):
    """A site with a broken page, in a theme without a bar.

    On narrow screens, the sidebar of alabaster is below the text; that of sphinx_rtd_theme is hidden.
    """
    folder = tmp_path_factory.mktemp("plain")
    (folder / "conf.py").write_text(CONF.replace("pydata_sphinx_theme", request.param))
    (folder / "variants.yaml").write_text(VARIANTS)
    (folder / "index.md").write_text("# Home\n\ntext\n\n{@@ if byoc @@}\nnever closed\n")
    assert build(folder, ".", "www") == 1
    return folder / "www"


@pytest.fixture(scope="module")
def own_site(tmp_path_factory):
    """A site with the settings, the styles and the top-level pages of this repository's, without their text."""
    folder = tmp_path_factory.mktemp("own")
    shutil.copy(ROOT / "conf.py", folder)
    (folder / "variants.yaml").write_text(VARIANTS)
    shutil.copytree(ROOT / "source/_static", folder / "source/_static")
    (folder / "examples").mkdir()
    start = (ROOT / "source/index.md").read_text("utf-8")
    toctrees = re.findall(r"^```\{toctree\}\n.*?^```$", start, re.S | re.M)
    (folder / "source/index.md").write_text("\n\n".join(["# Home", *toctrees]))
    for name in re.findall(r"^[\w/-]+$", "\n".join(toctrees), re.M):
        title = re.search(r"^# .*$", (ROOT / f"source/{name}.md").read_text("utf-8"), re.M)
        path = folder / f"source/{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{title[0]}\n")
    assert build(folder, "source", "www") == 0
    return folder / "www"


@pytest.fixture(scope="module")
def address(site):
    """Where a plain web server shows the site, below a path prefix."""
    with serving(site) as root:
        yield f"{root}/docs"


@pytest.fixture
def page(browser):
    with contextlib.closing(browser.new_context()) as context:
        yield context.new_page()


def switch(page, title):
    page.locator(".variant-switcher:visible a", has_text=title).first.click()


def test_a_page_of_both_leads_to_itself(page, address):
    page.goto(f"{address}/byoc/guide/index.html")
    switch(page, "Serverless")
    assert page.url == f"{address}/serverless/guide/index.html"


def test_a_page_of_one_says_where_it_leads_and_leads_there(page, address):
    page.goto(f"{address}/byoc/guide/own.html")
    link = page.locator(".variant-switcher:visible a", has_text="Serverless").first
    assert "".join(link.inner_text().split()) == "Serverless→opensGuide"
    assert page.get_by_role("link", name="Serverless opens Guide").count() == 1
    link.click()
    assert page.url == f"{address}/serverless/guide/index.html"


def test_the_anchor_goes_along_also_when_it_changes(page, address):
    page.goto(f"{address}/byoc/guide/index.html#part")
    page.evaluate("location.hash = '#last'")
    switch(page, "Serverless")
    assert page.url == f"{address}/serverless/guide/index.html#last"


def test_it_works_without_javascript(browser, address):
    with contextlib.closing(browser.new_context(java_script_enabled=False)) as context:
        page = context.new_page()
        page.goto(f"{address}/serverless/guide/index.html")
        switch(page, "BYOC")
        assert page.url == f"{address}/byoc/guide/index.html"


def test_the_search_keeps_its_query(page, address):
    page.goto(f"{address}/byoc/search.html?q=part")
    switch(page, "Serverless")
    assert page.url == f"{address}/serverless/search.html?q=part"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_narrow_screen_names_the_edition_without_opening_anything(browser, address, scripts):
    options = {"viewport": {"width": 375, "height": 700}, "java_script_enabled": scripts}
    with contextlib.closing(browser.new_context(**options)) as context:
        page = context.new_page()
        for name in ("guide/index", "search", "genindex"):
            page.goto(f"{address}/byoc/{name}.html")
            shown = page.locator(".bd-header-article .variant-switcher")
            assert shown.locator("[aria-current]").inner_text() == "BYOC"
            shown.get_by_role("link", name="Serverless").click()
            assert page.url == f"{address}/serverless/{name}.html"


def test_a_printed_page_begins_with_its_edition(page, address):
    page.goto(f"{address}/byoc/guide/index.html")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body, '::before').content") == '"BYOC"'


def test_it_works_at_375_pixels(browser, address):
    with contextlib.closing(browser.new_context(viewport={"width": 375, "height": 700})) as context:
        page = context.new_page()
        page.goto(f"{address}/byoc/guide/own.html")
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
        page.locator(".primary-toggle").first.click()
        link = page.locator(".variant-switcher:visible a", has_text="Serverless").first
        link.hover()  # waits until the drawer has come in
        box = link.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 375
        link.click()
        assert page.url == f"{address}/serverless/guide/index.html"


def test_it_works_with_the_keyboard_alone(page, address):
    page.goto(f"{address}/byoc/guide/index.html")
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "document.activeElement.closest('.variant-switcher') && document.activeElement.textContent.trim()"
        )
        if focused == "Serverless":
            break
    assert focused == "Serverless"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/serverless/guide/index.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_the_switcher(browser, address, scheme):
    with contextlib.closing(browser.new_context(color_scheme=scheme)) as context:
        page = context.new_page()
        for path in ("guide/index.html", "guide/own.html"):
            page.goto(f"{address}/byoc/{path}")
            results = Axe().run(page, context=".variant-switcher")
            assert results.violations_count == 0, results.generate_report()
            assert results.response["passes"]


def test_it_works_from_disk(page, site):
    page.goto((site / "docs/byoc/guide/index.html").as_uri() + "#part")
    switch(page, "Serverless")
    assert page.url == (site / "docs/serverless/guide/index.html").as_uri() + "#part"


def test_the_root_leads_to_the_default_variant(page, address):
    page.goto(f"{address}/#x")
    page.wait_for_url(f"{address}/serverless/index.html#x")


def test_the_page_for_missing_pages_offers_the_page_where_it_is(page, address):
    page.goto(f"{address}/serverless/guide/own.html")
    link = page.get_by_text("This page in BYOC")
    link.wait_for()
    link.click()
    assert page.url == f"{address}/byoc/guide/own.html"


@pytest.mark.parametrize("address_of_page", ["/serverless/guide/%zz.html", "/serverless/constructor"])
def test_the_page_for_missing_pages_offers_nothing_where_no_variant_has_the_page(
    page, address, address_of_page
):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address + address_of_page)
    page.wait_for_load_state("networkidle")
    assert errors == []
    assert [link.inner_text() for link in page.get_by_role("link").all()] == ["Serverless", "BYOC"]
    assert page.get_by_role("link", name="BYOC").get_attribute("href") == f"{address}/byoc/"


def test_the_root_s_page_for_missing_pages_finds_the_root_from_any_depth(page, address):
    page.goto(f"{address}/no/such/page.html")
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("link", name="BYOC").get_attribute("href") == f"{address}/byoc/"


def test_a_prefix_named_like_a_variant_is_not_taken_for_it(browser, site):
    (site / "byoc").mkdir(exist_ok=True)
    if not (site / "byoc/docs").exists():
        (site / "byoc/docs").symlink_to(site / "docs")
    with serving(site) as root, contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto(f"{root}/byoc/docs/serverless/guide/own.html")
        page.get_by_text("This page in BYOC").click()
        assert page.url == f"{root}/byoc/docs/byoc/guide/own.html"


def test_no_address_makes_the_page_for_missing_pages_lead_to_another_host(page, address):
    root = address.removesuffix("/docs")
    page.goto(f"{root}//other.example/byoc/page.html")
    page.wait_for_load_state("networkidle")
    links = [link.evaluate("link => link.href") for link in page.get_by_role("link").all()]
    assert len(links) == 2
    assert all(link.startswith(f"{root}/") for link in links), links


def test_the_page_for_missing_pages_leads_home_at_any_depth(page, address):
    page.goto(f"{address}/byoc/no/such/page.html")
    page.get_by_role("link", name="Serverless").click()
    assert page.url == f"{address}/serverless/"


def test_a_narrow_screen_shows_the_switcher_above_a_text_that_wraps(browser, plain_site):
    with contextlib.closing(browser.new_context(viewport={"width": 375, "height": 700})) as context:
        page = context.new_page()
        page.goto((plain_site / "byoc/index.html").as_uri())
        link = page.locator(".variant-switcher:visible a", has_text="Serverless")
        assert link.count() == 1
        assert link.bounding_box()["y"] < page.get_by_role("heading", name="Home").bounding_box()["y"]
        results = Axe().run(page, context=".variant-switcher")
        assert results.violations_count == 0, results.generate_report()
        message = page.locator("pre", has_text="never closed")
        assert message.evaluate("pre => pre.scrollWidth <= pre.clientWidth")
        page.emulate_media(media="print")
        assert page.locator(".variant-switcher a:visible").all_inner_texts() == ["BYOC"]


@pytest.mark.parametrize("width", [1280, 1000])
def test_the_header_of_our_own_site_has_one_row(browser, own_site, width):
    with contextlib.closing(browser.new_context(viewport={"width": width, "height": 700})) as context:
        page = context.new_page()
        page.goto((own_site / "byoc/quick-start.html").as_uri())
        items = page.locator(".bd-header :is(.navbar-brand, .nav-link, .variant-switcher, .search-button)")
        boxes = [item.bounding_box() for item in items.all() if item.is_visible()]
        middles = [box["y"] + box["height"] / 2 for box in boxes]
        assert len(boxes) > 5
        assert max(middles) - min(middles) < 12
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_page_of_our_own_site_is_printed_without_what_is_beside_it(browser, own_site):
    with contextlib.closing(browser.new_context(viewport={"width": 1200, "height": 700})) as context:
        page = context.new_page()
        page.goto((own_site / "byoc/quick-start.html").as_uri())
        beside = page.locator(".bd-sidebar-secondary")
        assert beside.is_visible()
        page.emulate_media(media="print")
        assert not beside.is_visible()
        assert page.locator("main").is_visible()


BACKGROUND = "getComputedStyle(document.body).backgroundColor"


def test_a_dark_page_is_printed_light_in_the_theme_of_our_own_site(browser, own_site):
    assert_printed_light(browser, own_site / "byoc/index.html", BACKGROUND)


def test_a_dark_page_is_printed_light_in_a_theme_that_marks_it_by_a_class(browser, tmp_path):
    (tmp_path / "conf.py").write_text(CONF.replace("pydata_sphinx_theme", "shibuya"))
    (tmp_path / "variants.yaml").write_text(VARIANTS)
    (tmp_path / "index.md").write_text("# Home\n")
    assert build(tmp_path, ".", "www") == 0
    background = BACKGROUND.replace("body", "documentElement")
    assert_printed_light(browser, tmp_path / "www/byoc/index.html", background)


def assert_printed_light(browser, path, background):
    with contextlib.closing(browser.new_context(color_scheme="dark")) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        dark = page.evaluate(background)
        assert dark != "rgb(255, 255, 255)"
        page.emulate_media(media="print")
        page.wait_for_function(f"{background} === 'rgb(255, 255, 255)'", timeout=5000)
        page.emulate_media(media="screen")
        page.wait_for_function(f"{background} === '{dark}'", timeout=5000)

"""A published site in a real browser, served below a path prefix: every kind of page, and both searches."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from justhtml import JustHTML
from tests.web import serving

from variantdocs.cli import main
from variantdocs.publish.pagefind.bundle import pagefind_problems

FILES = {
    "conf.py": """\
project = "Acme"
extensions = ["myst_parser", "variantdocs"]
html_theme = "pydata_sphinx_theme"
html_theme_options = {"navbar_persistent": ["search-button"], "surface_warnings": False}
variants_edit_url = "https://git.example.com/docs/edit/{path}"
""",
    "variants.yaml": """\
version: 1
site: {base_url: "https://docs.example.com/docs/"}
variants:
  serverless: {title: Serverless}
  byoc: {title: BYOC}
""",
    "redirects": "guide/old  guide/index#part\n",
    "source/index.md": "# Home\n\nWelcome.\n\n```{toctree}\nguide/index\n```\n",
    "source/guide/index.md": """\
# Guide

How to register a workflow{@@ if byoc @@} in your own cloud{@@ endif @@}.

```python
print("registered")
```

:::{note}
A note.
:::

## Part

| a | b |
|---|---|
| 1 | 2 |

```{toctree}
own
```
""",
    "source/guide/own.md": "---\nvariants: byoc\n---\n# Own page\n\n```{index} planet\n```\n\nA planet & a *star*.\n",
}
FORWARDING_PAGES = ("", "serverless/guide/old.html")
PAGES = (
    "serverless/index.html",
    "byoc/guide/index.html",
    "byoc/search.html?q=register",
    "byoc/genindex.html",
    "byoc/404.html",
    "404.html",
)


def publish(folder, output):
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert main(["publish", "-q", "-c", ".", "source", output]) == 0
    finally:
        os.chdir(before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A project and its published sites, each below a folder that is its path prefix.

    ``www/docs`` has Sphinx's search, ``pagefind/docs`` Pagefind's, if that is installed.
    """
    folder = tmp_path_factory.mktemp("project")
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    publish(folder, "www/docs")
    if not pagefind_problems():
        (folder / "variants.yaml").write_text(FILES["variants.yaml"] + "publish: {pagefind: true}\n")
        publish(folder, "pagefind/docs")
    return folder


@pytest.fixture(scope="module")
def site(folder):
    return folder / "www/docs"


@pytest.fixture(scope="module")
def browser(folder, browser):
    """The browser, started after the build: Pagefind's interface needs a thread without an event loop."""
    return browser


class Visit:
    """A page of the browser, and what went wrong in it."""

    def __init__(self, page, address):
        self.page, self.address, self.wrong, self.hosts = page, address, [], set()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("response", self._note)

    def _note(self, response):
        self.hosts.add(urlsplit(response.url).hostname)
        if response.status >= 400 and not response.request.is_navigation_request():
            self.wrong.append(f"{response.status} {response.url}")

    def open(self, path):
        self.page.goto(f"{self.address}/{path}")
        return self.page


@pytest.fixture(scope="module")
def address(site):
    with serving(site.parent) as root:
        yield f"{root}/docs"


@contextlib.contextmanager
def visiting(browser, address, **options):
    with contextlib.closing(browser.new_context(**options)) as context:
        visit = Visit(context.new_page(), address)
        yield visit
        assert visit.wrong == []
        assert visit.hosts <= {"127.0.0.1"}  # nothing is fetched from elsewhere


@pytest.fixture
def visit(browser, address):
    with visiting(browser, address) as visit:
        yield visit


def type_in_search(page, text):
    page.keyboard.press("Control+k")
    page.locator("dialog[open] input[name=q]").press_sequentially(text)


def suggestions(page):
    shown = page.locator(".search-suggestions li a:visible")
    shown.first.wait_for()
    return shown.all_inner_texts()


def test_home_page_switch_redirect_missing_page_and_print(visit, address):
    page = visit.open("")
    page.wait_for_url(f"{address}/serverless/index.html")
    page.locator(".bd-sidebar-primary a, .bd-header a", has_text="Guide").first.click()
    page.locator(".variant-switcher:visible a", has_text="BYOC").click()
    assert page.url == f"{address}/byoc/guide/index.html"
    assert "in your own cloud" in page.locator("main").inner_text()
    assert page.get_by_role("link", name="Edit").get_attribute("href") == (
        "https://git.example.com/docs/edit/guide/index.md"
    )
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body, '::before').content") == '"BYOC"'
    assert not page.locator(".bd-header").is_visible()
    page.emulate_media(media="screen")
    visit.open("serverless/guide/old.html")
    page.wait_for_url(f"{address}/serverless/guide/index.html#part")
    visit.open("serverless/guide/own.html")
    page.get_by_text("This page in BYOC").click()
    assert page.url == f"{address}/byoc/guide/own.html"


def test_what_is_found_appears_while_one_types_and_is_reached_by_keyboard(visit, address):
    page = visit.open("byoc/guide/own.html")
    type_in_search(page, "registerin")
    assert suggestions(page) == ["Guide"]
    assert "found one page" in page.get_by_role("status").first.inner_text()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "Guide"
    page.keyboard.press("Escape")
    assert page.locator(".search-suggestions li").count() == 0
    assert page.evaluate("document.activeElement.value") == "registerin"
    page.keyboard.type("g")
    suggestions(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/byoc/guide/index.html")


def test_each_edition_finds_only_what_it_has(visit):
    page = visit.open("serverless/search.html")
    page.locator("main input[name=q]").fill("planet")
    page.get_by_role("status").get_by_text("did not match").wait_for()
    visit.open("byoc/search.html")
    page.locator("main input[name=q]").fill("planet")
    assert "Own page" in suggestions(page)
    page.keyboard.press("Enter")
    page.locator("#search-results li a").first.wait_for()
    assert page.locator("main input[name=q]").input_value() == "planet"
    assert page.locator("#search-results .context").first.inner_text() == "Own page A planet & a star."


def test_from_disk_what_is_found_appears_too(browser, site):
    with contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto((site / "byoc/guide/index.html").as_uri())
        type_in_search(page, "planet")
        assert "Own page" in suggestions(page)
        page.locator(".search-suggestions a").first.click()
        page.wait_for_url("**/byoc/guide/own.html*")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_on_any_kind_of_page(browser, address, site, scheme):
    found = []

    def without_forwarding(route):
        path = urlsplit(route.request.url).path.removeprefix("/docs/") or "index.html"
        text = re.sub(r"<script>.*?</script>|<meta http-equiv[^>]*>", "", (site / path).read_text("utf-8"))
        route.fulfill(body=text, content_type="text/html")

    with visiting(browser, address, color_scheme=scheme) as visit:
        for path in FORWARDING_PAGES:
            visit.page.route(f"{address}/{path}", without_forwarding)
        for path in (*FORWARDING_PAGES, *PAGES):
            page = visit.open(path)
            if "search" in path:
                page.locator("#search-results li a").first.wait_for()
                page.locator("main input[name=q]").fill("guide")
                suggestions(page)
            violations = Axe().run(page).response["violations"]
            found += [f"{path}: {each['id']} {each['nodes'][0]['html']}" for each in violations]
        visit.wrong.clear()  # axe asks for style sheets by addresses that are relative to others
    assert found == []


def test_the_pages_are_valid_html(site):
    wrong = {}
    for file in site.rglob("*.html"):
        text = file.read_text("utf-8")
        errors = [str(error) for error in JustHTML(text, collect_errors=True).errors]
        ids = re.findall(r"\sid=\"([^\"]*)\"", re.sub(r"<script.*?</script>", "", text, flags=re.S))
        errors += [f"id {name} stands twice" for name in {name for name in ids if ids.count(name) > 1}]
        if errors:
            wrong[file.relative_to(site).as_posix()] = errors
    assert wrong == {}
    assert list(site.rglob("webpack-macros.html")) == []


def test_pagefind_searches_in_the_field_and_on_the_search_page(browser, folder):
    if problems := pagefind_problems():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(problems[0])
    with serving(folder / "pagefind") as root, visiting(browser, f"{root}/docs") as visit:
        page = visit.open("byoc/guide/index.html")
        type_in_search(page, "planet")
        assert suggestions(page) == ["Own page"]
        page.keyboard.press("Enter")
        page.wait_for_url("**/byoc/search.html?q=planet")
        page.get_by_role("heading", name="Search Results").wait_for()
        assert page.locator("#search-results .context").inner_text() == "Own page. A planet & a star."
        assert page.locator("#search-results mark").inner_text() == "planet"
        page.locator("#search-results a").click()
        page.wait_for_url(f"{root}/docs/byoc/guide/own.html")
        visit.open("serverless/search.html?q=planet")
        page.get_by_text("did not match any documents").wait_for()
        assert page.locator("#search-results li").count() == 0
        assert Axe().run(page).response["violations"] == []
        visit.wrong.clear()  # as above

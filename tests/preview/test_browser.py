"""The preview in a real browser: open pages are loaded again, and say what is wrong."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

CONF = """\
project = "Test"
extensions = ["myst_parser", "variantdocs"]
html_theme = "pydata_sphinx_theme"
html_static_path = ["static"]
html_css_files = ["own.css"]
"""
PAGES = {
    "index.md": "# Home\n\nWelcome to {@= product =@}.\n\n```{toctree}\nguide\n```\n",
    "guide.md": "# Guide\n\n{@@ if byoc @@}\nOnly in BYOC.\n{@@ endif @@}\n\nThe first text.\n",
    "own.md": "---\nvariants: byoc\norphan: true\n---\n# Own page\n",
}
OPTIONS = ["--no-sandbox", "--disable-background-networking", "--disable-sync", "--no-first-run"]
PATIENCE_MS = 60_000


@pytest.fixture
def context(chromium_path):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=OPTIONS)
        context = browser.new_context()
        context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        yield context
        browser.close()


@pytest.fixture
def running(project, preview):
    project.write({"conf.py": CONF, "static/own.css": "article { border-left: 1px solid }\n"})
    project.pages(PAGES)
    return preview()


def opened(context, address):
    page = context.new_page()
    page.goto(address)
    return page


def bar(page):
    return page.locator("variantdocs-preview").get_by_role("region", name="Problems")


def test_a_session_of_writing(project, running, context):
    address = running.address()
    byoc, serverless = (opened(context, f"{address}/{name}/guide.html") for name in ("byoc", "serverless"))

    # an edit is shown by itself in both variants
    project.pages({"guide.md": PAGES["guide.md"].replace("first", "second")})
    for page in (byoc, serverless):
        expect(page.get_by_text("The second text.")).to_be_visible()

    # a syntax error is said at its place, on every page, until it is mended
    project.pages({"guide.md": PAGES["guide.md"].replace("{@@ endif @@}\n", "")})
    for page in (byoc, serverless):
        expect(bar(page)).to_contain_text("ERROR source/guide.md:3")
    assert_accessible(byoc, "variantdocs-preview")
    project.pages({"guide.md": PAGES["guide.md"]})
    for page in (byoc, serverless):
        expect(bar(page)).to_be_hidden()
    expect(byoc.get_by_text("Only in BYOC.")).to_be_visible()

    # variables, pages, style sheets
    text = (project.folder / "variants.yaml").read_text()
    home = opened(context, f"{address}/byoc/")
    project.write({"variants.yaml": text.replace("Acme BYOC", "Acme Own Cloud")})
    expect(home.get_by_text("Welcome to Acme Own Cloud.")).to_be_visible()
    project.pages({"new.md": "# New\n", "index.md": PAGES["index.md"].replace("guide", "guide\nnew")})
    expect(home.locator("article").get_by_role("link", name="New")).to_be_visible()
    (project.folder / "source/new.md").rename(project.folder / "source/newer.md")
    project.pages({"index.md": PAGES["index.md"].replace("guide", "guide\nnewer")})
    expect(home.locator("article a[href='newer.html']")).to_be_visible()
    running.wait_for(lambda: not (project.folder / "build/html/byoc/new.html").exists())
    project.write({"static/own.css": "article { border-left: 7px solid }\n"})
    expect(byoc.locator("article").first).to_have_css("border-left-width", "7px")

    # settings that cannot be used are said, the last good site stays
    project.write({"variants.yaml": text.replace("vars:", "vrs:", 1)})
    expect(bar(byoc)).to_contain_text("ERROR variants.yaml:5:5")
    expect(byoc.get_by_text("The first text.")).to_be_visible()
    project.write({"variants.yaml": text})
    expect(bar(byoc)).to_be_hidden()
    project.write({"conf.py": f"{CONF}1 +\n"})
    expect(bar(byoc)).to_contain_text("conf.py")
    project.write({"conf.py": CONF})
    expect(bar(byoc)).to_be_hidden()

    # many saves in a row, the last of them while a build is at work
    for number in range(20):
        project.pages({"guide.md": PAGES["guide.md"].replace("first", f"{number}th")})
        byoc.wait_for_timeout(30)
    for page in (byoc, serverless):
        expect(page.get_by_text("The 19th text.")).to_be_visible()
    assert running.end() == 0
    assert "Traceback" not in running.said


def test_the_writers_view(project, running, context):
    page = opened(context, f"{running.address()}/serverless/index.html")
    page.get_by_role("button", name="view").click()
    variable = page.locator("article .vd-variable")
    expect(variable).to_have_text("Acme Serverless")
    expect(variable).to_have_attribute("title", "product")
    # the pages that this variant lacks
    page.get_by_text("1 page of other editions only").click()
    page.get_by_role("link", name="own.html (BYOC)").click()
    expect(page.get_by_role("heading", name="Own page")).to_be_visible()
    # a block of another variant, in its place, and where each block stands in the source
    page.goto(f"{running.address()}/serverless/guide.html")
    other = page.locator("article p.vd-other")
    expect(other).to_contain_text("Only in BYOC.")
    expect(other).to_have_attribute("data-vd-label", "BYOC")
    expect(other.get_by_role("button", name="copy source/guide.md:4")).to_have_count(1)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page, "variantdocs-preview", "article")
    # an edit is shown there, too, and the page that is published has nothing of it
    project.pages({"guide.md": PAGES["guide.md"].replace("Only in", "Just for")})
    expect(other).to_contain_text("Just for BYOC.")
    published = (project.folder / "build/html/serverless/guide.html").read_text()
    assert "BYOC." not in published
    assert "vd-" not in published
    page.get_by_role("button", name="view").click()
    expect(other).to_have_count(0)
    assert running.end() == 0
    assert "Traceback" not in running.said


def assert_accessible(page, *parts):
    found = Axe().run(page, context=[[part] for part in parts])
    assert [(problem["id"], problem["nodes"]) for problem in found.response["violations"]] == []

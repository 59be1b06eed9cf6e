"""The preview in a real browser: open pages are loaded again, and say what is wrong."""

from __future__ import annotations

import re
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.conftest import Project
from tests.preview.conftest import Preview

CONF = """\
project = "Test"
extensions = ["myst_parser", "variantdocs"]
html_theme = "pydata_sphinx_theme"
html_static_path = ["static"]
html_css_files = ["own.css"]
language = "de"
locale_dirs = ["../locales"]
rli_local = {"https://raw.githubusercontent.com/acme/code/main/": "code"}
"""
PAGES = {
    "index.md": "# Home\n\nWelcome to {@= product =@}.\n\n```{toctree}\nguide\n```\n",
    "guide.md": "# Guide\n\n{@@ if byoc @@}\nOnly in BYOC.\n{@@ endif @@}\n\nThe first text.\n\nTo translate.\n\n"
    "```{rli} https://raw.githubusercontent.com/acme/code/main/run.py\n```\n",
    "own.md": "---\nvariants: byoc\norphan: true\n---\n# Own page\n",
}
FILES = {
    "conf.py": CONF,
    "static/own.css": "article { border-left: 1px solid }\n",
    "locales/de/LC_MESSAGES/guide.po": 'msgid ""\nmsgstr ""\n\nmsgid "To translate."\nmsgstr "Zu sagen."\n',
    "code/run.py": "one = 1\n",
}
PATIENCE_MS = 60_000


@pytest.fixture
def context(browser):
    expect.set_options(timeout=PATIENCE_MS)
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A preview of a project that each test leaves as it was."""
    project = Project(tmp_path_factory.mktemp("site"), capfd=None)
    project.write(FILES)
    project.pages(PAGES)
    preview = Preview(project.folder, tmp_path_factory.mktemp("log") / "serve.log")
    preview.project = project
    yield preview
    assert preview.end() == 0
    assert preview.processes() == []
    assert "Traceback" not in preview.said


def opened(context, address):
    page = context.new_page()
    page.goto(address)
    return page


def bar(page):
    return page.locator("variantdocs-preview").get_by_role("region", name="Problems")


def guide(old, new):
    return {"guide.md": PAGES["guide.md"].replace(old, new)}


@pytest.fixture
def both(running, context):
    """The guide of both variants, open in the browser."""
    return [opened(context, f"{running.address()}/{name}/guide.html") for name in ("byoc", "serverless")]


def test_a_save_is_seen_in_every_variant(running, both):
    address, project = running.address(), running.project
    assert f"Serverless: {address}/serverless/\nBYOC: {address}/byoc/\n" in running.said
    project.pages(guide("first", "second"))
    for page in both:
        expect(page.get_by_text("The second text.")).to_be_visible()
    # an example of another repository, and a translation
    project.write({"code/run.py": "two = 2\n"})
    for page in both:
        expect(page.locator("article pre")).to_have_text("two = 2\n")
    catalog = "locales/de/LC_MESSAGES/guide.po"
    project.write({catalog: FILES[catalog].replace("Zu sagen", "Zu singen")})
    for page in both:
        expect(page.get_by_text("Zu singen.")).to_be_visible()
    project.write({"static/own.css": "article { border-left: 7px solid }\n"})
    for page in both:
        expect(page.locator("article").first).to_have_css("border-left-width", "7px")
    # many saves in a row, most of them while a build is at work
    for number in range(50):
        project.pages(guide("first", f"{number}th"))
        both[0].wait_for_timeout(30)
    for page in both:
        expect(page.get_by_text("The 49th text.")).to_be_visible()
    project.write(FILES)
    project.pages(PAGES)
    for page in both:
        expect(page.get_by_text("The first text.")).to_be_visible()


def test_mistakes_are_said_until_they_are_mended(running, both):
    byoc, project = both[0], running.project
    project.pages(guide("{@@ endif @@}\n", ""))
    for page in both:
        expect(bar(page)).to_contain_text("ERROR source/guide.md:3")
    for width in (375, 1280):
        byoc.set_viewport_size({"width": width, "height": 800})
        assert_accessible(byoc, "variantdocs-preview")
    project.pages(PAGES)
    for page in both:
        expect(bar(page)).to_be_hidden()
    expect(byoc.get_by_text("Only in BYOC.")).to_be_visible()

    # settings that cannot be used are said, the last good site stays
    variants = (project.folder / "variants.yaml").read_text()
    project.write({"variants.yaml": variants.replace("vars:", "vrs:", 1)})
    expect(bar(byoc)).to_contain_text("ERROR variants.yaml:5:5")
    expect(byoc.get_by_text("The first text.")).to_be_visible()
    project.write({"variants.yaml": variants})
    expect(bar(byoc)).to_be_hidden()
    project.write({"conf.py": f"{CONF}1 +\n"})
    expect(bar(byoc)).to_contain_text("conf.py")
    project.write({"conf.py": CONF})
    expect(bar(byoc)).to_be_hidden()


def test_variables_and_pages_come_and_go(running, context):
    address, project = running.address(), running.project
    home = opened(context, f"{address}/byoc/")
    variants = (project.folder / "variants.yaml").read_text()
    project.write({"variants.yaml": variants.replace("Acme BYOC", "Acme Own Cloud")})
    expect(home.get_by_text("Welcome to Acme Own Cloud.")).to_be_visible()
    project.write({"variants.yaml": variants})
    expect(home.get_by_text("Welcome to Acme BYOC.")).to_be_visible()

    project.pages({"new.md": "# New\n", "index.md": PAGES["index.md"].replace("guide", "guide\nnew")})
    link = home.locator("article").get_by_role("link", name="New")
    expect(link).to_have_attribute("href", "new.html")
    new = opened(context, f"{address}/byoc/new.html")
    # a page that is open and gets another name, and then is removed
    (project.folder / "source/new.md").rename(project.folder / "source/newer.md")
    project.pages({"index.md": PAGES["index.md"].replace("guide", "guide\nnewer")})
    expect(link).to_have_attribute("href", "newer.html")
    expect(new.get_by_role("heading", name="New")).to_be_hidden()
    new.goto(f"{address}/byoc/newer.html")
    (project.folder / "source/newer.md").unlink()
    project.pages(PAGES)
    expect(link).to_be_hidden()
    expect(new.get_by_role("heading", name="New")).to_be_hidden()
    answer = new.goto(f"{address}/byoc/newer.html")
    assert answer.status == 404
    assert answer.text().startswith((project.folder / "build/html/byoc/404.html").read_text())
    # where it comes back, it is shown
    project.pages({"newer.md": "---\norphan: true\n---\n# New\n"})
    expect(new.get_by_role("heading", name="New")).to_be_visible()
    (project.folder / "source/newer.md").unlink()
    expect(new.get_by_role("heading", name="New")).to_be_hidden()


def test_the_writers_view(running, context):
    address, project = running.address(), running.project
    page = opened(context, f"{address}/serverless/index.html")
    page.get_by_role("button", name="view").click()
    variable = page.locator("article .vd-variable")
    expect(variable).to_have_text("Acme Serverless")
    expect(variable).to_have_attribute("title", "product")
    # the pages that this variant lacks
    page.get_by_text("1 page of other editions only").click()
    page.get_by_role("link", name="own.html (BYOC)").click()
    expect(page.get_by_role("heading", name="Own page")).to_be_visible()
    # a block of another variant, in its place, and where each block stands in the source
    page.goto(f"{address}/serverless/guide.html")
    other = page.locator("article p.vd-other")
    expect(other).to_contain_text("Only in BYOC.")
    expect(other).to_have_attribute("data-vd-label", "BYOC")
    expect(other.get_by_role("button", name="copy source/guide.md:4")).to_have_count(1)
    for width, scheme in product((375, 1280), ("dark", "light")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page, "variantdocs-preview", "article")
        # labels and marks make no text wider than the window
        assert page.evaluate("document.querySelector('article').getBoundingClientRect().right <= innerWidth")
    # an edit is shown there, too, and the page that is published has nothing of it
    project.pages(guide("Only in", "Just for"))
    expect(other).to_contain_text("Just for BYOC.")
    published = (project.folder / "build/html/serverless/guide.html").read_text()
    assert not re.search(r"BYOC\.|vd-", published)
    page.get_by_role("button", name="view").click()
    expect(other).to_have_count(0)
    project.pages(PAGES)


def assert_accessible(page, *parts):
    found = Axe().run(page, context=[[part] for part in parts])
    assert [(problem["id"], problem["nodes"]) for problem in found.response["violations"]] == []

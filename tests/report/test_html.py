"""The pages of report and diff in a real browser: no violation found by axe, no overflow, nothing executed."""

from __future__ import annotations

import contextlib
import os
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.conftest import CONF, VARIANTS
from tests.report.projects import PAGES, PART

from variantdocs.cli import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with both pages."""
    folder = tmp_path_factory.mktemp("pages")
    files = {"conf.py": CONF, "variants.yaml": VARIANTS, "source/_parts/steps.md": PART}
    for name, text in {**files, **{f"source/{name}": text for name, text in PAGES.items()}}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert main(["report", "-c", ".", "-o", "report.html", "source"]) == 1
        assert main(["diff", "serverless", "byoc", "-c", ".", "--format", "html", "-o", "diff.html"]) == 1
    finally:
        os.chdir(before)
    return folder


class Balanced(HTMLParser):
    """Checks that elements are closed in order and that ids are unique."""

    EMPTY = frozenset({"meta", "br", "col", "link"})

    def __init__(self):
        super().__init__()
        self.open, self.ids = [], []

    def handle_starttag(self, tag, attrs):
        self.ids += [value for name, value in attrs if name == "id"]
        assert len({name for name, _ in attrs}) == len(attrs)
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", ["report", "diff"])
def test_elements_are_closed_in_order_and_ids_are_unique(folder, name):
    parser = Balanced()
    parser.feed((folder / f"{name}.html").read_text("utf-8"))
    assert parser.open == []
    assert len(set(parser.ids)) == len(parser.ids)


@pytest.mark.parametrize("name", ["report", "diff"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_fit_a_phone(browser, folder, name, scheme):
    size = {"width": 375, "height": 800}
    with contextlib.closing(browser.new_context(color_scheme=scheme, viewport=size)) as context:
        page = context.new_page()
        alerts = []
        page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
        page.goto((folder / f"{name}.html").as_uri())
        assert [found["id"] for found in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") == 375
        assert alerts == []

"""Dates, edit links and descriptions on built pages."""

from __future__ import annotations

import os
import subprocess

VARIANTS = """\
version: 1
site: {base_url: "https://docs.example.com/x/"}
variants:
  serverless: {title: Serverless}
  byoc: {title: BYOC, conf: {variants_social_image: _static/card.png, html_title: Acme BYOC}}
"""
CONF = """\
project = "Acme"
extensions = ["myst_parser", "variantdocs"]
html_theme = "pydata_sphinx_theme"
exclude_patterns = ["_*"]
html_last_updated_fmt = "%Y-%m-%d %H:%M"
variants_edit_url = "https://github.com/acme/docs/edit/main/source/{path}"
html_theme_options = {"footer_start": ["last-updated"], "surface_warnings": False}
"""
PAGES = {
    "source/index.md": "# Home\n\n```{toctree}\nguide/über\nincluding\nnew\n```\n",
    "source/guide/über.md": "# Guide\n\nFor {@@ if byoc @@}your own cloud{@@ else @@}ours{@@ endif @@}: "
    "*see*\n[](../index.md).\n",
    "source/including.md": "# Including\n\n```{include} /_part.md\n```\n",
    "source/_part.md": "Part one.\n",
}


def git(*arguments: str, day: int = 1) -> None:
    date = f"2026-01-{day:02}T23:30:00-02:00"
    names = {f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(
        ("git", *arguments),
        check=True,
        env={**os.environ, **names, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date},
    )


def tags(built, variant: str, docname: str) -> dict[str, str]:
    """The names of the ``<meta>`` elements of a page → their contents; each is there once."""
    found = {}
    for element in built.page(variant, docname).select("meta[property], meta[name=description]"):
        name = element.get("property") or element["name"]
        assert name not in found
        found[name] = element["content"]
    return found


def dates(built, variant: str) -> dict[str, str]:
    shown = {}
    for docname in ("index", "guide/über", "including", "new", "search"):
        element = built.page(variant, docname).select_one(".last-updated")
        shown[docname] = " ".join(element.get_text().split()) if element else ""
    return shown


def test_pages_say_when_they_changed_where_to_edit_them_and_what_they_are_about(project, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    project.write({"conf.py": CONF, "variants.yaml": VARIANTS, **PAGES})
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "one", day=1)
    project.write({"source/new.md": "# New\n"})
    built = project.build("-W")
    assert built.status == 0, built.messages

    first = "Last updated on 2026-01-02 01:30."
    assert dates(built, "byoc") == {"index": first, "guide/über": first, "including": first, "new": "", "search": ""}  # fmt: skip
    edit = built.page("byoc", "guide/über").select_one(".editthispage a")
    assert edit.get_text(strip=True) == "Edit on GitHub"
    assert edit["href"] == "https://github.com/acme/docs/edit/main/source/guide/über.md"
    assert built.page("byoc", "search").select_one(".editthispage") is None

    assert tags(built, "byoc", "guide/über") == {
        "description": "For your own cloud: see Home.",
        "og:type": "article",
        "og:title": "Guide",
        "og:description": "For your own cloud: see Home.",
        "og:url": "https://docs.example.com/x/byoc/guide/%C3%BCber.html",
        "og:site_name": "Acme BYOC",
        "og:locale": "en_US",
        "og:image": "https://docs.example.com/x/byoc/_static/card.png",
        "article:modified_time": "2026-01-02T01:30:00+00:00",
    }
    assert tags(built, "serverless", "guide/über")["og:description"] == "For ours: see Home."
    assert tags(built, "serverless", "index")["og:type"] == "website"
    assert tags(built, "byoc", "search") == {}

    project.write({"source/_part.md": "Part two.\n"})
    git("commit", "-q", "-a", "-m", "two", day=5)
    git("add", ".")
    git("commit", "-q", "-m", "three", day=8)
    again = project.build("-W")
    assert dates(again, "byoc") == {
        "index": first,
        "guide/über": first,
        "including": "Last updated on 2026-01-06 01:30.",
        "new": "Last updated on 2026-01-09 01:30.",
        "search": "",
    }
    incremental = again.files()
    assert project.build("-E", "-a").files() == incremental

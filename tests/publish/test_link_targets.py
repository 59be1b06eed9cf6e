"""The targets of links that lychee gets are those that it would find in the pages itself."""

from __future__ import annotations

import subprocess

import pytest

from variantdocs.publish.link_check import lychee_path
from variantdocs.publish.link_targets import link_targets

PAGES = {
    "byoc/a.html": """<!doctype html><title>A</title>
<link rel="stylesheet" href="_static/a.css?v=1"><script src="../s.js">var x = '<a href="no.html">';</script>
<nav><a href="b.html">B</a>
<A HREF='guide/c.html?a=1&amp;b=2#x'>C</A></nav>
<!-- <a href="comment.html"> -->
<img src=i.png srcset="i.png 1x, i%202.png 2x" alt=""><a href="#here">h</a><a href="#">top</a>
<a href="/byoc/">root</a><a href="https://docs.example.com/sub/byoc/a.html#x">own</a>
<a href="mailto:a@example.com">m</a><a href="javascript:void(0)">j</a>
<blockquote cite="b.html">q</blockquote><form action="s.html"><object data="o.svg"></object></form>""",
    "byoc/b.html": """<nav><a href="b.html">B</a>
</nav><a href="#here">h</a><a href="../byoc">folder</a><a href=".">here</a><a href="gone.html#y%20z">g</a>""",
    "byoc/of two/d.html": '<a href="../a.html">a</a><a href="e é.html">e</a>',
    "404.html": '<a href="nosuch.html">n</a>',
}


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "the site"
    for name, text in PAGES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def targets_of(site):
    found = link_targets(site, left_out=frozenset({"404.html"}))
    return {target.removeprefix(f"{site.as_uri()}/") for target in found}


def test_each_attribute_with_an_address_counts(site):
    assert targets_of(site) == {
        "byoc/_static/a.css?v=1",
        "s.js",
        "byoc/b.html",
        "byoc/guide/c.html?a=1&b=2#x",
        "byoc/i.png",
        "byoc/i%202.png",
        "byoc/a.html#here",
        "byoc/",
        "https://docs.example.com/sub/byoc/a.html#x",
        "byoc/s.html",
        "byoc/o.svg",
        "byoc/b.html#here",
        "byoc",
        "byoc/gone.html#y%20z",
        "byoc/a.html",
        "byoc/of%20two/e é.html",
    }


@pytest.mark.skipif(lychee_path() is None, reason="lychee is not installed; it is in requirements-dev.txt")
def test_lychee_finds_no_other_target(site):
    options = ("--dump", "--offline", "--no-ignore", f"--root-dir={site}", "--extensions=html")
    done = subprocess.run(
        (lychee_path(), *options, "--exclude-path=/404\\.html$", site),
        capture_output=True,
        text=True,
        check=True,
    )
    listed = {line.removeprefix(f"{site.as_uri()}/") for line in done.stdout.splitlines()}
    same_page = {line for line in listed if line.endswith("#")}  # `#` alone leads to the top of any page
    ours = {target.replace("é", "%C3%A9").replace("e %", "e%20%") for target in targets_of(site)}
    assert len(listed) > 10
    assert listed - same_page - ours == set()

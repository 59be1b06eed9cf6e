"""Links in built pages lead to files."""

from __future__ import annotations

import pytest

from variantdocs.check.dead_links import find_dead_links


def dead_links(tmp_path, html):
    for name in ("a/page.html", "a/sub/index.html", "a/é.png", "b/index.html", "index.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    (tmp_path / "a/page.html").write_text(html)
    (tmp_path / "a/template.html").write_text('<a href="{{ pathto(x) }}">')
    pages = {"a": ["page.html", "sub/"], "b": ["", "gone.html"]}
    return [(link.variant, link.address) for link in find_dead_links(tmp_path, pages)]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="page.html">',
        '<a href="sub/#x">',
        '<a href="../b/">',
        '<a href="../b">',
        '<a href="../index.html?q=1">',
        '<img src="%C3%A9.png">',
        '<a href="#x">',
        '<a href="?x">',
        '<a href="">',
        "<a>",
        '<a href="https://example.com/x">',
        '<a href="mailto:a@b.c">',
        '<meta http-equiv="refresh" content="0; url=sub/">',
        '<meta name="description" content="0; url=nosuch.html">',
        '<a href="/somewhere">',
        '<link rel="canonical" href="https://example.com/nosuch.html">',
    ],
)
def test_a_link_that_leads_somewhere_is_fine(tmp_path, html):
    assert dead_links(tmp_path, html) == []


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ('<a href="nosuch.html">', "nosuch.html"),
        ('<a href="nosuch.html#x">x</a><a href="nosuch.html#x">', "nosuch.html#x"),
        ('<a href="../b/page.html">', "../b/page.html"),
        ('<img src="nosuch.png">', "nosuch.png"),
        ('<script src="nosuch.js"></script>', "nosuch.js"),
        ('<link rel="stylesheet" href="nosuch.css">', "nosuch.css"),
        ('<meta http-equiv="refresh" content="0; url=nosuch.html">', "nosuch.html"),
    ],
)
def test_a_link_to_nothing_is_found_once_per_page(tmp_path, html, address):
    assert dead_links(tmp_path, html) == [("a", address)]


def test_the_same_line_is_judged_in_each_folder_and_reported_for_each_page(tmp_path):
    line = '<p><a href="c.html">c</a></p>\n'
    for name in ("a/b.html", "a/c.html", "a/sub/b.html", "a/sub/d.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"<main>\n{line}</main>\n")
    pages = {"a": ["sub/d.html", "c.html", "sub/b.html", "b.html"]}
    found = [link.file.relative_to(tmp_path).as_posix() for link in find_dead_links(tmp_path, pages)]
    assert found == ["a/sub/b.html", "a/sub/d.html"]

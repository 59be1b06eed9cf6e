"""The redirect pages of extensions are found and followed."""

from __future__ import annotations

from variantdocs.publish.redirects.other_pages import chained_pages, redirect_pages


def test_redirect_pages_are_found_however_they_are_written(tmp_path):
    texts = {
        "a.html": '<html><head><meta http-equiv="refresh" content="0; url=d/b.html#x"></head></html>',
        "d/b.html": "<META CONTENT='5;URL=../c.html?a=1&amp;b=2' HTTP-EQUIV=Refresh>",
        "c.html": '<meta name="x" content="0; url=nowhere.html">',
        "long.html": '<meta http-equiv="refresh" content="0; url=c.html">' + " " * 9000,
        "away.html": '<meta http-equiv="refresh" content="0; url=https://example.com/a.html">',
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    found = redirect_pages(sorted(tmp_path.rglob("*.html")))
    assert {path.relative_to(tmp_path).as_posix(): address for path, address in found.items()} == {
        "a.html": "d/b.html#x",
        "away.html": "https://example.com/a.html",
        "d/b.html": "../c.html?a=1&b=2",
    }
    assert list(chained_pages(found)) == [(tmp_path / "a.html", tmp_path / "d/b.html")]

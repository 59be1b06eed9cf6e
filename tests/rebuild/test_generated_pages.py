"""Pages without a source are known, so that they can be made again."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from variantdocs.rebuild.generated_pages import GeneratedPages


@pytest.fixture
def app(tmp_path):
    handlers = []
    return SimpleNamespace(
        connected=handlers,
        connect=lambda event, handler, priority: handlers.append((event, handler)),
        env=SimpleNamespace(all_docs={"index": 0}),
        builder=SimpleNamespace(get_output_path=lambda name: tmp_path / f"{name}.html"),
    )


def test_only_pages_without_a_source_are_recorded(app):
    pages = GeneratedPages(app, ["_modules/old"])
    assert app.connected == [("html-page-context", pages.record)]
    pages.record(app, "_modules/x", "page.html", {}, None)
    pages.record(app, "index", "page.html", {}, None)
    pages.record(app, "other", "page.html", {}, object())
    assert pages.names == {"_modules/old", "_modules/x"}


def test_their_files_are_removed_and_no_others(app, tmp_path):
    for name in ("gone", "stays"):
        (tmp_path / f"{name}.html").write_text("")
    pages = GeneratedPages(app, ["gone", "never-written"])
    pages.remove()
    assert [path.name for path in tmp_path.iterdir()] == ["stays.html"]
    assert pages.names == set()

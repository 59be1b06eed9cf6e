"""Output files that no page needs any longer are removed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from variantdocs.rebuild.stale_output import StaleOutput

PY_INDEX = SimpleNamespace(name="py", indices=[SimpleNamespace(name="modindex")])


@pytest.fixture
def app(tmp_path):
    """An application of an HTML builder with two pages, an image, a download and the index of a domain."""
    builder = SimpleNamespace(
        imagedir="_images",
        domain_indices=[("py-modindex", None, None, None)],
        get_output_path=lambda name: tmp_path / f"{name}.html",
    )
    env = SimpleNamespace(
        all_docs={"index": 0, "deep/page": 0},
        images={"a.png": ({"index"}, "a.png")},
        dlfiles={"x.zip": ({"index"}, "0123/x.zip")},
        domains=SimpleNamespace(sorted=lambda: [PY_INDEX]),
    )
    for name in (
        "index.html",
        "deep/page.html",
        "py-modindex.html",
        "_images/a.png",
        "_downloads/0123/x.zip",
        "CNAME",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    return SimpleNamespace(outdir=tmp_path, builder=builder, env=env)


def files(app):
    return {path.relative_to(app.outdir).as_posix() for path in Path(app.outdir).rglob("*") if path.is_file()}


def test_a_build_that_changes_nothing_removes_nothing(app):
    before = files(app)
    StaleOutput(app).remove()
    assert files(app) == before


@pytest.mark.parametrize(
    ("lose", "lost"),
    [
        (lambda app: app.env.all_docs.pop("deep/page"), "deep/page.html"),
        (lambda app: app.env.images.clear(), "_images/a.png"),
        (lambda app: app.env.dlfiles.clear(), "_downloads/0123/x.zip"),
        (lambda app: app.builder.domain_indices.clear(), "py-modindex.html"),
    ],
)
def test_what_a_page_needed_before_and_none_needs_now_is_removed(app, lose, lost):
    before = files(app)
    stale = StaleOutput(app)
    lose(app)
    stale.remove()
    assert files(app) == before - {lost}


def test_the_index_of_a_domain_that_was_empty_before_is_removed_too(app):
    app.builder.domain_indices.clear()
    StaleOutput(app).remove()
    assert "py-modindex.html" not in files(app)


def test_a_build_that_ends_before_it_lists_the_indices_removes_none(app):
    before = files(app)
    del app.builder.domain_indices
    StaleOutput(app).remove()
    assert files(app) == before


def test_a_file_that_is_gone_already_is_no_error(app):
    stale = StaleOutput(app)
    app.env.all_docs.clear()
    (app.outdir / "index.html").unlink()
    stale.remove()
    assert files(app) == {"py-modindex.html", "_images/a.png", "_downloads/0123/x.zip", "CNAME"}


def test_the_build_info_of_other_settings_is_removed(app):
    (app.outdir / ".buildinfo.bak").write_text("")
    (app.outdir / ".buildinfo").write_text("")
    StaleOutput(app).remove()
    assert (".buildinfo" in files(app), ".buildinfo.bak" in files(app)) == (True, False)


def test_a_builder_of_texts_is_asked_for_its_suffix(app):
    app.builder = SimpleNamespace(out_suffix=".txt")
    (app.outdir / "index.txt").write_text("")
    stale = StaleOutput(app)
    app.env.all_docs.clear()
    stale.remove()
    assert "index.txt" not in files(app)
    assert "index.html" in files(app)


def test_a_builder_that_writes_no_page_of_its_own_loses_none(app):
    app.builder = SimpleNamespace(out_suffix="")
    before = files(app)
    stale = StaleOutput(app)
    app.env.all_docs.clear()
    stale.remove()
    assert files(app) == before

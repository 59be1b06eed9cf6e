"""The search index of a build that follows another."""

from __future__ import annotations

import json

PAGES = {
    "index.md": "# Home\n\n```{toctree}\none\ntwo\nthree\n```\n",
    "one.md": "# One\n\nquagga {py:func}`f`\n\n```{index} term of one\n```\n\n```{py:function} f()\n```\n",
    "two.md": "# Two\n\nzebra\n\n## Part\n\n```{index} term of two\n```\n\n{@@ if byoc @@}okapi{@@ endif @@}\n",
    "three.md": "no title, gnu\n",
}


def index_of(built, variant):
    text = (built.folder / "build/html" / variant / "searchindex.js").read_text()
    return json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))


def test_it_is_that_of_a_clean_build_after_an_edit(project):
    project.pages(PAGES)
    project.build_once()
    project.pages({"two.md": "# Second\n\nlion\n\n## Part\n\n```{index} other term\n```\n"})
    project.build()
    incremental = project.build().files()
    clean = project.build("-E")
    assert incremental == clean.files()
    index = index_of(clean, "serverless")
    assert "zebra" not in index["terms"]
    assert "term of one" in index["indexentries"]
    assert "term of two" not in index["indexentries"]


def test_words_of_other_pages_stay_when_one_is_edited(project):
    project.pages(PAGES)
    project.build_once()
    project.pages({"two.md": "# Two\n\nlion\n"})
    index = index_of(project.build(), "byoc")
    assert index["terms"].keys() >= {"quagga", "lion"}
    assert "term of one" in index["indexentries"]
    assert index["terms"].keys().isdisjoint({"zebra", "okapi"})


def test_a_page_that_is_removed_is_not_in_it(project):
    project.pages(PAGES)
    project.build_once()
    project.pages({"index.md": "# Home\n\n```{toctree}\ntwo\nthree\n```\n"})
    (project.folder / "source/one.md").unlink()
    incremental = project.build()
    assert "quagga" not in index_of(incremental, "serverless")["terms"]
    assert incremental.files() == project.build("-E").files()


def test_it_is_made_anew_from_the_pages_where_what_was_kept_is_gone(project):
    project.pages(PAGES)
    project.build_once()
    for path in (project.folder / "build/doctrees").glob("*/search-html.pickle"):
        path.unlink()
    project.pages({"two.md": PAGES["two.md"].replace("zebra", "lion")})
    incremental = project.build()
    assert incremental.files() == project.build("-E").files()


def test_what_was_kept_and_cannot_be_read_is_not_used(project):
    project.pages(PAGES)
    files = project.build().files()
    kept = list((project.folder / "build/doctrees").glob("*/search-html.pickle"))
    assert len(kept) == 2
    for path in kept:
        path.write_bytes(b"half")
    assert project.build().files() == files

"""The page index that a build writes: pages, anchors, labels, objects, sources."""

from __future__ import annotations


def test_the_index_holds_what_links_of_other_variants_need(build):
    built = build(
        {
            "index.md": "(lbl)=\n# Home\n\n```{toctree}\nguide/page\nown\n```\n\n"
            "```{only} byoc\n(hidden)=\nNot here.\n```\n",
            "guide/page.md": "# Page\n\n## The *part*\n\n```{glossary}\nplane\n  A plane.\n```\n",
            "own.md": "---\nvariants: byoc\n---\n# Own\n",
        }
    )
    index = built.json("index/serverless.json")
    assert index["pages"]["index"] == {
        "anchors": {"home": "home", "lbl": "lbl"},
        "title": "Home",
        "titles": {"home": "Home", "lbl": "Home"},
        "uri": "index.html",
    }
    page = index["pages"]["guide/page"]
    assert page["anchors"]["the-part"] == "the-part"
    assert page["titles"]["the-part"] == "The part"
    assert page["titles"]["term-plane"] == "plane"
    assert index["labels"]["lbl"] == ["index", "lbl"]
    assert index["objects"]["plane"] == ["guide/page", "term-plane"]
    assert index["parents"] == {"guide/page": "index"}
    assert "own" not in index["pages"]
    # Every source counts: an edit may bring a page into the variant.
    assert set(index["sources"]) == {"../conf.py", "../variants.yaml", "guide/page.md", "index.md", "own.md"}
    assert "hidden" in built.json("index/byoc.json")["pages"]["index"]["anchors"]


def test_only_the_index_of_changed_sources_is_out_of_date(project):
    project.pages({"index.md": "# Home\n\n[x](variant:byoc)\n"})
    project.build()
    index = project.folder / "build/index/byoc.json"
    before = index.stat().st_mtime_ns
    project.build("-D", "variant=serverless")
    assert index.stat().st_mtime_ns == before
    project.pages({"index.md": "# Home again\n\n[x](variant:byoc)\n"})
    built = project.build("-D", "variant=serverless")
    assert built.json("index/byoc.json")["pages"]["index"]["title"] == "Home again"

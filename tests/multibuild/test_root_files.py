"""The files above the variants: the root page, and those for other programs."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from variantdocs.config.variants import Variant, VariantSet
from variantdocs.multibuild.root_files import robots_text, root_page, sitemaps, variants_json
from variantdocs.pages.index import IndexedPage, PageIndex

BASE = "https://docs.example.com/sub/"
PAGES = {
    "index.md": "# Home\n\n```{toctree}\nown\n```\n",
    "own.md": "---\nvariants: byoc\n---\n# Own\n",
}


def variants(base_url=None):
    found = (Variant(name="a", title="A <1> & co"), Variant(name="b-c", title="B"))
    return VariantSet(variants=found, default="b-c", base_url=base_url)


def index(variant, uris):
    pages = {name: IndexedPage(title=name, uri=uri) for name, uri in uris.items()}
    return PageIndex(variant=variant, title=variant, root="index", pages=pages)


INDEXES = {
    "a": index("a", {"index": "index.html", "d/x & y": "d/x%20&%20y.html"}),
    "b-c": index("b-c", {"index": "index.html"}),
}


def test_the_root_leads_to_the_default_variant_by_script_and_without():
    page = root_page(variants(), {})
    assert 'location.replace("b-c/index.html" + location.search + location.hash)' in page
    soup = BeautifulSoup(page, "html.parser")
    assert soup.select_one("meta[http-equiv=refresh]")["content"] == "0; url=b-c/index.html"


def test_the_root_has_a_link_to_every_variant_before_it_leads_anywhere():
    soup = BeautifulSoup(root_page(variants(), {}), "html.parser")
    assert soup.h1.get_text() == "Choose an edition"
    assert [(link["href"], link.get_text()) for link in soup.select("main a")] == [
        ("a/index.html", "A <1> & co"),
        ("b-c/index.html", "B"),
    ]


@pytest.mark.parametrize(("base_url", "expected"), [(None, []), (BASE, [f"{BASE}b-c/"])])
def test_the_root_is_canonical_in_the_default_variant(base_url, expected):
    soup = BeautifulSoup(root_page(variants(base_url), {}), "html.parser")
    assert [link["href"] for link in soup.select("link[rel=canonical]")] == expected


def test_the_list_of_variants_says_which_page_is_where():
    assert json.loads(variants_json(variants(), INDEXES)) == {
        "version": 1,
        "default": "b-c",
        "variants": [
            {"name": "a", "title": "A <1> & co", "url": "a/"},
            {"name": "b-c", "title": "B", "url": "b-c/"},
        ],
        "pages": {"d/x & y": ["a"], "index": ["a", "b-c"]},
    }


def test_each_variant_has_a_site_map_of_its_pages_without_dates_and_one_file_names_them():
    trees = {name: ET.fromstring(text) for name, text in sitemaps(BASE, INDEXES).items()}
    assert {
        name: [node.text for node in tree.iter() if node.tag.endswith("}loc")] for name, tree in trees.items()
    } == {
        "sitemap.xml": [f"{BASE}sitemap-a.xml", f"{BASE}sitemap-b-c.xml"],
        "sitemap-a.xml": [f"{BASE}a/d/x%20&%20y.html", f"{BASE}a/index.html"],
        "sitemap-b-c.xml": [f"{BASE}b-c/index.html"],
    }
    tags = {name: {node.tag.partition("}")[2] for node in tree.iter()} for name, tree in trees.items()}
    assert tags["sitemap.xml"] == {"sitemapindex", "sitemap", "loc"}
    assert tags["sitemap-a.xml"] == {"urlset", "url", "loc"}


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        (None, "User-agent: *\nAllow: /\n"),
        (BASE, f"User-agent: *\nAllow: /\n\nSitemap: {BASE}sitemap.xml\n"),
    ],
)
def test_robots_txt_allows_everything_and_names_the_site_map(base_url, expected):
    assert robots_text(variants(base_url)) == expected


def test_a_second_build_does_not_touch_the_root_files(build, project):
    built = build(PAGES)
    assert built.json("html/variants.json")["pages"] == {"index": ["serverless", "byoc"], "own": ["byoc"]}
    names = ("index.html", "404.html", "variants.json", "robots.txt")
    before = {name: (built.folder / "build/html" / name).stat().st_mtime_ns for name in names}
    project.build()
    assert {name: (built.folder / "build/html" / name).stat().st_mtime_ns for name in names} == before


def test_without_a_base_url_the_site_map_is_removed_and_files_of_others_stay(build, project):
    yaml = (project.folder / "variants.yaml").read_text()
    project.write({"variants.yaml": f"{yaml}site: {{base_url: '{BASE}'}}\n"})
    assert build(PAGES).has("sitemap.xml")
    project.write({"variants.yaml": yaml, "build/html/CNAME": "docs.example.com\n"})
    built = project.build()
    assert not built.has("sitemap.xml")
    assert built.has("CNAME")
    assert built.has("variants.json")


def test_one_variant_alone_writes_the_same_files(build, project):
    def root_files(built):
        return {name: data for name, data in built.files().items() if "/" not in name}

    both = root_files(build(PAGES))
    assert root_files(project.build("-E", "-D", "variant=byoc")) == both
    assert sorted(both) == ["404.html", "index.html", "robots.txt", "variants.json"]


def test_other_builders_write_no_root_files(build):
    built = build(PAGES, "-D", "variants_builder=text")
    assert [name for name in built.files() if "/" not in name] == []


def test_a_restored_build_folder_cannot_delete_files_elsewhere(project):
    project.pages({"index.md": "# Home\n"})
    project.build()
    ours = {
        "keep.html": "1",
        "build/keep.html": "2",
        "build/html/keep.html": "3",
        "build/html/byoc/CNAME": "4",
    }
    project.write(ours)
    names = json.dumps(
        ["../keep.html", "../../keep.html", "../../../keep.html", str(project.folder / "keep.html")]
    )
    manifest = f'{{"version": 1, "files": {names}}}'
    state = json.loads((project.folder / "build/index/byoc.html.last.json").read_text())
    state |= {"generated": ["../keep", "../../keep", "../../../keep"], "output_fingerprint": "other"}
    project.write(
        {
            **{
                f"build/index/{name}.files.json": manifest
                for name in ("_root", "byoc.html", "gone.html", "...html", ".html")
            },
            "build/index/byoc.html.last.json": json.dumps(state),
            "build/index/serverless.html.last.json": '{"version": 5, "generated": [',
        }
    )
    assert project.build().status == 0
    assert {name: (project.folder / name).read_text() for name in ours} == ours
    (project.folder / "outside").mkdir()
    (project.folder / "build/doctrees/byoc/.html/_static/more").symlink_to(project.folder / "outside")
    built = project.build("-E")
    assert built.status == 1
    assert "build/doctrees/byoc/.html/_static/more leads out of build/doctrees; remove" in built.output
    assert not list((project.folder / "outside").iterdir())


def test_files_in_a_restored_build_folder_that_cannot_be_read_are_as_if_they_were_not_there(project):
    project.pages({"index.md": "# Home\n"})
    before = project.build().files()
    for path in [*(project.folder / "build").rglob("*.json"), *(project.folder / "build").rglob("*.pickle")]:
        if not path.is_relative_to(project.folder / "build/html"):
            path.write_bytes(b"[" * 100_000)
    built = project.build()
    assert (built.status, built.messages, built.files()) == (0, [], before)
    manifest = project.folder / "build/index/byoc.html.files.json"
    manifest.unlink()
    manifest.mkdir()
    built = project.build()
    assert built.status == 1
    what = "build/index/byoc.html.files.json is a folder where a file has to be; remove it and build again"
    assert [what in message for message in built.messages].count(True) == 1
    assert "Traceback" not in built.output

"""The folder to upload is replaced only by a whole site that has passed all checks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from variantdocs.cli import main
from variantdocs.config.variants import Publishing
from variantdocs.multibuild.arguments import BuildArguments
from variantdocs.publish.command import publication_problems

GOOD = {
    "index.md": "# Home\n\n[own](variant:byoc/own)\n\n```{toctree}\nown\n```\n",
    "own.md": "---\nvariants: byoc\n---\n# Own\n\n(here)=\n## Part\n",
}
BASE = "https://docs.example.com/sub/"


def publish(*options: str) -> int:
    return main(["publish", "-q", "-c", ".", *options, "source", "build/site"])


def arguments(folder: Path, **others) -> BuildArguments:
    return BuildArguments(
        **{
            "source": folder / "source",
            "conf": folder,
            "output": folder / "site",
            "doctrees": folder / "doctrees",
            "index": folder / "index",
            "variants_file": folder / "variants.yaml",
            **others,
        }
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("others", "message"),
    [
        (
            {"variants": ("a", "b")},
            "publish replaces the whole site, so it cannot build only a part; leave out -D variant=a,b, "
            "or use `variantdocs build`",
        ),
        (
            {"filenames": ("source/a.md",)},
            "publish replaces the whole site, so it cannot build only a part; leave out source/a.md, "
            "or use `variantdocs build`",
        ),
        (
            {"builder": "epub"},
            "publish makes a web site, which the builder epub does not; use `variantdocs build` for it, "
            "or one of dirhtml, html here",
        ),
    ],
)
def test_what_is_no_whole_site_never_replaces_one(tmp_path, others, message):
    assert publication_problems(arguments(tmp_path, **others)) == (message,)


def test_a_folder_with_sources_is_never_replaced(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = arguments(tmp_path / "docs", output=tmp_path / "docs")
    assert publication_problems(found) == (
        "publish would replace docs, which holds docs/source; name another output folder",
        "publish would replace docs, which holds docs; name another output folder",
    )


def test_the_checks_run_before_the_folder_is_replaced(project, capfd):
    project.pages(GOOD)
    project.write({"build/site/old.html": "old", "build/site.json": "{}"})
    assert publish("--variant", "byoc") == 2
    yaml = (project.folder / "variants.yaml").read_text()
    for bad, message in (
        (
            {"source/index.md": "# Home\n\n{nosuch}`x`\n"},
            'source/index.md:3: WARNING: Unknown interpreted text role "nosuch". [serverless, byoc] [myst.role_unknown]',
        ),
        (
            {
                "source/index.md": '# Secret\n\nSecret.\n\n```{raw} html\n<a href="nosuch.html?x#y">x</a>\n```\n',
                "variants.yaml": f"{yaml}forbid: {{byoc: [secret]}}\n",
                "redirects": "old nosuch\n",
            },
            "build/site/byoc/index.html: ERROR: 'Secret' is forbidden here (forbid: 'secret'); "
            "put it into a block of another variant; also in build/site/byoc/index.html.md, "
            "build/site/byoc/llms-full.txt, build/site/byoc/llms.txt, build/site/byoc/objects.inv, "
            "build/site/byoc/own.html, build/site/byoc/searchindex.js [byoc] [variants.leak]\n"
            "build/site/byoc/index.html: ERROR: the link to 'nosuch.html?x#y' leads to no file of the site; "
            "correct the page, or the template that makes it [byoc] [variants.dead-link]\n"
            "redirects:1: ERROR: nosuch: there is no such page in this variant; name a page that is there, "
            "or remove the redirect [serverless, byoc] [variants.redirect]\n"
            "build/site stays as it is",
        ),
    ):
        project.write(bad)
        capfd.readouterr()
        assert publish() == 1
        said = capfd.readouterr().err.splitlines()
        assert set(message.splitlines()) <= set(said), said
        assert files(project.folder / "build") == {"site.json": b"{}", "site/old.html": b"old"}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with everything that can be published, and its site in ``build/site``."""
    from tests.conftest import CONF, VARIANTS

    folder = tmp_path_factory.mktemp("published")
    for name, text in {
        "conf.py": CONF + "redirects = {'from-extension': 'own.html'}\n",
        "variants.yaml": f"{VARIANTS}site: {{base_url: '{BASE}'}}\npublish: {{root_files: public}}\n",
        "public/CNAME": "docs.example.com\n",
        "public/.well-known/security.txt": "Contact: mailto:a@example.com\n",
        "public/robots.txt": "User-agent: *\nDisallow: /\n",
        "redirects": "gone index\n[byoc]\nold/own own#here\n[serverless]\nown variant:byoc/own\n",
        **{f"source/{name}": text for name, text in GOOD.items()},
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert publish("-d", "build/doctrees") == 0
    return folder


def test_the_site_holds_what_hosts_and_crawlers_need_and_nothing_of_the_build(published):
    names = files(published / "build/site")
    root = {name for name in names if "/" not in name or name.startswith(".")}
    assert root == {
        ".nojekyll",
        ".well-known/security.txt",
        "404.html",
        "CNAME",
        "_redirects",
        "index.html",
        "llms.txt",
        "robots.txt",
        "sitemap-byoc.xml",
        "sitemap-serverless.xml",
        "sitemap.xml",
        "variants.json",
    }
    assert names["robots.txt"] == b"User-agent: *\nDisallow: /\n"
    assert not [name for name in names if name.endswith((".doctree", ".pickle", ".buildinfo"))]


def test_each_redirect_has_a_line_and_a_page(published):
    site = published / "build/site"
    assert (site / "_redirects").read_text() == (
        "/sub/serverless/gone.html /sub/serverless/index.html 301\n"
        "/sub/byoc/gone.html /sub/byoc/index.html 301\n"
        "/sub/byoc/old/own.html /sub/byoc/own.html#here 301\n"
        "/sub/serverless/own.html /sub/byoc/own.html 301\n"
    )
    assert 'content="0; url=../byoc/own.html"' in (site / "serverless/own.html").read_text()


def test_each_page_has_its_markdown_and_leads_to_it(published):
    site = published / "build/site"
    assert (site / "byoc/own.html.md").read_text() == "# Own\n\n## Part\n"
    assert f"Source: {BASE}byoc/own.html\n\n# Own\n" in (site / "byoc/llms-full.txt").read_text()
    for name in files(site / "serverless"):
        if name.endswith((".md", ".txt")):
            assert "# Own" not in (site / "serverless" / name).read_text()
    page = (site / "byoc/own.html").read_text()
    assert page.count('<link rel="alternate" type="text/markdown"') == 1
    assert 'href="own.html.md">\n<script defer src="_static/copy-page.js"></script>\n</head>' in page


def test_the_summary_says_what_is_in_the_site(published):
    found = json.loads((published / "build/site.json").read_text())
    assert (found["version"], found["base_url"], found["redirects"]) == (1, BASE, 4)
    names = files(published / "build/site")
    assert (found["files"], found["bytes"]) == (len(names), sum(map(len, names.values())))
    assert {name: variant["pages"] for name, variant in found["variants"].items()} == {
        "serverless": 1,
        "byoc": 2,
    }
    assert found["build"]["messages"] == 0


def build_part(clone: Path, *options: str) -> tuple[int, str]:
    """Build a variant, or a part of one, in a clone; return the status, and the folder for ``assemble``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(clone)
        status = main(
            ["build", "-q", "-W", *options, "-c", ".", "-d", "build/doctrees", "source", "build/html"]
        )
    return status, str(clone / "build")


def test_parts_built_in_other_folders_and_time_zones_give_the_same_bytes(
    published, tmp_path, monkeypatch, capfd
):
    parts = []
    for number, (zone, *options) in enumerate(
        [
            ("Asia/Tokyo", "--variant", "serverless"),
            ("America/New_York", "--variant", "byoc", "--part", "1/2"),
            ("Pacific/Kiritimati", "--variant", "byoc", "--part", "2/2"),
        ]
    ):
        clone = tmp_path / f"clone-{number}"
        shutil.copytree(published, clone, ignore=shutil.ignore_patterns("build"))
        monkeypatch.setenv("TZ", zone)
        status, part = build_part(clone, *options)
        assert status == 0
        parts.append(part)
    monkeypatch.chdir(published)
    site = tmp_path / "site"
    assert main(["assemble", "-c", ".", "source", *parts, str(site)]) == 0
    assert files(site) == files(published / "build/site")

    # A link whose target another job has removed is judged by all of them, or by none.
    own = "---\nvariants: byoc\n---\n# Own\n"
    (tmp_path / "clone-1/source/own.md").write_text(own)
    assert build_part(tmp_path / "clone-1", "--variant", "byoc")[0] == 0
    capfd.readouterr()
    assert main(["assemble", "-q", "-c", ".", "source", *parts[:2], str(site)]) == 1
    assert capfd.readouterr().err == (
        f"{parts[0]}: the links from serverless to byoc were judged by another state of its page own than "
        f"{parts[1]} has; build all variants from the same commit\n{site} stays as it is\n"
    )


def test_a_link_to_what_another_job_builds_is_judged_and_stops_the_site(project, tmp_path_factory, capfd):
    project.pages({**GOOD, "index.md": GOOD["index.md"].replace("byoc/own", "byoc/own#nosuch")})
    parts = []
    for variant in ("serverless", "byoc"):
        clone = tmp_path_factory.mktemp(variant)
        shutil.copytree(project.folder, clone, dirs_exist_ok=True)
        status, part = build_part(clone, "--variant", variant)
        assert status == 1
        parts.append(part)
    capfd.readouterr()
    assert main(["assemble", "-q", "-c", ".", "source", *parts, "build/site"]) == 1
    assert capfd.readouterr().err == (
        "source/index.md:3: WARNING: `variant:byoc/own#nosuch`: byoc has no such anchor in the page; "
        "correct or remove the link [serverless, byoc] [variants.missing]\nbuild/site stays as it is\n"
    )


def test_by_default_redirects_are_beside_the_variants_file():
    assert Publishing().redirects == "redirects"

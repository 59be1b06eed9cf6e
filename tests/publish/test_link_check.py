"""What lychee says of a site, as messages of ours."""

from __future__ import annotations

import pytest

from variantdocs.publish.link_check import lychee_path, lychee_problems
from variantdocs.publish.unfinished_site import UnfinishedSite
from variantdocs.sources.project import load_project

PROGRAM = lychee_path()

pytestmark = pytest.mark.skipif(
    PROGRAM is None, reason="lychee is not installed; it is in requirements-dev.txt"
)


def site_of(project, pages, base_url="https://docs.example.com/sub/"):
    """A site in a hidden folder that git ignores, with the files ``pages``."""
    yaml = (project.folder / "variants.yaml").read_text()
    project.write(
        {
            "variants.yaml": f"{yaml}site: {{base_url: '{base_url}'}}\n",
            ".git/HEAD": "ref: refs/heads/main\n",
            ".gitignore": "byoc\n",
            **{f".hidden/site/{name}": text for name, text in pages.items()},
        }
    )
    project.pages({"index.md": "# Home\n"})
    loaded = load_project(project.folder / "source", project.folder)
    folder = project.folder / ".hidden/site"
    return UnfinishedSite(folder=folder, destination=project.folder / "site", project=loaded, indexes={})


def test_dead_anchors_and_addresses_below_the_base_url_are_found(project):
    site = site_of(
        project,
        {
            "byoc/a.html": '<h1 id="x">A</h1><a href="b.html#nosuch">b</a>',
            "byoc/b.html": '<h1 id="y">B</h1><a href="https://docs.example.com/sub/byoc/a.html#x">a</a>'
            '<a href="https://docs.example.com/sub/gone.html">g</a><a href="https://elsewhere.example/">e</a>',
        },
    )
    assert list(lychee_problems(site, PROGRAM)) == [
        "site/byoc/a.html: ERROR: the link to '/byoc/b.html#nosuch' leads nowhere; "
        "correct the page, or the template that makes it [lychee]",
        "site/byoc/b.html: ERROR: the link to '/gone.html' leads nowhere; "
        "correct the page, or the template that makes it [lychee]",
    ]


@pytest.mark.parametrize(
    ("address", "shown"), [("b.html#y%20z", None), ("b.html?a=1&amp;b=2", None), ("http://[", "error:")]
)
def test_an_address_holds_if_it_is_a_url_with_a_target(project, address, shown):
    site = site_of(
        project,
        {
            "byoc/a.html": f'<a href="{address}">b</a><a href="../byoc/">c</a>',
            "byoc/b.html": '<h1 id="y z">B</h1>',
            "byoc/index.html": '<a href="https://docs.example.com/sub/byoc/b.html#y%20z">b</a>',
        },
    )
    found = list(lychee_problems(site, PROGRAM))
    assert [line.split(" leads ")[0] for line in found] == (
        [f"site/byoc/a.html: ERROR: the link to {shown!r}"] if shown else []
    )


def test_a_site_without_dead_links_has_each_target_checked_once(project, tmp_path):
    program, log = tmp_path / "lychee", tmp_path / "log"
    program.write_text(f'#!/bin/sh\n"{PROGRAM}" "$@" | tee -a "{log}"\n')
    program.chmod(0o755)
    pages = {f"byoc/{number}.html": '<a href="0.html">b</a>' for number in range(9)}
    assert list(lychee_problems(site_of(project, pages), str(program))) == []
    assert '"successful": 1,' in log.read_text()

"""What lychee says of a site, as messages of ours."""

from __future__ import annotations

import pytest

from variantdocs.publish.link_check import lychee_path, lychee_problems
from variantdocs.publish.unfinished_site import UnfinishedSite
from variantdocs.sources.project import load_project


def test_dead_anchors_and_addresses_below_the_base_url_are_found(project):
    program = lychee_path()
    if program is None:
        pytest.skip("lychee is not installed; it is in requirements-dev.txt")
    yaml = (project.folder / "variants.yaml").read_text()
    project.write(
        {
            "variants.yaml": f"{yaml}site: {{base_url: 'https://docs.example.com/sub/'}}\n",
            ".git/HEAD": "ref: refs/heads/main\n",
            ".gitignore": "byoc\n",
            ".hidden/site/byoc/a.html": '<h1 id="x">A</h1><a href="b.html#nosuch">b</a>',
            ".hidden/site/byoc/b.html": '<h1 id="y">B</h1><a href="https://docs.example.com/sub/byoc/a.html#x">a</a>'
            '<a href="https://docs.example.com/sub/gone.html">g</a><a href="https://elsewhere.example/">e</a>',
        }
    )
    project.pages({"index.md": "# Home\n"})
    loaded = load_project(project.folder / "source", project.folder)
    folder = project.folder / ".hidden/site"
    site = UnfinishedSite(folder=folder, destination=project.folder / "site", project=loaded, indexes={})
    assert list(lychee_problems(site, program)) == [
        "site/byoc/a.html: ERROR: the link to '/byoc/b.html#nosuch' leads nowhere; "
        "correct the page, or the template that makes it [lychee]",
        "site/byoc/b.html: ERROR: the link to '/gone.html' leads nowhere; "
        "correct the page, or the template that makes it [lychee]",
    ]

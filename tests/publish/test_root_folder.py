"""Files for the root of the host, from a folder of the project."""

from __future__ import annotations

import pytest

from variantdocs.errors import ConfigurationError
from variantdocs.publish.root_folder import copy_root_folder
from variantdocs.publish.unfinished_site import UnfinishedSite
from variantdocs.sources.project import load_project


@pytest.fixture
def site(project) -> UnfinishedSite:
    """A site without files, of a project whose root folder is ``public``."""
    yaml = (project.folder / "variants.yaml").read_text()
    project.write({"variants.yaml": f"{yaml}publish:\n  root_files: public\n"})
    project.pages({"index.md": "# Home\n"})
    loaded = load_project(project.folder / "source", project.folder)
    folder = project.folder / "site"
    return UnfinishedSite(folder=folder, destination=folder, project=loaded, indexes={})


def test_files_keep_their_places_and_bytes(project, site):
    project.write({"public/CNAME": "docs.example.com", "public/.well-known/a": b"\x00\xff"})
    copy_root_folder(site)
    assert (site.folder / "CNAME").read_text() == "docs.example.com"
    assert (site.folder / ".well-known/a").read_bytes() == b"\x00\xff"


def test_a_folder_that_is_not_there_is_named_at_its_line(site):
    with pytest.raises(ConfigurationError) as caught:
        copy_root_folder(site)
    assert str(caught.value) == (
        "variants.yaml:13: publish.root_files: there is no folder public; "
        "make it, or correct the path, which is relative to variants.yaml"
    )


def test_files_in_the_place_of_ours_and_links_to_elsewhere_are_refused(project, site):
    project.write({"public/byoc/x.html": "", "public/variants.json": "", "public/keep": ""})
    (project.folder / "public/secret").symlink_to("/etc/hostname")
    with pytest.raises(ConfigurationError) as caught:
        copy_root_folder(site)
    assert str(caught.value) == (
        "public/byoc/x.html: cannot be in the root of the site: the folder byoc is the variant's; "
        "use html_extra_path in conf.py for files of a variant\n"
        "public/secret: cannot be in the root of the site: it is a link to a file outside this folder; "
        "put the file itself in its place\n"
        "public/variants.json: cannot be in the root of the site: publish writes a file of this name; "
        "give it another, or remove it"
    )
    assert not site.folder.exists()

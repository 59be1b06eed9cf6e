"""What a checked site's problems are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from variantdocs.check.findings import find_problems

LEAK = (
    "{}: ERROR: 'acme register' is forbidden here (forbid: 'acme register'); "
    "put it into a block of another variant [serverless] [variants.leak]"
)
DEAD = (
    "{}: ERROR: the link to 'gone.html' leads to no file of the site; "
    "correct the page, or the template that makes it [serverless] [variants.dead-link]"
)


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A built site with a leak and a dead link, and the current folder above it."""
    monkeypatch.chdir(tmp_path)
    for variant in ("serverless", "byoc"):
        (tmp_path / "new" / variant).mkdir(parents=True)
        (tmp_path / "new" / variant / "index.html").write_text(
            '<p>acme register</p><a href="gone.html">x</a>'
        )
    return tmp_path / "new"


def test_leaks_come_before_dead_links_each_with_file_variant_and_kind(site):
    found = find_problems(
        site, pages={"serverless": ["index.html"]}, forbid={"serverless": ["acme register"]}
    )
    place = "new/serverless/index.html"
    assert list(found) == [LEAK.format(place), DEAD.format(place)]


def test_files_are_named_where_they_will_be(site):
    found = find_problems(
        site,
        pages={"serverless": ["index.html"]},
        forbid={"serverless": ["acme register"]},
        shown=Path("build/html"),
    )
    place = "build/html/serverless/index.html"
    assert list(found) == [LEAK.format(place), DEAD.format(place)]


def test_a_variant_that_is_not_in_the_site_is_not_searched_for_leaks(site):
    found = find_problems(
        site, pages={"byoc": ["index.html"]}, forbid={"serverless": ["acme register"], "byoc": ["absent"]}
    )
    assert [line for line in found if "[variants.leak]" in line] == []


def test_a_clean_site_has_no_problems(site):
    for page in site.rglob("*.html"):
        page.write_text("<p>fine</p>")
    found = find_problems(
        site, pages={"serverless": ["index.html"]}, forbid={"serverless": ["acme register"]}
    )
    assert list(found) == []

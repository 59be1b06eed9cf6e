"""Addresses of the site's own pages."""

from __future__ import annotations

import pytest

from variantdocs.lint.rules.addresses import addresses

PAGES = {"guide.md": "# Guide\n", "own.md": "---\nvariants: byoc\n---\n# Own\n"}


@pytest.fixture
def found(findings, project):
    """What is found for one line of text on a page of all variants."""

    def run(text):
        variants = (project.folder / "variants.yaml").read_text("utf-8")
        variants += "site: {base_url: 'https://docs.example.com/v/'}\n"
        return findings(addresses, PAGES | {"a.md": f"{text}\n"}, {"variants.yaml": variants})

    return run


def test_an_address_of_another_edition_that_has_a_page_here_is_found(found):
    assert found("See <https://docs.example.com/v/byoc/guide.html>.") == [
        "a.md:1:6 serverless this leads to byoc, and serverless has the page too; write `/guide.md`"
    ]


def test_an_address_of_the_edition_itself_is_found(found):
    assert found("{@@ if byoc @@}[x](https://docs.example.com/v/byoc/own.html#a){@@ endif @@}") == [
        "a.md:1:20 byoc this is the full address of a page of byoc itself; write `/own.md`"
    ]


def test_the_folder_of_a_variant_is_its_home_page(found):
    assert found("https://docs.example.com/v/byoc/.")[0].endswith("write `/index.md`")


@pytest.mark.parametrize(
    "text",
    [
        "https://docs.example.com/v/byoc/own.html",
        "https://docs.example.com/v/byoc/absent.html",
        "https://docs.example.com/elsewhere.html",
        "`https://docs.example.com/v/byoc/guide.html`",
    ],
    ids=["a page of the other only", "no page", "outside the site", "code"],
)
def test_other_addresses_are_left(found, text):
    assert found(text) == []

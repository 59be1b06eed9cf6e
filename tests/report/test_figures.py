"""The figures of the report."""

from __future__ import annotations

import pytest
from tests.report.projects import load

from variantdocs.report.figures import project_figures
from variantdocs.report.formats import figures_as_json


@pytest.fixture
def figures(project):
    return project_figures(load(project))


def page(figures, docname):
    return next(page for page in figures.pages if page.docname == docname)


def test_each_variant_has_its_pages_words_and_share(figures):
    serverless, byoc = figures.variants
    assert (serverless.name, serverless.pages, byoc.pages) == ("serverless", 5, 6)
    assert serverless.words == sum(page.words.get("serverless", 0) for page in figures.pages)
    # `Home`, `All of this is common.`, `Same …`, `Everywhere.`, `Mixed`, `Dense`, `Steps`, `One.`, the include
    assert serverless.shared == byoc.shared == 1 + 5 + 2 + 1 + 1 + 1 + 1 + 1 + 2
    assert byoc.share == byoc.shared / byoc.words < serverless.share


def test_a_page_has_its_title_words_and_the_part_that_is_common(figures):
    found = page(figures, "index")
    assert (found.title, dict(found.words), found.share) == ("Home", {"serverless": 10, "byoc": 10}, 6 / 14)
    assert page(figures, "dense").title == "Dense"
    assert page(figures, "same").share == 1


def test_what_a_page_includes_counts_as_its_text(figures):
    assert dict(page(figures, "steps").words) == {"serverless": 7, "byoc": 6}
    assert page(figures, "steps").share == 4 / 9


def test_a_page_of_which_most_differs_would_better_be_split(figures):
    assert [page.docname for page in figures.to_split] == ["mixed"]


def test_dense_conditions_are_counted_per_word(figures):
    (found,) = figures.dense
    assert (found.docname, found.blocks, found.depth, found.density) == ("dense", 4, 1, 40)


def test_anchors_of_some_variants_are_listed(figures):
    assert page(figures, "mixed").anchors == {"keys": ("byoc",)}


def test_names_are_listed_with_their_uses(figures):
    uses = {name.name: (name.type, name.tags, name.files, name.variants) for name in figures.names}
    assert uses == {
        "serverless": ("variant", 1, 1, ("serverless",)),
        "byoc": ("variant", 6, 3, ("byoc",)),
        "self_managed": ("group", 0, 0, ("byoc",)),
        "company": ("variable", 0, 0, ("serverless", "byoc")),
        "product": ("variable", 1, 1, ("serverless", "byoc")),
        "registry": ("variable", 0, 0, ("byoc",)),
    }


def test_dead_branches_and_unused_names_are_findings(figures):
    kinds = sorted(str(finding.kind) for finding in figures.findings)
    assert kinds == [
        "variants.dead-branch",
        "variants.unused-group",
        "variants.unused-variable",
        "variants.unused-variable",
    ]


def test_the_summary_counts(figures):
    assert (
        figures.summary
        == "6 pages in 2 variants: 4 differ, 1 not in every variant, 1 better split; 4 findings"
    )


def test_json_has_a_version_and_everything(figures):
    found = figures_as_json(figures)
    assert found["version"] == 1
    assert found["variants"][0] == {
        "name": "serverless", "title": "Serverless", "pages": 5, "words": figures.variants[0].words,
        "shared_words": 15, "share": round(figures.variants[0].share, 4),
    }  # fmt: skip
    assert found["pages"][0] == {
        "page": "dense", "title": "Dense", "path": "source/dense.rst", "words": {"serverless": 1, "byoc": 5},
        "share": 0.2, "blocks": 4, "depth": 1, "blocks_per_1000_words": 40.0, "differing_anchors": {},
        "better_split": False,
    }  # fmt: skip
    assert found["findings"][0]["path"] == "source/own.md"

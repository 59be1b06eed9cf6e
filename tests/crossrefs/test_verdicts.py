"""Verdicts in every variant at once."""

from __future__ import annotations

from variantdocs.crossrefs import verdicts
from variantdocs.crossrefs.targets import page_target, variant_target
from variantdocs.crossrefs.verdicts import (
    KnownIndexes,
    LinkTarget,
    judge_label,
    judge_page_target,
    judge_variant_target,
    pages_titled,
)
from variantdocs.pages.index import IndexedPage, PageIndex
from variantdocs.suggestions import Candidates


def index(variant, pages, labels=None, broken=()):
    return PageIndex(
        variant=variant,
        title=variant.upper(),
        root="index",
        pages={
            name: IndexedPage(
                title=name.title(),
                uri=f"{name}.html",
                anchors={anchor: anchor for anchor in anchors},
                titles={anchor: anchor.title() for anchor in anchors},
                broken=name in broken,
            )
            for name, anchors in pages.items()
        },
        labels=labels or {},
    )


INDEXES = {
    "serverless": index("serverless", {"index": [], "guide": ["both"], "Case": []}),
    "byoc": index(
        "byoc", {"index": [], "guide": ["both", "own"], "deploy/aws": ["x"]}, {"lbl": ("guide", "own")}
    ),
}


def judge(written, page="index"):
    return judge_page_target(page_target(written, page=page, suffixes=(".md",)), INDEXES)


def test_a_page_of_both_variants_is_ok_in_both():
    assert set(judge("guide.md").targets) == {"serverless", "byoc"}


def test_a_page_of_one_variant_is_absent_in_the_other():
    assert judge("deploy/aws").targets == {"byoc": LinkTarget(variant="byoc", docname="deploy/aws")}


def test_an_anchor_of_one_variant_is_absent_in_the_other():
    assert judge("guide.md#own").targets == {"byoc": LinkTarget(variant="byoc", docname="guide", id="own")}
    assert set(judge("guide.md#both").targets) == {"serverless", "byoc"}


def test_a_missing_page_has_the_nearest_names():
    assert judge("giude.md").is_missing
    assert judge("giude.md").nearest[0] == "guide"
    assert judge("aws.md").nearest == ("deploy/aws",)
    assert judge("case.md").nearest == ("Case",)


def test_a_missing_anchor_of_a_page_that_exists():
    found = judge("guide.md#owm")
    assert (found.is_missing, found.page_is_there, found.nearest) == (True, True, ("own",))


def test_the_anchors_of_a_page_are_prepared_once_for_all_wrong_ones(monkeypatch):
    prepared = []

    class Counted(Candidates):
        def __init__(self, names):
            names = list(names)
            prepared.append(sorted(names))
            super().__init__(names)

    monkeypatch.setattr(verdicts, "Candidates", Counted)
    known = KnownIndexes(INDEXES)
    for wrong in ("owm", "bohh", "ovn"):
        judge_page_target(page_target(f"guide.md#{wrong}", page="index", suffixes=(".md",)), known)
    assert prepared == [["both", "both", "own"]]
    target = variant_target(
        "variant:serverless#owm", page="guide", variants=tuple(INDEXES), groups=(), suffixes=(".md",)
    )
    assert judge_variant_target(target, known).nearest == ()
    assert prepared[1:] == [["both"]], "those of the named variant only"


def test_a_path_out_of_the_source_folder_is_missing():
    assert judge("../../x.md").is_missing


def test_a_label_is_judged_like_a_page():
    assert judge_label("lbl", INDEXES).targets == {
        "byoc": LinkTarget(variant="byoc", docname="guide", id="own")
    }
    assert judge_label("lbk", INDEXES).nearest == ("lbl",)


def test_a_variant_link_is_judged_in_its_variant_only():
    def verdict(written):
        target = variant_target(written, page="guide", variants=tuple(INDEXES), groups=(), suffixes=(".md",))
        return judge_variant_target(target, INDEXES)

    assert verdict("variant:byoc#own").targets["byoc"].title(INDEXES) == "Own"
    assert verdict("variant:serverless#own").is_missing
    assert verdict("variant:byoc/").targets["byoc"].docname == "index"


def test_a_broken_page_accepts_every_anchor():
    broken = {"a": index("a", {"page": []}, broken=("page",))}
    target = page_target("page.md#any", page="index", suffixes=(".md",))
    assert judge_page_target(target, broken).targets["a"].id == "any"
    assert judge_page_target(target, broken).targets["a"].is_assumed


def test_an_anchor_that_a_broken_page_shows_is_certain():
    broken = {"a": index("a", {"page": ["any"]}, broken=("page",))}
    target = page_target("page.md#any", page="index", suffixes=(".md",))
    assert not judge_page_target(target, broken).targets["a"].is_assumed


def test_pages_are_found_by_their_title():
    assert pages_titled("  GUIDE ", INDEXES) == ("guide",)

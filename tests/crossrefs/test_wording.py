"""The messages about links, whole."""

from __future__ import annotations

from variantdocs.crossrefs.targets import VariantTarget
from variantdocs.crossrefs.verdicts import LinkTarget, Verdict
from variantdocs.crossrefs.wording import (
    absent_text,
    empty_text,
    missing_in_variant_text,
    missing_label_text,
    missing_name_text,
    missing_text,
)

VARIANTS = ("serverless", "byoc", "edge")
MISSING = Verdict(targets={})


def leads_to(*variants: str, id: str = "") -> Verdict:  # noqa: A002
    return Verdict(targets={name: LinkTarget(variant=name, docname="deploy/aws", id=id) for name in variants})


def test_an_absent_page_is_said_with_the_variants_and_the_three_cures():
    assert absent_text("aws.md", leads_to("byoc"), VARIANTS) == (
        "`aws.md`: ok in byoc; absent in serverless, edge. Wrap it in a block, link to that edition with "
        "`variant:byoc/deploy/aws`, or change `links.absent`"
    )


def test_variants_are_named_in_the_order_of_the_file_and_the_first_is_proposed():
    assert absent_text("aws.md#keys", leads_to("edge", "byoc", id="keys"), VARIANTS) == (
        "`aws.md#keys`: ok in byoc, edge; absent in serverless. Wrap it in a block, link to that edition with "
        "`variant:byoc/deploy/aws#keys`, or change `links.absent`"
    )


def test_a_missing_page_comes_with_the_nearest_names():
    assert missing_text("guid.md", Verdict(targets={}, nearest=("guide",))) == (
        "`guid.md`: no variant has such a page; did you mean `guide`?"
    )
    assert missing_text("guid.md", Verdict(targets={}, nearest=("guide", "guides"))) == (
        "`guid.md`: no variant has such a page; did you mean `guide` or `guides`?"
    )


def test_without_a_similar_name_the_link_is_to_be_corrected_or_removed():
    assert missing_text("x.md", MISSING) == "`x.md`: no variant has such a page; correct or remove the link"


def test_a_missing_anchor_of_a_page_that_is_there_is_called_an_anchor():
    verdict = Verdict(targets={}, nearest=("keys",), page_is_there=True)
    assert missing_text("aws.md#kyes", verdict) == (
        "`aws.md#kyes`: no variant has such an anchor in the page; did you mean `keys`?"
    )


def test_a_missing_label_is_called_a_label():
    assert missing_label_text("lbl", Verdict(targets={}, nearest=("label",))) == (
        "`lbl`: no variant has such a label; did you mean `label`?"
    )


def test_a_missing_name_may_have_been_a_page_a_label_or_an_object():
    assert missing_name_text("x", MISSING) == (
        "`x`: no variant has a page, label or object of that name; correct or remove the link"
    )


def test_an_edition_without_the_page_is_named():
    target = VariantTarget(written="variant:byoc/aws", variant="byoc", docnames=("aws",))
    assert missing_in_variant_text(target, Verdict(targets={}, nearest=("deploy/aws",))) == (
        "`variant:byoc/aws`: byoc has no such page; did you mean `deploy/aws`?"
    )


def test_an_edition_without_the_anchor_is_named():
    target = VariantTarget(written="variant:byoc/aws#x", variant="byoc", docnames=("aws",), anchor="x")
    assert missing_in_variant_text(target, Verdict(targets={}, page_is_there=True)) == (
        "`variant:byoc/aws#x`: byoc has no such anchor in the page; correct or remove the link"
    )


def test_a_link_to_the_same_page_of_an_edition_without_it_proposes_the_start_page():
    target = VariantTarget(written="variant:byoc", variant="byoc", docnames=("aws",), same_page=True)
    assert missing_in_variant_text(target, MISSING) == (
        "`variant:byoc`: byoc does not have this page; link to its start page with `variant:byoc/`, "
        "or name another page"
    )


def test_a_link_to_the_same_page_that_only_lacks_the_anchor_says_so():
    target = VariantTarget(written="variant:byoc#x", variant="byoc", docnames=("aws",), anchor="x", same_page=True)  # fmt: skip
    assert missing_in_variant_text(target, Verdict(targets={}, page_is_there=True)) == (
        "`variant:byoc#x`: byoc has no such anchor in the page; correct or remove the link"
    )


def test_an_empty_link_is_told_how_to_name_a_page():
    assert empty_text("AWS", [], page="index.md") == (
        "the link “AWS” has no target; write the page that it leads to between the parentheses"
    )
    assert empty_text("", [], page="index.md") == (
        "a link has neither text nor target; write the page that it leads to between the parentheses"
    )


def test_an_empty_link_is_told_the_pages_of_that_title_without_its_own():
    assert empty_text("AWS", ["a/aws.md", "b/aws.rst", "index.md"], page="index.md") == (
        "the link “AWS” has no target; the page with that title is `/a/aws.md` or `/b/aws.rst`"
    )


def test_an_empty_link_with_the_title_of_its_own_page_is_told_that_page():
    assert empty_text("Home", ["index.md"], page="index.md") == (
        "the link “Home” has no target; the page with that title is `/index.md`"
    )

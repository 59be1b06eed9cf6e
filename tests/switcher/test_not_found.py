"""The text of the page for missing pages."""

from __future__ import annotations

from bs4 import BeautifulSoup

from variantdocs.config.variants import Variant, VariantSet
from variantdocs.switcher.not_found import not_found_page

VARIANTS = (Variant(name="serverless", title="Serverless"), Variant(name="byoc", title="B & <C>"))


def links(base_url=None, variant=None, homes=None):
    variant_set = VariantSet(variants=VARIANTS, default="serverless", base_url=base_url)
    page = BeautifulSoup(not_found_page(variant_set, homes or {}, variant=variant), "html.parser")
    return [(link["data-home"], link["href"], link.get_text()) for link in page.select("li a")]


def test_it_links_to_every_variant():
    assert links() == [("serverless/", "/serverless/", "Serverless"), ("byoc/", "/byoc/", "B & <C>")]


def test_links_are_below_the_path_of_the_base_url():
    assert links("https://docs.example.com/sub/")[0][1] == "/sub/serverless/"


def test_a_variants_own_page_lists_it_first():
    assert [name for name, _, _ in links(variant="byoc")] == ["byoc/", "serverless/"]


def test_a_start_page_with_another_name_is_linked():
    homes = {"serverless": "contents.html", "byoc": "contents.html"}
    assert [href for _, href, _ in links(homes=homes)] == ["/serverless/contents.html", "/byoc/contents.html"]


def test_the_script_knows_the_suffix_of_pages():
    variant_set = VariantSet(variants=VARIANTS, default="serverless")
    assert r"/(\.html|\/)$/" in not_found_page(variant_set, {}, variant=None)
    assert r"/(\.htm|\/)$/" in not_found_page(variant_set, {}, variant=None, link_suffix=".htm")

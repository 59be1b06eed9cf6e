"""The lists of pages for programs that read Markdown."""

from __future__ import annotations

from variantdocs.config.variants import Variant, VariantSet
from variantdocs.pages.index import IndexedPage, PageIndex
from variantdocs.publish.markdown.llms import root_llms, variant_llms, variant_llms_full

TITLES = {"index": "Acme [docs]", "guide/index": "Guide", "guide/a": "A", "guide/deep/b": "B", "lost": "Lost"}
INDEX = PageIndex(
    variant="byoc",
    title="BYOC",
    root="index",
    pages={name: IndexedPage(title=title, uri=f"{name}.html") for name, title in TITLES.items()},
    parents={"guide/index": "index", "guide/a": "guide/index", "guide/deep/b": "guide/a"},
)


def test_pages_are_listed_below_the_page_of_the_start_page_that_leads_to_them():
    assert variant_llms(INDEX, {name: f"{name}.html.md" for name in TITLES}, "Docs of BYOC.") == (
        "# Acme \\[docs\\]\n\n> Docs of BYOC.\n\n"
        "- [Acme \\[docs\\]](index.html.md)\n- [Lost](lost.html.md)\n\n"
        "## Guide\n\n- [Guide](guide/index.html.md)\n- [A](guide/a.html.md)\n- [B](guide/deep/b.html.md)\n"
    )


def test_the_full_text_says_where_each_page_is():
    assert variant_llms_full("Docs.", [("a.html", "# A\n"), ("b.html", "# B\n")]) == (
        "> Docs.\n\n---\n\nSource: a.html\n\n# A\n\n---\n\nSource: b.html\n\n# B\n"
    )


def test_the_root_leads_to_the_list_of_every_variant():
    found = VariantSet(variants=(Variant(name="a", title="A"),), default="a", base_url="https://e.com/")
    assert "- [A](https://e.com/a/llms.txt), [all in one file](https://e.com/a/llms-full.txt)\n" in root_llms(
        found, "Acme"
    )

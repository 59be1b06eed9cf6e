"""What the switcher adds to a configuration and to the context of a page."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from variantdocs.config.current import Current, set_current
from variantdocs.config.variants import Variant, VariantSet
from variantdocs.crossrefs.indexes import INDEXES
from variantdocs.pages.index import IndexedPage, PageIndex
from variantdocs.switcher.placement import (
    ABOVE_TEMPLATE,
    PAGE_TEMPLATE,
    SIDEBAR_TEMPLATE,
    TEMPLATE,
    SwitcherSlot,
)
from variantdocs.switcher.sphinx_hooks import (
    SLOT,
    add_files,
    add_to_page,
    place_switcher,
    print_style,
    write_not_found_page,
)

SERVERLESS = Variant(name="serverless", title="Serverless")
BYOC = Variant(name="byoc", title='BYOC "own"')


def index(variant: Variant, *docnames: str) -> PageIndex:
    pages = {name: IndexedPage(title=name.title(), uri=f"{name}.html") for name in docnames}
    return PageIndex(variant=variant.name, title=variant.title, root="index", pages=pages)


def application(
    *variants: Variant, builder="html", base_url=None, slot=None, folder=Path("out"), **config
) -> SimpleNamespace:
    """An application that builds the first of the variants."""
    settings = {
        "variants_switcher": True,
        "language": "en",
        "locale_dirs": [],
        "html_theme": "basic",
        "html_theme_options": {},
        "html_sidebars": {},
        "html_baseurl": "",
        "html_title": "Acme docs",
        "html_logo": None,
        "overrides": {},
        "_raw_config": {},
        "html_static_path": ["_static"],
        "html_extra_path": [],
        "html_additional_pages": {},
        "html_link_suffix": None,
        "html_file_suffix": None,
        "templates_path": ["_templates"],
        **config,
    }
    added: list[str] = []
    app = SimpleNamespace(
        config=SimpleNamespace(**settings),
        builder=SimpleNamespace(
            name=builder,
            get_target_uri=lambda docname: f"{docname}.html",
            templates=SimpleNamespace(render=lambda template, context: f"<{template}>"),
        ),
        env=SimpleNamespace(all_docs={"index": 0}),
        extensions={},
        outdir=folder,
        srcdir=folder,
        confdir=folder,
        added=added,
        add_css_file=added.append,
        add_js_file=lambda name, loading_method: added.append(f"{name} {loading_method}"),
    )
    variant_set = VariantSet(variants=variants, default=variants[0].name, base_url=base_url)
    set_current(app, Current(variant_set=variant_set, variant=variants[0], index=Path("index")))
    INDEXES.set(
        app,
        {
            variant.name: index(variant, "index", *(["own"] if variant is BYOC else []))
            for variant in variants
        },
    )
    if slot is not None:
        SLOT.set(app, slot)
    return app


def placed(app: SimpleNamespace) -> SwitcherSlot:
    place_switcher(app, app.config)
    return SLOT.of(app)


def test_the_theme_decides_where_the_switcher_goes():
    assert placed(application(SERVERLESS, BYOC)) is SwitcherSlot.BODY
    assert placed(application(SERVERLESS, BYOC, html_theme="furo")) is SwitcherSlot.SIDEBAR


def test_a_theme_with_a_navigation_bar_gets_the_switcher_among_its_options():
    app = application(SERVERLESS, BYOC, html_theme="pydata_sphinx_theme", html_theme_options={"navbar_end": ["x"]})  # fmt: skip
    assert placed(app) is SwitcherSlot.NAVIGATION_BAR
    assert app.config.html_theme_options["navbar_end"] == [TEMPLATE, "x"]


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"html_title": "Acme docs (Serverless)"}, "Acme docs"),
        ({"html_title": "Acme docs (Serverless)", "html_logo": "logo.svg"}, None),
        ({"html_title": "Our docs (Serverless)", "overrides": {"html_title": "set"}}, None),
    ],
)
def test_the_navigation_bar_names_the_variant_once(settings, name):
    app = application(SERVERLESS, BYOC, html_theme="pydata_sphinx_theme", **settings)
    placed(app)
    assert app.config.html_theme_options.get("logo", {}).get("text") == name


def test_one_variant_or_a_switched_off_switcher_leaves_the_theme_as_it_is():
    alone = application(SERVERLESS, html_theme="pydata_sphinx_theme")
    switched_off = application(SERVERLESS, BYOC, html_theme="pydata_sphinx_theme", variants_switcher=False)
    for app in (alone, switched_off):
        assert placed(app) is SwitcherSlot.AUTHOR
        assert app.config.html_theme_options == {}


def test_the_address_of_the_site_gives_each_variant_its_own():
    app = application(BYOC, base_url="https://docs.example.com/", html_baseurl="https://other.example.com/")
    place_switcher(app, app.config)
    assert app.config.html_baseurl == "https://docs.example.com/byoc/"


def test_without_an_address_of_the_site_that_of_conf_py_stays():
    app = application(BYOC, html_baseurl="https://other.example.com/")
    place_switcher(app, app.config)
    assert app.config.html_baseurl == "https://other.example.com/"


def test_the_authors_templates_come_first():
    app = application(SERVERLESS, BYOC)
    place_switcher(app, app.config)
    authors, ours = app.config.templates_path
    assert (authors, (Path(ours) / TEMPLATE).is_file()) == ("_templates", True)


def test_the_files_of_the_switcher_are_added_after_the_authors():
    app = application(SERVERLESS, BYOC)
    add_files(app)
    authors, ours = app.config.html_static_path
    assert authors == "_static"
    assert app.added == ["variant-switcher.css", "variant-switcher.js defer", "print-light.js defer"]
    assert all((Path(ours) / added.removesuffix(" defer")).is_file() for added in app.added)


@pytest.mark.parametrize("app", [application(SERVERLESS), application(SERVERLESS, BYOC, builder="epub")])
def test_one_variant_and_an_e_book_need_no_files(app):
    add_files(app)
    assert (app.added, app.config.html_static_path) == ([], ["_static"])


@pytest.mark.parametrize("app", [application(SERVERLESS), application(SERVERLESS, BYOC, builder="epub")])
def test_one_variant_and_an_e_book_need_no_switcher(app):
    context = {"body": "text"}
    assert add_to_page(app, "index", "page.html", context, None) is None
    assert context == {"body": "text"}


def test_a_page_gets_one_link_per_variant():
    app = application(SERVERLESS, BYOC, slot=SwitcherSlot.AUTHOR)
    context = {"body": "text"}
    assert add_to_page(app, "index", "page.html", context, None) is None
    links = [(link.name, link.href, link.current) for link in context["variant_switcher"]]
    assert links == [("serverless", "index.html", True), ("byoc", "../byoc/index.html", False)]
    assert context["body"] == "text"


def test_the_switcher_is_above_the_text_of_a_theme_without_a_place_for_it():
    context = {"body": "text"}
    app = application(SERVERLESS, BYOC, slot=SwitcherSlot.BODY)
    assert add_to_page(app, "index", "page.html", context, None) is None
    assert context["body"] == f"<{ABOVE_TEMPLATE}>text"


def test_a_page_without_a_text_is_rendered_by_a_template_that_adds_the_switcher():
    context = {}
    app = application(SERVERLESS, BYOC, slot=SwitcherSlot.BODY)
    assert add_to_page(app, "search", "search.html", context, None) == PAGE_TEMPLATE
    assert context["variant_switcher_page"] == "search.html"


def test_the_switcher_is_above_the_text_and_in_the_sidebar_if_there_is_one():
    app = application(SERVERLESS, BYOC, slot=SwitcherSlot.SIDEBAR)
    context = {"body": "text", "sidebars": ["brand.html", "toc.html"]}
    add_to_page(app, "index", "page.html", context, None)
    assert (context["sidebars"], context["body"]) == (
        ["brand.html", SIDEBAR_TEMPLATE, "toc.html"],
        f"<{ABOVE_TEMPLATE}>text",
    )
    assert context["variant_switcher_in_sidebar"]
    context = {"body": "text", "sidebars": []}
    add_to_page(app, "index", "page.html", context, None)
    assert (context["sidebars"], context["body"]) == ([], f"<{ABOVE_TEMPLATE}>text")
    assert "variant_switcher_in_sidebar" not in context


def test_a_page_names_itself_in_the_other_variants_that_have_it():
    app = application(SERVERLESS, BYOC, base_url="https://docs.example.com/", slot=SwitcherSlot.AUTHOR)
    context = {"metatags": "<meta>\n"}
    add_to_page(app, "index", "page.html", context, None)
    assert context["metatags"] == (
        '<meta>\n<link rel="alternate" title="BYOC &quot;own&quot;" '
        'href="https://docs.example.com/byoc/index.html">\n' + print_style("Serverless")
    )


@pytest.mark.parametrize(("page", "base_url"), [("own", "https://docs.example.com/"), ("search", "https://docs.example.com/"), ("index", None)])  # fmt: skip
def test_without_an_address_or_another_variant_with_the_page_there_is_no_alternate(page, base_url):
    app = application(BYOC, SERVERLESS, base_url=base_url, slot=SwitcherSlot.AUTHOR)
    context = {}
    add_to_page(app, page, "page.html", context, None)
    assert "alternate" not in context["metatags"]


def test_a_page_with_a_switcher_above_its_text_prints_that():
    context = {"body": "text"}
    add_to_page(application(SERVERLESS, BYOC, slot=SwitcherSlot.BODY), "index", "page.html", context, None)
    assert context["metatags"] == ""


def test_a_printed_page_begins_with_the_title_of_its_variant():
    assert print_style('B & "C"') == (
        '<style media="print">body::before { content: "B \\26  \\22 C\\22 "; display: block }</style>\n'
    )


def test_a_page_for_missing_pages_is_written(tmp_path):
    write_not_found_page(application(SERVERLESS, BYOC, folder=tmp_path), None)
    assert "<!doctype html>" in (tmp_path / "404.html").read_text("utf-8").lower()


def test_after_a_failed_build_and_in_an_e_book_there_is_no_page_for_missing_pages(tmp_path):
    write_not_found_page(application(SERVERLESS, BYOC, folder=tmp_path), RuntimeError("failed"))
    write_not_found_page(application(SERVERLESS, BYOC, folder=tmp_path, builder="epub"), None)
    assert not (tmp_path / "404.html").exists()


def _as_a_page(app, folder):
    app.env.all_docs["404"] = 0


def _as_a_template(app, folder):
    app.config.html_additional_pages = {"404": "404.html"}


def _as_an_extension(app, folder):
    app.extensions = {"notfound.extension": None}


def _as_a_file(app, folder):
    app.config.html_extra_path = ["extra/404.html"]


def _in_a_folder(app, folder):
    (folder / "extra").mkdir()
    (folder / "extra/404.html").write_text("own")
    app.config.html_extra_path = ["extra"]


@pytest.mark.parametrize(
    "given", [_as_a_page, _as_a_template, _as_an_extension, _as_a_file, _in_a_folder]
)  # fmt: skip
def test_the_projects_own_page_for_missing_pages_stays(tmp_path, given):
    app = application(SERVERLESS, BYOC, folder=tmp_path)
    given(app, tmp_path)
    write_not_found_page(app, None)
    assert not (tmp_path / "404.html").exists()

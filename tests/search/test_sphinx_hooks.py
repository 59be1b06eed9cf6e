"""What the search adds to the configuration, and takes from pages."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from variantdocs.search.sphinx_hooks import add_scripts, add_summary_script

TOOLS = '<script src="_static/searchtools.js"></script>'


def application(theme="pydata_sphinx_theme", builder="html", wanted=True, **options) -> SimpleNamespace:
    added: list[str] = []
    return SimpleNamespace(
        config=SimpleNamespace(
            html_theme=theme,
            html_theme_options=options,
            html_static_path=[],
            variants_search_as_you_type=wanted,
        ),
        builder=SimpleNamespace(
            name=builder, templates=SimpleNamespace(render=lambda template, context: f"{TOOLS}x")
        ),
        added=added,
        add_js_file=lambda name, **attributes: added.append(name),
    )


def rendered(app: SimpleNamespace, page: str) -> str:
    return app.builder.templates.render("page.html", {"pagename": page})


def test_pages_load_the_search_when_somebody_types():
    app = application()
    add_scripts(app)
    assert app.added == ["search-as-you-type.js"]
    assert (rendered(app, "index"), rendered(app, "search")) == ("x", f"{TOOLS}x")


@pytest.mark.parametrize(
    "app", [application("furo"), application(search_as_you_type=True)], ids=["other", "own"]
)
def test_a_theme_that_needs_it_itself_keeps_it(app):
    add_scripts(app)
    assert rendered(app, "index") == f"{TOOLS}x"


@pytest.mark.parametrize(
    ("app", "folders"),
    [(application(builder="epub"), 0), (application(wanted=False), 1)],
    ids=["epub", "off"],
)
def test_no_page_watches_its_search_fields_where_nobody_searches_so(app, folders):
    add_scripts(app)
    assert (app.added, len(app.config.html_static_path)) == ([], folders)


@pytest.mark.parametrize(
    ("builder", "page", "added"),
    [("html", "search", ["search-summary.js"]), ("html", "index", []), ("epub", "search", [])],
)
def test_only_the_search_page_of_a_site_shortens_what_it_shows_of_pages(builder, page, added):
    app = application(builder=builder)
    add_summary_script(app, page, "search.html", {}, None)
    assert app.added == added

"""Edit links are those that the theme makes, and their templates are compiled once."""

from __future__ import annotations

from types import SimpleNamespace

import jinja2
import pydata_sphinx_theme.edit_this_page as theme
import pytest

from variantdocs.sphinx_patches.performance.pydata_theme import edit_links
from variantdocs.sphinx_patches.performance.pydata_theme.edit_links import (
    compile_edit_links_once,
    prepare_edit_links,
)
from variantdocs.sphinx_patches.performance.pydata_theme.sidebar import toctree_of_theme

pytestmark = pytest.mark.skipif(
    toctree_of_theme() is None, reason="with another version of the theme nothing is replaced"
)

OWN = {"edit_page_url_template": "https://x.test/{{ file_name }}?a&b", "edit_page_provider_name": "X"}
GITHUB = {"github_user": "acme", "github_repo": "docs", "github_version": "main", "doc_path": "source"}


@pytest.fixture(autouse=True)
def restored(monkeypatch):
    monkeypatch.setattr(theme, "jinja2", jinja2)
    edit_links._JINJA.Template.cache_clear()


def address(page, settings):
    context = {"page_source_suffix": ".md", **settings}
    theme.setup_edit_url(None, page, "page.html", context, None)
    return context["get_edit_provider_and_url"]()


@pytest.mark.parametrize("settings", [OWN, GITHUB], ids=["own", "github"])
def test_addresses_are_those_of_the_theme(settings):
    pages = ("index", "guide/start", "a b&c")
    expected = [address(page, settings) for page in pages]
    compile_edit_links_once()
    assert [address(page, settings) for page in pages] == expected
    assert edit_links._JINJA.Template.cache_info().misses == 1


def project(settings, *, has_links=True):
    options = {"use_edit_page_button": has_links}
    return SimpleNamespace(config=SimpleNamespace(html_context=settings, html_theme_options=options))


@pytest.mark.parametrize("settings", [OWN, GITHUB], ids=["own", "github"])
def test_a_prepared_template_is_not_compiled_again(settings):
    compile_edit_links_once()
    prepare_edit_links(project(settings))
    assert edit_links._JINJA.Template.cache_info().misses == 1
    address("index", settings)
    assert edit_links._JINJA.Template.cache_info().misses == 1


@pytest.mark.parametrize(
    "settings", [{}, {**OWN, "edit_page_url_template": "{{ file_name"}], ids=["missing", "wrong"]
)
def test_nothing_is_said_of_settings_before_a_page_is_written(settings):
    prepare_edit_links(project(settings))


def test_nothing_is_prepared_for_pages_without_edit_links():
    prepare_edit_links(project({"doc_path": object(), **OWN}, has_links=False))
    assert edit_links._JINJA.Template.cache_info().misses == 0

"""What the settings make of a theme's options, and what is loaded before the first page."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from babel import localedata
from sphinx.errors import ConfigError

from variantdocs.page_metadata.open_graph import territory_locale
from variantdocs.page_metadata.sphinx_hooks import _shown_date, load_locale, offer_editing

ADDRESS = "https://git.example.com/docs/edit/{path}"


def configured(theme: str, address: str = ADDRESS, **others) -> SimpleNamespace:
    config = SimpleNamespace(
        html_theme=theme,
        variants_edit_url=address,
        **{"html_theme_options": {}, "html_context": {}, **others},
    )
    offer_editing(None, config)
    return config


def test_each_theme_is_told_in_its_own_way():
    pydata = configured("pydata_sphinx_theme")
    assert pydata.html_theme_options == {"use_edit_page_button": True}
    assert pydata.html_context == {
        "edit_page_url_template": "https://git.example.com/docs/edit/{{ file_name }}",
        "edit_page_provider_name": None,
    }
    assert configured("furo").html_theme_options == {
        "source_edit_link": "https://git.example.com/docs/edit/{filename}"
    }
    assert configured("basic").html_theme_options == {}


def test_what_the_project_has_set_up_stays():
    config = configured(
        "pydata_sphinx_theme",
        html_theme_options={"use_edit_page_button": False},
        html_context={"edit_page_url_template": "{{ file_name }}"},
    )
    assert config.html_theme_options == {"use_edit_page_button": False}
    assert config.html_context["edit_page_url_template"] == "{{ file_name }}"
    assert configured("pydata_sphinx_theme", "").html_theme_options == {}


def test_an_address_that_is_the_same_for_every_page_is_refused():
    with pytest.raises(ConfigError) as error:
        configured("basic", "https://git.example.com/docs")
    assert str(error.value) == (
        "variants_edit_url: https://git.example.com/docs is the same for every page; "
        "write {path} where its path goes"
    )


def test_once_a_locale_is_loaded_a_date_needs_no_file(monkeypatch):
    app = SimpleNamespace(config=SimpleNamespace(html_last_updated_fmt="%d %B %Y", language="de"))
    load_locale(app)
    monkeypatch.setattr(localedata, "resolve_locale_filename", None)
    assert _shown_date(app, datetime(2026, 3, 1, tzinfo=UTC)) == "01 März 2026"
    assert territory_locale("de") == "de_DE"


@pytest.mark.parametrize("form", ["%B", "%Q", None])
def test_a_locale_that_is_unknown_stops_nothing(form):
    load_locale(SimpleNamespace(config=SimpleNamespace(html_last_updated_fmt=form, language="xx_unknown")))

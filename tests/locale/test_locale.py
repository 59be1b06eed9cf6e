"""The catalogs hold every text, compiled, and a text is shown in the language of the site."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

import variantdocs
from variantdocs.config.variants import Variant, VariantSet
from variantdocs.locale import LOCALE, Language, translator
from variantdocs.multibuild.root_files import root_page
from variantdocs.publish.markdown.pages import copy_script
from variantdocs.publish.redirects.resolve import Redirect
from variantdocs.publish.redirects.write import redirect_page
from variantdocs.switcher.not_found import not_found_page

PACKAGE = Path(variantdocs.__file__).parent
CATALOGS = {path.parent.parent.name: path for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))}
SET = VariantSet(variants=(Variant(name="a", title="A"), Variant(name="b", title="B")), default="a")

GERMAN = Language(name="de")


def translations(language):
    with CATALOGS[language].open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


@pytest.fixture(scope="module")
def texts():
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords={"translate": None})
    return {message for _, _, message, _, _ in found}


@pytest.mark.parametrize("language", CATALOGS)
def test_a_catalog_has_every_text_of_the_code_and_no_other(language, texts):
    found = translations(language)
    assert found.keys() == texts
    assert all(found.values())


@pytest.mark.parametrize("language", CATALOGS)
def test_a_translation_has_the_placeholders_of_its_text(language):
    for text, translated in translations(language).items():
        for placeholder in ("%(edition)s", "%(page)s"):
            assert text.count(placeholder) == translated.count(placeholder)


@pytest.mark.parametrize("language", CATALOGS)
def test_the_compiled_catalog_is_that_of_its_source(language):
    with CATALOGS[language].with_suffix(".mo").open("rb") as file:
        assert {message.id: message.string for message in read_mo(file) if message.id} == translations(
            language
        )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Seite nicht gefunden"),
        ("de_AT", "Seite nicht gefunden"),
        ("zh_CN", "未找到页面"),
        ("xx", "Page not found"),
    ],
)
def test_a_text_is_in_the_language_or_its_parent_or_english(language, expected):
    assert translator(Language(name=language))("Page not found") == expected


def test_pages_that_no_theme_renders_are_in_the_language_of_the_site():
    root = BeautifulSoup(root_page(SET, {}, language=Language(name="zh_CN")), "html.parser")
    assert root.html["lang"] == "zh-CN"
    assert root.h1.get_text() == "选择版本"
    missing = BeautifulSoup(not_found_page(SET, {}, variant="a", language=GERMAN), "html.parser")
    assert missing.html["lang"] == "de"
    assert missing.title.get_text() == missing.h1.get_text() == "Seite nicht gefunden"
    assert 'label = "Diese Seite in %(edition)s"' in missing.script.string
    moved = Redirect(line=1, variant="a", old="a/x.html", new="a/y.html", file="a/x.html")
    page = BeautifulSoup(redirect_page(moved, None, language=Language(name="fr")), "html.parser")
    assert (page.html["lang"], page.h1.get_text()) == ("fr", "Cette page a été déplacée")


def test_the_copy_button_is_in_the_language_of_the_site():
    assert '"label": "Seite kopieren"' in copy_script(GERMAN)

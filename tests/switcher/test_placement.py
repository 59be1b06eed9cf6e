"""Where in a theme the switcher goes."""

from __future__ import annotations

import pytest

from variantdocs.switcher.placement import (
    SIDEBAR_TEMPLATE,
    TEMPLATE,
    SwitcherSlot,
    pydata_options,
    slot_in,
    with_switcher,
)


@pytest.mark.parametrize(
    ("theme", "slot"),
    [
        ("pydata_sphinx_theme", SwitcherSlot.NAVIGATION_BAR),
        ("sphinx_book_theme", SwitcherSlot.SIDEBAR),
        ("furo", SwitcherSlot.SIDEBAR),
        ("unknown", SwitcherSlot.BODY),
    ],
)
def test_the_theme_decides(theme, slot):
    assert slot_in(theme, {}, {}) is slot


def test_the_authors_own_slot_wins():
    assert slot_in("furo", {"navbar_start": [TEMPLATE]}, {}) is SwitcherSlot.AUTHOR
    assert slot_in("furo", {}, {"**": [TEMPLATE]}) is SwitcherSlot.AUTHOR


def test_the_switcher_is_first_at_the_end_of_the_navigation_bar_and_above_the_article():
    assert pydata_options({"a": 1}) == {
        "a": 1,
        "navbar_end": [TEMPLATE, "theme-switcher", "navbar-icon-links"],
        "article_header_start": [TEMPLATE, "breadcrumbs"],
    }
    given = pydata_options({"navbar_end": "x, y", "article_header_start": []})
    assert given == {"navbar_end": [TEMPLATE, "x", "y"], "article_header_start": [TEMPLATE]}


@pytest.mark.parametrize(
    ("given", "logo"),
    [
        ({}, {"text": "Acme"}),
        ({"logo": {"alt_text": "Home"}}, {"alt_text": "Home", "text": "Acme"}),
        ({"logo": {"text": "Other"}}, {"text": "Other"}),
        ({"logo": {"image_light": "l.svg"}}, {"image_light": "l.svg"}),
    ],
)
def test_the_navigation_bar_has_the_given_name_unless_the_options_fill_its_place(given, logo):
    assert pydata_options(given, name="Acme")["logo"] == logo


def test_the_switcher_is_second_in_a_sidebar():
    assert with_switcher(["brand.html", "toc.html"]) == ["brand.html", SIDEBAR_TEMPLATE, "toc.html"]
    assert with_switcher([]) == [SIDEBAR_TEMPLATE]

"""The settings that a variant gives Sphinx."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from variantdocs.config.sphinx_hooks import name_variant_in_title
from variantdocs.config.variants import Variant


@pytest.mark.parametrize(
    ("title", "conf", "overrides", "expected"),
    [
        ("Acme docs", {}, {}, "Acme docs (BYOC)"),
        ("Acme byoc", {}, {}, "Acme byoc"),
        ("Acme docs", {"html_title": "Acme docs"}, {}, "Acme docs"),
        ("Acme docs", {}, {"html_title": "Acme docs"}, "Acme docs"),
    ],
)
def test_the_title_of_the_site_names_the_variant_unless_it_is_set_for_it(title, conf, overrides, expected):
    config = SimpleNamespace(html_title=title, overrides=overrides)
    name_variant_in_title(config, Variant(name="byoc", title="BYOC", conf=conf))
    assert config.html_title == expected

"""The settings that a variant gives Sphinx."""

from __future__ import annotations

import pytest
from sphinx.config import Config

from variantdocs.config.sphinx_hooks import name_variant_in_title
from variantdocs.config.variants import Variant


@pytest.mark.parametrize(
    ("conf_py", "conf", "overrides", "expected"),
    [
        ({}, {}, {}, "Acme docs (BYOC)"),
        ({"html_title": "Acme"}, {}, {}, "Acme"),
        ({}, {"html_title": "Acme docs"}, {}, "Acme docs"),
        ({}, {}, {"html_title": "Acme"}, "Acme"),
    ],
)
def test_the_title_of_the_site_names_the_variant_unless_the_project_sets_it(
    conf_py, conf, overrides, expected
):
    config = Config(conf_py, overrides)
    config.add("html_title", "Acme docs", "html", str)
    name_variant_in_title(config, Variant(name="byoc", title="BYOC", conf=conf))
    assert config.html_title == expected


def test_a_default_title_that_names_the_variant_stays():
    config = Config({}, {})
    config.add("html_title", "Acme byoc", "html", str)
    name_variant_in_title(config, Variant(name="byoc", title="BYOC"))
    assert config.html_title == "Acme byoc"

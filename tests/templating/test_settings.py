"""Tags in Sphinx settings."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sphinx.config import Config

from variantdocs.templating.settings import (
    BrokenSetting,
    expand_settings,
    tags_in_templates,
    texts_in,
    unexpanded_tags,
)
from variantdocs.templating.sphinx_hooks import settings_with_tags


def config_of(**values):
    config = Config({}, {})
    config.add("myst_substitutions", {}, "env", ())
    for name, value in values.items():
        setattr(config, name, value)
    return config


def test_texts_in_mappings_are_expanded_and_other_values_kept(names):
    config = config_of(
        rst_epilog="{@= product =@}", myst_substitutions={"a": "{@= variant.title =@}", "b": 3}
    )
    expand_settings(config, "byoc", names)
    assert (config.rst_epilog, config.myst_substitutions) == ("Acme BYOC", {"a": "BYOC", "b": 3})


def test_a_wrong_tag_names_the_setting_and_key(names):
    with pytest.raises(BrokenSetting) as caught:
        expand_settings(config_of(myst_substitutions={"a": "{@= prodct =@}"}), "byoc", names)
    assert str(caught.value) == "myst_substitutions.a: unknown name `prodct`; did you mean `product`?"


def test_a_tag_in_another_setting_is_found_at_any_depth():
    config = config_of()
    config.add("html_context", {}, "html", ())
    config.html_context = {"links": [("{@= product =@}", 1)]}
    assert list(unexpanded_tags(config)) == [
        "the setting html_context holds the tag `{@= product =@}`, and tags are not expanded there; "
        "write a value for each variant under `conf:` in variants.yaml"
    ]


def test_a_tag_in_a_template_is_found_at_its_line(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/about.html").write_text("<p>\n{# a\n{@@ if x @@} #}\n{@@ if byoc @@}x{@@ endif @@}\n")
    (tmp_path / "plain.html").write_text("{% if x %}{{ y }}{% endif %}{# {@= product =@} #}")
    (tmp_path / "class.rst").write_text("{@= product =@}")
    found = list(tags_in_templates([tmp_path, tmp_path / "missing"]))
    assert [(tag.path.name, tag.line) for tag in found] == [("about.html", 4)]
    assert "the tag `{@@ if byoc @@}`: tags are not expanded in templates" in found[0].message


def test_texts_are_found_at_any_depth():
    assert list(texts_in({"a": ["x", ("y", 1)], "b": None})) == ["x", "y"]


def test_a_setting_that_holds_itself_has_an_end():
    value = ["x"]
    value.append(value)
    assert list(texts_in(value)) == ["x"]


def test_settings_and_templates_are_looked_at_once(tmp_path):
    config = config_of()
    config.templates_path = ["_templates"]
    config.add("footer", "{@= product =@}", "html", ())
    (tmp_path / "_templates").mkdir()
    (tmp_path / "_templates/page.html").write_text("\n{@= product =@}\n")
    app = SimpleNamespace(config=config, confdir=str(tmp_path))
    found = settings_with_tags(app)
    assert [location for _, location in found] == [None, f"{tmp_path}/_templates/page.html:2"]
    (tmp_path / "_templates/page.html").unlink()
    assert settings_with_tags(app) is found
    assert len(settings_with_tags(SimpleNamespace(config=config, confdir=str(tmp_path)))) == 1

"""Sources are published only if the project asks, and never as files hold them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.config import Config

from variantdocs.config.current import Current, set_current
from variantdocs.config.variants import Variant, VariantSet
from variantdocs.pages.published_sources import (
    default_to_no_sources,
    keep_builder_from_copying,
    source_name,
    write_expanded_sources,
)


def application(config: Config, conf=None, **attributes) -> SimpleNamespace:
    variant = Variant(name="byoc", title="BYOC", conf=conf or {})
    variant_set = VariantSet(variants=(variant,), default="byoc")
    app = SimpleNamespace(config=config, **attributes)
    set_current(app, Current(variant_set=variant_set, variant=variant, index=Path("index")))
    return app


def settings(given=None, overrides=None) -> Config:
    config = Config(given or {}, overrides or {})
    config.add("html_copy_source", True, "html", ())
    config.add("html_sourcelink_suffix", ".txt", "html", ())
    return config


def test_no_sources_are_published_by_default():
    config = settings()
    default_to_no_sources(application(config), config)
    assert config.html_copy_source is False


@pytest.mark.parametrize(
    ("given", "overrides"), [({"html_copy_source": True}, {}), ({}, {"html_copy_source": True})]
)
def test_conf_py_and_the_command_line_may_ask_for_sources(given, overrides):
    config = settings(given, overrides)
    default_to_no_sources(application(config), config)
    assert config.html_copy_source is True


def test_a_variants_own_settings_may_ask_for_sources():
    config = settings()
    config.html_copy_source = True
    default_to_no_sources(application(config, conf={"html_copy_source": True}), config)
    assert config.html_copy_source is True


def test_the_builder_copies_no_files():
    builder = SimpleNamespace(copysource=True)
    keep_builder_from_copying(SimpleNamespace(builder=builder))
    assert builder.copysource is False


def test_a_builder_without_sources_is_left_alone():
    builder = SimpleNamespace()
    keep_builder_from_copying(SimpleNamespace(builder=builder))
    assert vars(builder) == {}


@pytest.mark.parametrize(
    ("file", "added", "name"),
    [
        ("guide/page.md", ".txt", "guide/page.md.txt"),
        ("guide/page.rst", "", "guide/page.rst"),
        ("guide/page.txt", ".txt", "guide/page.txt"),
    ],
)
def test_a_source_has_the_name_that_sphinx_links_to(file, added, name):
    config = settings({"html_sourcelink_suffix": added})
    env = SimpleNamespace(doc2path=lambda docname, base: Path(file))
    assert source_name(SimpleNamespace(config=config, env=env), "guide/page") == name


@pytest.fixture
def published(tmp_path):
    """The folder of published sources, with the one of a page that is gone."""
    path = tmp_path / "_sources/old/gone.md.txt"
    path.parent.mkdir(parents=True)
    path.write_text("gone")
    return tmp_path


def site(folder: Path, *, copied=True, **builder) -> SimpleNamespace:
    return application(
        settings({"html_copy_source": copied}),
        outdir=folder,
        builder=SimpleNamespace(**{"format": "html", "copysource": False, **builder}),
        env=SimpleNamespace(all_docs={}),
    )


def test_the_source_of_a_page_that_is_gone_is_removed(published):
    write_expanded_sources(site(published), None)
    assert [path for path in published.rglob("*") if path.is_file()] == []


def test_nothing_is_removed_after_a_failed_build(published):
    write_expanded_sources(site(published), RuntimeError("failed"))
    assert (published / "_sources/old/gone.md.txt").exists()


def test_nothing_is_removed_if_sources_are_not_published_or_the_builder_makes_no_html(published):
    write_expanded_sources(site(published, copied=False), None)
    write_expanded_sources(site(published, format="latex"), None)
    assert (published / "_sources/old/gone.md.txt").exists()


def test_an_html_builder_that_publishes_no_sources_is_left_alone(published):
    app = site(published)
    del app.builder.copysource
    write_expanded_sources(app, None)
    assert (published / "_sources/old/gone.md.txt").exists()

"""The files of all pages, though each variant may find others."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.config import Config
from sphinx.project import Project

from variantdocs.config.current import Current, set_current
from variantdocs.config.variants import Variant, VariantSet
from variantdocs.pages.source_files import SourceFiles, find_source_files

FILES = SourceFiles(
    paths={"a": Path("/docs/source/a.md"), "b/c": Path("/docs/source/b/c.rst")}, not_found_by={}
)


def test_files_are_shown_relative_to_a_folder():
    assert FILES.relative_to("/docs/source") == {"a": "a.md", "b/c": "b/c.rst"}
    assert FILES.relative_to("/docs/build") == {"a": "../source/a.md", "b/c": "../source/b/c.rst"}


def test_pages_can_be_left_out():
    assert FILES.without({"a", "unknown"}).paths == {"b/c": Path("/docs/source/b/c.rst")}
    assert set(FILES.paths) == {"a", "b/c"}


@pytest.fixture
def source(tmp_path):
    for name in ("index.md", "own/keys.md", "draft.md", "_parts/part.md", "templates/page.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    return tmp_path


def application(source: Path, *variants: Variant, overrides=None, replaced=None) -> SimpleNamespace:
    """An application that has found the pages of the first variant."""
    settings = {
        "exclude_patterns": ["_*"],
        "templates_path": ["templates"],
        "source_suffix": {".md": "markdown"},
    }
    config = Config({**settings, **variants[0].conf}, overrides or {})
    project = Project(source, config.source_suffix)
    found = project.discover([*config.exclude_patterns, *config.templates_path], config.include_patterns)
    app = SimpleNamespace(
        srcdir=source,
        config=config,
        builder=SimpleNamespace(get_asset_paths=list),
        env=SimpleNamespace(found_docs=found, doc2path=lambda docname: project.doc2path(docname, True)),
    )
    set_current(
        app,
        Current(
            variant_set=VariantSet(variants=variants, default=variants[0].name),
            variant=variants[0],
            index=Path("index"),
            replaced_settings=replaced or {},
        ),
    )
    return app


def test_variants_with_the_same_settings_find_the_same_pages(source):
    app = application(source, Variant(name="a", title="A"), Variant(name="b", title="B"))
    found = find_source_files(app)
    assert found.relative_to(source) == {"draft": "draft.md", "index": "index.md", "own/keys": "own/keys.md"}
    assert found.not_found_by == {}


def test_a_page_that_only_another_variant_finds_is_among_them(source):
    app = application(
        source,
        Variant(name="a", title="A", conf={"exclude_patterns": ["_*", "own"]}),
        Variant(name="b", title="B", conf={"exclude_patterns": ["_*", "draft.md"]}),
        replaced={"exclude_patterns": ["_*"]},
    )
    found = find_source_files(app)
    assert found.relative_to(source) == {"draft": "draft.md", "index": "index.md", "own/keys": "own/keys.md"}
    assert found.not_found_by == {"own/keys": frozenset({"a"}), "draft": frozenset({"b"})}


def test_a_variant_without_the_setting_has_that_of_conf_py_and_not_the_one_of_the_current_variant(source):
    app = application(
        source,
        Variant(name="a", title="A", conf={"exclude_patterns": ["_*", "own"]}),
        Variant(name="b", title="B"),
        replaced={"exclude_patterns": ["_*", "draft.md"]},
    )
    assert find_source_files(app).not_found_by == {"own/keys": frozenset({"a"}), "draft": frozenset({"b"})}


def test_include_patterns_may_differ_too(source):
    app = application(
        source,
        Variant(name="a", title="A"),
        Variant(name="b", title="B", conf={"include_patterns": ["own/**"]}),
    )
    assert find_source_files(app).not_found_by == {"draft": frozenset({"b"}), "index": frozenset({"b"})}


def test_the_command_line_wins_over_the_settings_of_every_variant(source):
    app = application(
        source,
        Variant(name="a", title="A"),
        Variant(name="b", title="B", conf={"exclude_patterns": ["own"]}),
        overrides={"exclude_patterns": ["_*", "draft.md"]},
    )
    found = find_source_files(app)
    assert (set(found.paths), found.not_found_by) == ({"index", "own/keys"}, {})

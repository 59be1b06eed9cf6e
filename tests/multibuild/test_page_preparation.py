"""Which pages are prepared before the processes of the variants are forked."""

from __future__ import annotations

import os
import time

import pytest

from variantdocs.config.variants import Variant, VariantSet
from variantdocs.multibuild.arguments import BuildArguments
from variantdocs.multibuild.page_preparation import changed_files, prepare_pages
from variantdocs.pages.index import PageIndex, index_path, source_hash

VARIANTS = VariantSet(
    variants=(Variant(name="byoc", title="BYOC"), Variant(name="free", title="Free")), default="byoc"
)
FILES = {
    "docs/index.md": "{@@ if byoc @@}a{@@ endif @@}\n",
    "docs/plain.md": "no tag\n",
    "docs/sub/part.rst": "{@= variant.title =@}\n",
    "docs/broken.md": "{@@ if\n",
    "docs/image.svg": "{@= a =@}",
    "docs/.venv/page.md": "{@= a =@}",
    "docs/build/html/page.md": "{@= a =@}",
    "variants.yaml": "version: 1\n",
    "conf.py": "",
}
PAGES = {"index.md", "plain.md", "part.rst", "broken.md"}


@pytest.fixture
def arguments(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    source, build = tmp_path / "docs", tmp_path / "docs/build"
    return BuildArguments(
        source=source,
        conf=tmp_path,
        output=build / "html",
        doctrees=build / "doctrees",
        variants_file=tmp_path / "variants.yaml",
        index=build / "index",
    )


def finish_build(arguments):
    """Leave what a build leaves of the files that there are now."""
    hashes = {
        os.path.relpath(path, arguments.source): source_hash(path.read_bytes())
        for path in [*arguments.source.rglob("*.*"), arguments.variants_file]
        if path.is_file()
    }
    for variant in VARIANTS.variants:
        index = PageIndex(variant=variant.name, title="", root="index", pages={}, sources=hashes)
        path = index_path(arguments.paths.index, variant.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(index.to_json())
        arguments.paths.of_variant(variant.name).state.write_text("{}")
    os.utime(arguments.paths.index, (time.time() - 5,) * 2)
    for path in (*arguments.source.rglob("*.*"), arguments.variants_file):
        os.utime(path, (1, 1))


def changed(arguments):
    return {path.name for path in changed_files(arguments, VARIANTS)}


def test_the_pages_with_tags_are_prepared(arguments):
    assert len(prepare_pages(arguments, VARIANTS)) == 3


def test_in_the_first_build_all_pages_of_the_source_folder_have_changed(arguments):
    assert changed(arguments) == PAGES


def test_after_a_build_only_edited_and_new_files_have_changed(arguments):
    finish_build(arguments)
    assert changed(arguments) == set()
    (arguments.source / "index.md").write_text("edited\n")
    (arguments.source / "new.md").write_text("new\n")
    (arguments.source / "plain.md").touch()
    assert changed(arguments) == {"index.md", "new.md"}


def test_after_an_edit_of_variants_yaml_all_pages_count_as_changed(arguments):
    finish_build(arguments)
    arguments.variants_file.touch()
    assert changed(arguments) == set()
    arguments.variants_file.write_text("version: 1 # edited\n")
    assert changed(arguments) == PAGES


def test_after_a_build_that_was_killed_all_pages_count_as_changed(arguments):
    finish_build(arguments)
    arguments.paths.of_variant("free").in_progress.touch()
    assert changed(arguments) == PAGES

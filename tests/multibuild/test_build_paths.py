"""One value knows where a build keeps its files."""

from __future__ import annotations

import pytest

from variantdocs.multibuild.build_paths import BuildPaths


@pytest.fixture
def paths(tmp_path):
    return BuildPaths(
        output=tmp_path / "html", doctrees=tmp_path / "doctrees", index=tmp_path / "index", builder="dirhtml"
    )


def test_each_variant_and_builder_has_files_of_its_own(paths, tmp_path):
    found = paths.of_variant("byoc")
    assert {name: getattr(found, name).relative_to(tmp_path).as_posix() for name in found.__slots__} == {
        "output": "html/byoc",
        "staging": "doctrees/byoc/.dirhtml",
        "bodies": "doctrees/.bodies.dirhtml",
        "templates": "doctrees/byoc/.templates.dirhtml",
        "manifest": "index/byoc.dirhtml.files.json",
        "state": "index/byoc.dirhtml.last.json",
        "part": "index/byoc.dirhtml.part.json",
        "in_progress": "index/byoc.dirhtml.at-work",
    }


def test_variants_of_earlier_builds_are_found_by_their_manifests(paths):
    paths.index.mkdir()
    for name in ("byoc-eu.dirhtml", "old.dirhtml", "other.html", "..dirhtml", "...dirhtml", "_root"):
        (paths.index / f"{name}.files.json").touch()
    assert paths.variants_with_manifest() == ["byoc-eu", "old"]

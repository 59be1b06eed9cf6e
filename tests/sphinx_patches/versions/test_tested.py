"""What is not tested is named, and nothing that only saves time is used with it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from docutils import nodes
from packaging.requirements import Requirement
from packaging.version import Version

from variantdocs.multibuild.worker.start import prepare_process
from variantdocs.preview.serve import warm_builds_are_available
from variantdocs.sphinx_patches.versions import tested
from variantdocs.sphinx_patches.versions.tested import TESTED, compare_versions, untested_versions

ROOT = Path(__file__).parents[3]


@pytest.fixture
def newer_sphinx(monkeypatch):
    """The installed Sphinx is newer than what is tested."""
    monkeypatch.setattr(tested, "TESTED", {"Sphinx": ("7.3", "7.4")})
    untested_versions.cache_clear()
    yield
    untested_versions.cache_clear()


@pytest.fixture
def tested_range(monkeypatch):
    monkeypatch.setattr(tested, "TESTED", {"Sphinx": ("8.1", "9.2"), "docutils": ("0.21", "0.23")})


@pytest.mark.parametrize("found", ["8.1.0", "8.2.3", "9.2", "9.2.7", "9.2.0rc1"])
def test_every_patch_release_of_a_tested_version_is_tested(found, tested_range):
    assert compare_versions({"Sphinx": found}) == ()


@pytest.mark.parametrize("found", ["8.0.2", "9.3.0b1", "10.0"])
def test_any_other_version_is_named_with_those_that_are_tested(found, tested_range):
    assert compare_versions({"docutils": "0.22", "Sphinx": found}) == (
        f"Sphinx {found} (tested: 8.1 to 9.2)",
    )


def test_what_is_installed_here_is_tested():
    assert untested_versions() == ()


def test_an_untested_version_gets_neither_patches_for_speed_nor_warm_builds(newer_sphinx, monkeypatch):
    walk = nodes.Node.findall
    monkeypatch.setattr(nodes.Node, "findall", walk)  # restored even if the test fails
    prepare_process(reset_registries=False)
    assert nodes.Node.findall is walk
    assert not warm_builds_are_available()


def test_the_package_installs_with_every_tested_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {found.name.lower(): found for found in map(Requirement, project["dependencies"])}
    for name, (oldest, newest) in TESTED.items():
        bounds = needed[name.lower()].specifier
        assert next(bound.version for bound in bounds if bound.operator == ">=") == oldest
        assert all(version in bounds for version in (f"{oldest}.0", f"{newest}.0"))


def test_the_manual_names_the_versions_that_are_tested():
    page = (ROOT / "source/writing/themes-and-extensions.md").read_text("utf-8")
    rows = [line.strip("| ").split(" | ")[1:] for line in page.splitlines() if line.startswith("| 3.")]
    for name, cells in zip(("Sphinx", "docutils", "MyST-Parser"), zip(*rows, strict=True), strict=True):
        named = sorted(Version(found) for cell in cells for found in cell.split(", "))
        assert (str(named[0]), str(named[-1])) == TESTED[name]

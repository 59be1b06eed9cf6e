"""The entry points of installed packages are read once, and again when packages change."""

from __future__ import annotations

import inspect
import sys
from importlib import metadata
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sphinx import theming

from variantdocs.sphinx_patches.performance import entry_points
from variantdocs.sphinx_patches.performance.entry_points import (
    installed_entry_points,
    read_entry_points_once,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

THEMES = "sphinx.html_themes"


def install(folder: Path, theme: str) -> None:
    info = folder / f"{theme}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Name: {theme}\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[{THEMES}]\n{theme} = {theme}\n", "utf-8")


def test_they_are_those_that_python_finds():
    assert tuple(installed_entry_points(group=THEMES)) == tuple(metadata.entry_points(group=THEMES))
    assert "pydata_sphinx_theme" in installed_entry_points(group=THEMES).names


def test_they_are_read_once(monkeypatch: pytest.MonkeyPatch):
    installed_entry_points(group=THEMES)
    monkeypatch.setattr(entry_points, "entry_points", None)  # a second call would fail
    assert "pydata_sphinx_theme" in installed_entry_points(group=THEMES).names
    assert len(installed_entry_points(group="nonesuch")) == 0


def test_sphinx_finds_themes_without_reading_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    installed_entry_points(group=THEMES)
    monkeypatch.setattr(theming, "entry_points", theming.entry_points)  # to be put back at the end
    monkeypatch.setattr(entry_points, "entry_points", None)
    read_entry_points_once()
    parts: Any = SimpleNamespace(html_themes={})
    parts.config = parts.registry = parts
    given = {"confdir": tmp_path, "app": parts, "config": parts, "registry": parts}
    wanted = inspect.signature(theming.HTMLThemeFactory).parameters  # before Sphinx 9, the application alone
    factory = theming.HTMLThemeFactory(**{name: value for name, value in given.items() if name in wanted})
    assert "pydata_sphinx_theme" in factory._entry_point_themes


def test_a_package_is_found_once_its_folder_is_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    installed_entry_points(group=THEMES)
    install(tmp_path, "brand_theme")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    assert "brand_theme" in installed_entry_points(group=THEMES).names


def test_a_package_that_comes_later_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    assert "brand_theme" not in installed_entry_points(group=THEMES).names
    install(tmp_path, "brand_theme")
    assert "brand_theme" in installed_entry_points(group=THEMES).names

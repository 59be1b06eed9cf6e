"""The site of the promises, built once, and copies of it to change."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Site:
    """A copy of the site, in a folder of its own."""

    folder: Path

    def command(self, *options: str) -> list[str]:
        """The command that builds it."""
        words = ("build", "-c", ".", "-d", "build/doctrees", *options, "source", "build/html")
        return [sys.executable, "-m", "variantdocs", *words]

    def build(self, *options: str, env: Mapping[str, str] | None = None) -> str:
        """Build it in a process of its own, and give what was said."""
        done = subprocess.run(
            self.command(*options),
            cwd=self.folder,
            env={**os.environ, **(env or {})},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.stdout + done.stderr

    def messages(self, said: str) -> list[str]:
        """The warnings and errors among what was said."""
        return [line for line in said.splitlines() if re.search(r"\b(WARNING|ERROR)\b", line)]

    def files(self, below: str = "build/html") -> dict[str, bytes]:
        """All files that were built but Sphinx's notes for itself, by path."""
        root = self.folder / below
        found = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
        return {name: path.read_bytes() for name, path in found.items() if path.name != ".buildinfo"}

    def copy(self, folder: Path, *, build: bool = True) -> Site:
        """Another copy; without what was built if ``build`` is false."""
        ignored = None if build else shutil.ignore_patterns("build")
        shutil.copytree(self.folder, folder, ignore=ignored)
        return Site(folder)


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """The files that are not the same, or not in both."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.fixture(scope="session")
def site_module() -> ModuleType:
    """The module that writes the site."""
    spec = importlib.util.spec_from_file_location("promises_site", Path(__file__).with_name("site.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, site_module: ModuleType) -> Site:
    """The site, built from nothing with two processes. Not to be changed."""
    site = Site(tmp_path_factory.mktemp("promises") / "site")
    site_module.write_site(site.folder)
    said = site.build("-j", "2")
    assert site.messages(said) == []
    return site


@pytest.fixture
def site(built: Site, tmp_path: Path) -> Site:
    """A built copy of the site, to be changed."""
    return built.copy(tmp_path / "copy")


@pytest.fixture(scope="session")
def compare() -> object:
    """:func:`differing`, for test modules, which cannot import this one."""
    return differing

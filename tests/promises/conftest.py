"""The sites of the promises, built once, and copies of them to change."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.promises.site import write_site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.command_server import CommandServer


@dataclass(frozen=True)
class Site:
    """A copy of the site, in a folder of its own."""

    folder: Path
    commands: CommandServer

    def words(self, *options: str) -> tuple[str, ...]:
        """The command that builds it."""
        return ("variantdocs", "build", "-c", ".", "-d", "build/doctrees", *options, "source", "build/html")

    def build(self, *options: str, env: Mapping[str, str] | None = None) -> str:
        """Build it in a process of its own, and give what was said.

        :param env: Environment variables of the process, for which a Python is started.
        """
        if env is None:
            done = self.commands.run(*self.words(*options), cwd=self.folder)
        else:
            done = subprocess.run(
                [sys.executable, "-m", *self.words(*options)],
                cwd=self.folder,
                env={**os.environ, **env},
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
        return Site(folder, self.commands)


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """The files that are not the same, or not in both."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def built_site(tmp_path_factory: pytest.TempPathFactory, commands: CommandServer, *, pages: int) -> Site:
    """A site of so many pages beside those that show a feature, built from nothing with two processes."""
    site = Site(tmp_path_factory.mktemp("promises") / "site", commands)
    write_site(site.folder, pages=pages)
    said = site.build("-j", "2")
    assert site.messages(said) == []
    return site


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, commands: CommandServer) -> Site:
    """The site, of some sixty pages. Not to be changed."""
    return built_site(tmp_path_factory, commands, pages=60)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, commands: CommandServer) -> Site:
    """The site with few pages beside those that show a feature, for many builds. Not to be changed."""
    return built_site(tmp_path_factory, commands, pages=8)
